"""What anyone may see of sheets: initiatives, organisations, commitments and the framework, in the compared places."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.portfolio.csr import store
from feedback_app.portfolio.csr.areas import Areas, areas_of
from feedback_app.portfolio.csr.kinds import COMMITMENT, INITIATIVE, ORGANISATION, RULE
from feedback_app.portfolio.csr.tables import CsrSheet
from feedback_app.portfolio.listing import public_list
from feedback_app.register.demonstration import is_made_up
from feedback_app.register.lookup_store import ProgrammeInfo
from schemas.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, and their share in percent; `id` is that of their sheet, where it is public."""

    key: str
    name: str
    share: float | None
    id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Initiative:
    """An initiative or a commitment as anyone sees it. What is not known is None or empty."""

    id: uuid.UUID
    programme: str
    key: str
    kind: str
    title: str
    payers: tuple[Payer, ...]
    sectors: tuple[str, ...]
    subjects: tuple[str, ...]
    goals: tuple[str, ...]
    places: tuple[str, ...]
    areas: tuple[str, ...]
    """The compared places in which it is."""
    place_words: str
    committed: int | None
    paid: int | None
    years: tuple[int, int] | None
    stage: str | None
    words: Mapping[str, Any]

    def runs_in(self, year: int) -> bool:
        """Whether it is known to run in a year."""
        return self.years is not None and self.years[0] <= year <= self.years[1]


@dataclass(frozen=True, slots=True)
class PublicSheet:
    """An organisation or a text of the framework as anyone sees it."""

    id: uuid.UUID
    programme: str
    key: str
    kind: str
    words: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PublicSheets:
    """All that anyone may see."""

    initiatives: Sequence[Initiative]
    commitments: Sequence[Initiative]
    organisations: Sequence[PublicSheet]
    rules: Sequence[PublicSheet]
    areas: Areas
    made_up: Collection[str]


def version(session: AnySession) -> str:
    """What sheets and needs are of: as long as this is the same, so is every word of them."""
    return f"{store.count_changes(session)} {public_list.version(session)}"


def public_sheets(session: AnySession) -> PublicSheets:
    """The sheets that were published, of the programmes that show their portfolio."""
    programmes = public_list.public_programmes(session)
    found = store.published_sheets(session, [one.id for one in programmes])
    needed = {group.place for group in public_list.gathered(session).groups}
    areas = areas_of(session, programmes, needed | {code for one in found for code in one.words.get("places", ())})
    known = {(one.programme_id, one.key): one.id for one in found if one.kind == ORGANISATION}
    made = {one.id: _initiative(one, known, areas) for one in found if one.kind in (INITIATIVE, COMMITMENT)}
    return PublicSheets(
        initiatives=_largest_first(made[one.id] for one in found if one.kind == INITIATIVE),
        commitments=_largest_first(made[one.id] for one in found if one.kind == COMMITMENT),
        organisations=sorted(_plain(found, ORGANISATION), key=lambda one: str(one.words["name"]).casefold()),
        rules=sorted(_plain(found, RULE), key=_rule_order),
        areas=areas,
        made_up=_made_up(programmes),
    )


def _made_up(programmes: Iterable[ProgrammeInfo]) -> frozenset[str]:
    return frozenset(one.id for one in programmes if is_made_up(one.settings))


def _plain(found: Iterable[CsrSheet], kind: str) -> list[PublicSheet]:
    return [PublicSheet(one.id, one.programme_id, one.key, one.kind, one.words) for one in found if one.kind == kind]


def _rule_order(one: PublicSheet) -> tuple[int, str, str]:
    order = [term.code for term in vocabulary("framework_kinds").terms]
    kind = one.words.get("kind")
    at = order.index(kind) if kind in order else len(order)
    return at, str(one.words.get("date", "")), str(one.words["title"])


def _largest_first(some: Iterable[Initiative]) -> list[Initiative]:
    return sorted(some, key=lambda one: (-(one.committed or 0), one.title.casefold(), one.programme, one.key))


def _initiative(sheet: CsrSheet, known: Mapping[tuple[str, str], uuid.UUID], areas: Areas) -> Initiative:
    words = sheet.words
    codes = tuple(words.get("places", ()))
    names = " ; ".join(dict.fromkeys(areas.name(code) for code in codes))
    payers = (Payer(key, name, share, known.get((sheet.programme_id, key))) for key, name, share in _funders(words))
    return Initiative(
        id=sheet.id,
        programme=sheet.programme_id,
        key=sheet.key,
        kind=sheet.kind,
        title=str(words.get("title", "")),
        payers=tuple(payers),
        sectors=tuple(words.get("sectors", ())),
        subjects=tuple(words.get("iso26000", ())),
        goals=tuple(words.get("sdgs", ())),
        places=codes,
        areas=areas.of(sheet.programme_id, codes),
        place_words=names or str(words.get("place_note", "")),
        committed=words.get("committed"),
        paid=words.get("paid"),
        years=_years(words),
        stage=words.get("stage"),
        words=words,
    )


def _funders(words: Mapping[str, Any]) -> Sequence[Any]:
    found: Sequence[Any] = words.get("funders", ())
    return found


def _years(words: Mapping[str, Any]) -> tuple[int, int] | None:
    known = [year for name in ("first_year", "last_year") if (year := words.get(name))]
    return (known[0], known[-1]) if known else None
