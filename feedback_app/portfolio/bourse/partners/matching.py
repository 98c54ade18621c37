"""How well an offer and a project, or a need, match: a sum of weighted criteria, each with its reason. Pure.

Criteria and weights are data (`vocabulary/match_criteria.csv`) and shown beside each match. A criterion of which the
offer says nothing, or that does not exist for needs, counts neither for nor against. Where one that must be met is not,
there is no match. No other project and no other offer changes a match.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from feedback_app.portfolio.bourse.partners.offer_words import MONEY, OfferWords
from schemas.vocabulary import vocabulary

HALF = Fraction(1, 2)
LEAST = 40
"""Points of 100 below which nothing is proposed."""


@dataclass(frozen=True, slots=True)
class MatchCriterion:
    """A criterion, how much it weighs, and whether without it there is no match."""

    code: str
    weight: int
    must: bool
    label: Mapping[str, str]
    how: Mapping[str, str]


@cache
def match_criteria() -> tuple[MatchCriterion, ...]:
    """All of them, in the order in which they are shown."""
    return tuple(
        MatchCriterion(term.code, int(term.attributes["weight"]), term.flag("must"), term.label, term.texts("how"))
        for term in vocabulary("match_criteria").terms
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """What an offer is compared with. `sought` and `kinds` are None for a need: nobody has put a price on it."""

    sectors: tuple[str, ...]
    paths: tuple[str, ...]
    sought: int | None = None
    kinds: tuple[str, ...] | None = None
    goals: tuple[str, ...] | None = None
    subjects: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a criterion is met as far as it is: a key of the texts, with what its sentence names."""

    key: str
    codes: tuple[str, ...] = ()
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class MatchPart:
    """One criterion of a match: which share of it is met, None where it does not count, and why."""

    criterion: MatchCriterion
    share: Fraction | None
    reason: Reason

    @property
    def adds(self) -> Fraction:
        """Points that it adds."""
        return self.criterion.weight * (self.share or Fraction(0))


@dataclass(frozen=True, slots=True)
class Match:
    """A match, criterion by criterion."""

    parts: Sequence[MatchPart] = field(default_factory=tuple)

    @property
    def counted(self) -> int:
        """The weights of the criteria that count."""
        return sum(part.criterion.weight for part in self.parts if part.share is not None)

    @property
    def points(self) -> Fraction:
        """Of 100."""
        return Fraction(sum(part.adds for part in self.parts)) * 100 / (self.counted or 1)

    @property
    def is_one(self) -> bool:
        """Whether it is proposed."""
        return self.points >= LEAST and not any(part.share == 0 for part in self.parts if part.criterion.must)


Met = tuple[Fraction | None, Reason]


def match(offer: OfferWords, offered_paths: Sequence[str], other: Candidate, *, regions: Collection[str]) -> Match:
    """How an offer for these paths and a candidate match. `regions` are the codes within which a place is near."""
    met: Mapping[str, Met] = {
        "sector": _sector(offer, other),
        "place": _place(offered_paths, other.paths, regions),
        "budget": _budget(offer, other.sought),
        "kind": _overlap("kind", offer.kinds, other.kinds, any_is_enough=True),
        "goal": _overlap("goal", offer.goals, other.goals),
        "subject": _overlap("subject", offer.subjects, other.subjects),
    }
    return Match(tuple(MatchPart(one, *met[one.code]) for one in match_criteria()))


def _sector(offer: OfferWords, other: Candidate) -> Met:
    same = tuple(code for code in other.sectors if code in offer.sectors)
    if same:
        return Fraction(1), Reason("sector.same", same)
    wanted = {_family(code) for code in offer.sectors}
    near = tuple(code for code in other.sectors if _family(code) in wanted)
    return (HALF, Reason("sector.near", near)) if near else (Fraction(0), Reason("sector.other", other.sectors))


def _family(code: str) -> str:
    """The sector that a sector is compared as: needs do not distinguish some of them."""
    term = vocabulary("sectors").get(code)
    return term.attributes.get("compared_as", code) if term else code


def _place(offered: Sequence[str], paths: Sequence[str], known: Collection[str]) -> Met:
    if not offered:
        return None, Reason("place.any")
    shared = tuple(_code(path) for path in paths if any(_is_within(path, one) for one in offered))
    if shared:
        return Fraction(1), Reason("place.shared", shared)
    regions = {code for path in offered for code in _steps(path) if code in known}
    near = tuple(_code(path) for path in paths if regions & {*_steps(path)})
    return (HALF, Reason("place.near", near)) if near else (Fraction(0), Reason("place.other", _codes(paths)))


def _is_within(path: str, other: str) -> bool:
    return path.startswith(other) or other.startswith(path)


def _steps(path: str) -> list[str]:
    return path.strip("/").split("/")


def _code(path: str) -> str:
    return path.strip("/").rpartition("/")[2]


def _codes(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(_code, paths))


def _budget(offer: OfferWords, sought: int | None) -> Met:
    if sought is None or offer.most is None or MONEY not in offer.kinds:
        return None, Reason("budget.none")
    if sought > offer.most:
        return Fraction(offer.most, sought), Reason("budget.part", amount=sought)
    if offer.least and sought < offer.least:
        return Fraction(sought, offer.least), Reason("budget.small", amount=sought)
    return Fraction(1), Reason("budget.fits", amount=sought)


def _overlap(name: str, asked: Sequence[str], there: Sequence[str] | None, *, any_is_enough: bool = False) -> Met:
    if not asked or there is None:
        return None, Reason(f"{name}.none")
    shared = tuple(code for code in asked if code in there)
    if not shared:
        return Fraction(0), Reason(f"{name}.other", tuple(there))
    share = Fraction(1) if any_is_enough else Fraction(len(shared), len(asked))
    return share, Reason(f"{name}.shared", shared)
