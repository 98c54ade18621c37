"""The public list of needs: what people of one place say is missing there, and how many say so. Pure.

A line is all accepted needs of one place, domain and theme with the same solutions; no line is of one person. Its
figures follow `insight.disclosure`.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from feedback_app.insight.disclosure import Rule, is_sensitive, round_down_or_hide


@dataclass(frozen=True, slots=True)
class ListQuery:
    """The filters of the public list; an empty one filters nothing. They choose among lines and never divide one."""

    programme: str = ""
    domain: str = ""
    place: str = ""
    theme: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """How many accepted needs have all these codes in common: an exact count, to be rounded before anyone sees it."""

    programme: str
    place: str
    domain: str
    detail: str | None
    gravity: str | None
    theme: uuid.UUID | None
    solutions: tuple[uuid.UUID, ...]
    """What answers it, in an order that does not change."""
    count: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """A place as it is shown; `latitude` and `longitude` in degrees, None where unknown."""

    code: str
    name: str
    label: str
    level: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Funder:
    """Who pays for a project, and their share in percent."""

    id: str
    name: str
    share: float | None


@dataclass(frozen=True, slots=True)
class ProjectWords:
    """What carries a solution out."""

    id: str
    title: str
    status: str | None
    funders: tuple[Funder, ...] = ()


@dataclass(frozen=True, slots=True)
class SolutionWords:
    """What answers a need."""

    id: str
    title: str
    description: str
    project: ProjectWords | None


Key = tuple[str, str, str, uuid.UUID | None, tuple[uuid.UUID, ...]]


@dataclass(slots=True)
class ExactGroup:
    """One line before it is rounded. `count` is exact and must not be shown."""

    key: Key
    k: int
    count: int = 0
    details: Counter[str] = field(default_factory=Counter)
    gravity: Counter[str] = field(default_factory=Counter)
    months: set[str] = field(default_factory=set)

    @property
    def programme(self) -> str:
        return self.key[0]

    @property
    def place(self) -> str:
        return self.key[1]

    @property
    def domain(self) -> str:
        return self.key[2]

    @property
    def theme(self) -> uuid.UUID | None:
        return self.key[3]

    @property
    def solutions(self) -> tuple[uuid.UUID, ...]:
        return self.key[4]

    @property
    def id(self) -> str:
        """A hash of the key, so that a line has the same id in every answer."""
        answers = ",".join(str(one) for one in self.solutions) or None
        return hashlib.sha256("|".join(str(part) for part in (*self.key[:4], answers)).encode()).hexdigest()[:16]

    @property
    def voices(self) -> int | None:
        """How many people or groups say so, as it may be shown."""
        return round_down_or_hide(self.count, self.k)

    def parts(self, counter: Counter[str]) -> list[tuple[str, int]]:
        """Of a breakdown, what enough voices say, the most first."""
        shown = [
            (name, part) for name, count in counter.items() if (part := round_down_or_hide(count, self.k)) is not None
        ]
        return sorted(shown, key=lambda one: (-one[1], one[0])) if self.voices is not None else []

    @property
    def span(self) -> tuple[str, str] | None:
        """First and last month; None for a line of fewer than `k` voices."""
        return (min(self.months), max(self.months)) if self.months and self.voices is not None else None


def groups(cells: Iterable[Cell], rules: Mapping[str, Rule]) -> list[ExactGroup]:
    """The lines that may be shown. What a sensitive domain has too few voices for is not there at all."""
    found: dict[Key, ExactGroup] = {}
    for cell in cells:
        key = (cell.programme, cell.place, cell.domain, cell.theme, cell.solutions)
        group = found.setdefault(key, ExactGroup(key, rules[cell.programme].least(cell.domain)))
        group.count += cell.count
        group.details[cell.detail or ""] += cell.count
        group.gravity[cell.gravity or ""] += cell.count
        group.months |= {month for month in (cell.first, cell.last) if month}
    for group in found.values():
        # What was not answered is no part of the breakdown.
        del group.details[""], group.gravity[""]
    return [group for group in found.values() if group.voices is not None or not is_sensitive(group.domain)]


@dataclass(frozen=True, slots=True)
class Figure:
    """How many needs (lines), and how many voices behind them as it may be shown; None: fewer than `k`."""

    needs: int
    voices: int | None
    k: int


def figure(some: Sequence[ExactGroup]) -> Figure:
    """The figure of several lines together: made of shown lines only, and rounded as a whole."""
    if not some:
        return Figure(0, 0, 1)
    k = max(group.k for group in some)
    return Figure(len(some), round_down_or_hide(sum(group.count for group in some), k), k)


def most_voices_first(some: Iterable[ExactGroup], places: Mapping[str, PlaceWords]) -> list[ExactGroup]:
    """The most voices first. By the rounded figure: an order by the exact one would reveal it."""

    def key(group: ExactGroup) -> tuple[object, ...]:
        place = places.get(group.place)
        return (-(group.voices or 0), place.label if place else "", group.domain, group.id)

    return sorted(some, key=key)
