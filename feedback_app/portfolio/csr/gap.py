"""Need against money: what share of the voices asks for something somewhere, and what share of the money goes there.

All that is not known widens the answer and is never guessed. Voices are those that may be shown, rounded down to a
multiple of `k`; a sum without a known place or sector may be anywhere; an amount that is not known may be anything up
to the largest known one. A gap is said only where it is on one side of zero whatever of this is true. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from feedback_app.insight.statistics import Interval, wilson

Cell = tuple[str, str]
"""(place, sector); an empty one is a place or a sector that is not compared."""
ERROR = 0.05
"""How often any gap of the whole table is wrong by chance."""
LEAST_GAP = 0.02
"""By how much the shares differ at least, in every case, for a gap to be said."""
LEAST_VOICES = 5
"""Voices of a cell of which it is said that it lacks money."""


@dataclass(frozen=True, slots=True)
class Voices:
    """How many voices of a cell may be shown: at least `least`, at most `most`."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Money:
    """One sum: `cells` in which it may be, all of it or part; empty for anywhere. `amount` None where not known."""

    amount: int | None
    cells: frozenset[Cell] = frozenset()


class Verdict(StrEnum):
    """What can be said of a cell."""

    LESS_MONEY = "less-money"
    """Less money than need."""
    MORE_MONEY = "more-money"
    OPEN = "open"
    """Nothing can be concluded."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A cell: its shares of voices and money, and by how much the first is larger."""

    cell: Cell
    voices: Voices
    need: Interval
    money: Interval
    difference: Interval
    known_money: int
    """What is surely there, in FCFA."""

    @property
    def verdict(self) -> Verdict:
        """What can be said, whatever of the unknown is true. That a few voices have no money at all is no finding."""
        if self.difference.low > LEAST_GAP and self.voices.least >= LEAST_VOICES:
            return Verdict.LESS_MONEY
        return Verdict.MORE_MONEY if self.difference.high < -LEAST_GAP else Verdict.OPEN


def gaps(voices: Mapping[Cell, Voices], money: Sequence[Money], *, elsewhere: Voices) -> list[Gap]:
    """Every cell that has voices or may have money of its own; the largest sure lack of money first.

    `elsewhere` are voices that are in no cell: they count in the whole.
    """
    cells = {cell for cell in (*voices, *(cell for one in money for cell in one.cells)) if all(cell)}
    z = simultaneous_z(len(cells))
    found = [_gap(cell, voices, money, elsewhere, z) for cell in cells]
    return sorted(found, key=lambda one: (-one.difference.low, -one.voices.least, one.cell))


def simultaneous_z(cells: int) -> float:
    """The width of each interval with which all of so many hold together, but for `ERROR` (Bonferroni)."""
    return NormalDist().inv_cdf(1 - ERROR / (2 * max(cells, 1)))


def _gap(cell: Cell, voices: Mapping[Cell, Voices], money: Sequence[Money], elsewhere: Voices, z: float) -> Gap:
    own = voices.get(cell, Voices(0, 0))
    others = [one for other, one in voices.items() if other != cell] + [elsewhere]
    need = need_share(own, sum(one.least for one in others), sum(one.most for one in others), z)
    share = money_share(cell, money)
    known = sum(one.amount or 0 for one in money if one.cells == {cell})
    difference = Interval(need.low - share.high, need.high - share.low)
    return Gap(cell, own, need, share, difference, known)


def need_share(own: Voices, others_least: int, others_most: int, z: float) -> Interval:
    """The share of voices, for every count that rounding allows."""
    low = wilson(own.least, own.least + others_most, z).low
    return Interval(low, wilson(own.most, own.most + others_least, z).high)


def money_share(cell: Cell, money: Sequence[Money]) -> Interval:
    """Between which shares the money of a cell lies, wherever the rest is. All that is possible without any money."""
    largest = max((one.amount for one in money if one.amount), default=0)
    sure = sum(one.amount or 0 for one in money if one.cells == {cell})
    known = sum(one.amount or 0 for one in money)
    maybe = sum(one.amount or 0 for one in money if one.cells != {cell} and _may_be_in(cell, one))
    unknown_elsewhere = largest * sum(one.amount is None and one.cells != {cell} for one in money)
    unknown_here = largest * sum(one.amount is None and _may_be_in(cell, one) for one in money)
    if known + unknown_elsewhere == 0:
        return Interval(0.0, 1.0)
    low = sure / (known + unknown_elsewhere)
    return Interval(low, (sure + maybe + unknown_here) / (known + unknown_here) if known + unknown_here else 1.0)


def _may_be_in(cell: Cell, one: Money) -> bool:
    return not one.cells or cell in one.cells


@dataclass(frozen=True, slots=True)
class Potential:
    """What speaks for acting in a place, each part between 0 and 1; `total` is their weighted sum.

    `need`: voices of the place, by those of the place that has most. `shortfall`: the part of its need, by sectors,
    that has surely or possibly no money of its size (an interval). `precedent`: the part of its voices whose sector has
    an initiative there that was delivered.
    """

    place: str
    need: float
    shortfall: Interval
    precedent: float
    total: Interval


WEIGHTS: Mapping[str, float] = {"need": 0.4, "shortfall": 0.4, "precedent": 0.2}


def potentials(found: Sequence[Gap], delivered: Collection[Cell]) -> list[Potential]:
    """The potential of every place with voices, the largest sure one first."""
    places = {one.cell[0] for one in found if one.voices.least}
    by_place = {place: [one for one in found if one.cell[0] == place] for place in places}
    most = max((_voices(some) for some in by_place.values()), default=0)
    made = [_potential(place, some, most, delivered) for place, some in by_place.items()]
    return sorted(made, key=lambda one: (-one.total.low, -one.total.high, one.place))


def _voices(some: Sequence[Gap]) -> int:
    return sum(one.voices.least for one in some)


def _potential(place: str, some: Sequence[Gap], most: int, delivered: Collection[Cell]) -> Potential:
    voices = _voices(some)
    need = voices / most
    shortfall = Interval(
        sum(one.voices.least * _lacking(one.need.low, one.money.high) for one in some) / voices,
        sum(one.voices.least * _lacking(one.need.high, one.money.low) for one in some) / voices,
    )
    precedent = sum(one.voices.least for one in some if one.cell in delivered) / voices
    sure = WEIGHTS["need"] * need + WEIGHTS["precedent"] * precedent
    total = Interval(sure + WEIGHTS["shortfall"] * shortfall.low, sure + WEIGHTS["shortfall"] * shortfall.high)
    return Potential(place, need, shortfall, precedent, total)


def _lacking(need: float, money: float) -> float:
    """The part of a need that has no money of its size."""
    return max(0.0, 1 - money / need) if need > 0 else 0.0
