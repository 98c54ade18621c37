"""Need against money, of what is public: voices of the published list, announced amounts of published sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from feedback_app.base.db import AnySession
from feedback_app.portfolio.csr.areas import Areas
from feedback_app.portfolio.csr.gap import Cell, Gap, Money, Potential, Voices, gaps, potentials
from feedback_app.portfolio.csr.published import Initiative, PublicSheets
from feedback_app.portfolio.listing import public_list
from feedback_app.portfolio.listing.groups import ExactGroup
from schemas.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class NeedAgainstMoney:
    """What the page shows."""

    gaps: Sequence[Gap]
    potentials: Sequence[Potential]
    voices: int
    elsewhere: int
    """Voices that are in no compared place."""
    sums: int
    """How many sums were compared, and how many of them are not known."""
    unknown_sums: int


@cache
def family_of_sector() -> Mapping[str, str]:
    """The sector that each sector is compared as: needs do not distinguish some of them."""
    return {term.code: term.attributes.get("compared_as", term.code) for term in vocabulary("sectors").terms}


@cache
def family_of_domain() -> Mapping[str, str]:
    """The compared sector of each domain of needs: the first that is compared as itself."""
    terms = [term for term in vocabulary("sectors").terms if family_of_sector()[term.code] == term.code]
    return {domain: term.code for term in reversed(terms) for domain in term.many("domains")}


def family_label(code: str, language: str) -> str:
    """The names of all sectors that are compared as one."""
    some = [term for term in vocabulary("sectors").terms if family_of_sector()[term.code] == code]
    return ", ".join(term.label[language] for term in some)


def compare(session: AnySession, sheets: PublicSheets) -> NeedAgainstMoney:
    """Needs of the public list against the announced money of sheets."""
    counted, elsewhere = voices_of(public_list.gathered(session).groups, sheets.areas)
    running = [one for one in sheets.initiatives if not _is(one, "given_up")]
    money = [Money(one.committed, cells_of(one, sheets.areas)) for one in running]
    found = gaps(counted, money, elsewhere=elsewhere)
    delivered = {cell for one in running if _is(one, "done") for cell in cells_of(one, sheets.areas)}
    return NeedAgainstMoney(
        gaps=found,
        potentials=potentials(found, delivered),
        voices=sum(one.least for one in counted.values()) + elsewhere.least,
        elsewhere=elsewhere.least,
        sums=len(money),
        unknown_sums=sum(one.amount is None for one in money),
    )


def _is(one: Initiative, flag: str) -> bool:
    stage = vocabulary("csr_stages").get(one.stage)
    return stage is not None and stage.flag(flag)


def voices_of(groups: Iterable[ExactGroup], areas: Areas) -> tuple[dict[Cell, Voices], Voices]:
    """Voices that may be shown, by compared place and sector, and those of wider places."""
    found: dict[Cell, Voices] = {}
    elsewhere = Voices(0, 0)
    for group in groups:
        shown = Voices(group.voices or 0, (group.voices or 0) + group.k - 1)
        places, family = areas.of(group.programme, [group.place]), family_of_domain().get(group.domain)
        if places and family:
            found[places[0], family] = _added(found.get((places[0], family), Voices(0, 0)), shown)
        else:
            elsewhere = _added(elsewhere, shown)
    return found, elsewhere


def _added(a: Voices, b: Voices) -> Voices:
    return Voices(a.least + b.least, a.most + b.most)


def cells_of(one: Initiative, areas: Areas) -> frozenset[Cell]:
    """Where the money of an initiative may be. What is not said may be in any place or sector, compared or not."""
    families = {family_of_sector()[code] for code in one.sectors} or {*family_of_sector().values(), ""}
    known = bool(one.places) and all(areas.of(one.programme, [code]) for code in one.places)
    places = set(one.areas) if known else {*areas.compared, ""}
    return frozenset((place, family) for place in places for family in families)
