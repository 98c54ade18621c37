"""What the desk's pages of sheets show, gathered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.base.folding import fold
from feedback_app.enrol.lookup_store import person_names
from feedback_app.portfolio.csr import store
from feedback_app.portfolio.csr.kinds import INITIATIVE, KINDS, CsrKind, Field, Shape
from feedback_app.portfolio.csr.names import NameFinder, compared_level, name_finder
from feedback_app.portfolio.csr.tables import CsrSheet
from feedback_app.portfolio.csr.values import Words, written
from feedback_app.register.lookup_store import place_sizes
from schemas.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class SheetQuery:
    """What the list is asked for."""

    kind: str = INITIATIVE
    words: str = ""
    sector: str = ""
    place: str = ""
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sheet in the list."""

    sheet: CsrSheet
    title: str
    values: Mapping[str, str]
    own: bool
    """The reader wrote what waits: somebody else publishes it."""


@dataclass(frozen=True, slots=True)
class SheetList:
    """The list of one kind."""

    programme: str
    asked: SheetQuery
    kind: CsrKind
    lines: Sequence[SheetLine]
    total: int
    counts: Mapping[str, int]
    sectors: Sequence[tuple[str, str]]
    places: Sequence[tuple[str, str]]

    @property
    def may_publish(self) -> bool:
        """Whether any of the lines waits for the reader."""
        return any(one.sheet.proposed and not one.own for one in self.lines)


MOST = 500
"""Lines of a list; who looks for others filters."""


def sheet_list(session: AnySession, programme: str, asked: SheetQuery, *, me: uuid.UUID, lang: str) -> SheetList:
    """The sheets of a kind that fit what is asked for."""
    every, names, kind = store.sheets(session, programme), name_finder(session, programme), KINDS[asked.kind]
    mine = [one for one in every if one.kind == kind.code]
    found = [one for one in mine if _fits(one, kind, asked, names)]
    return SheetList(
        programme=programme,
        asked=asked,
        kind=kind,
        lines=[_line(one, kind, names, me=me, lang=lang) for one in found[:MOST]],
        total=len(found),
        counts={code: sum(one.kind == code for one in every) for code in KINDS},
        sectors=[(one.code, one.label[lang]) for one in vocabulary("sectors").terms],
        places=_areas(session, mine, names),
    )


def _fits(sheet: CsrSheet, kind: CsrKind, asked: SheetQuery, names: NameFinder) -> bool:
    words = sheet.latest
    text = " ".join(str(words.get(name) or "") for name in (kind.title, "funders", "place_note", "activity"))
    paths = [names.codes[one][0] for one in words.get("places", ()) if one in names.codes]
    return (
        (not asked.waiting or bool(sheet.proposed))
        and fold(asked.words) in fold(f"{sheet.key} {text}")
        and (not asked.sector or asked.sector in words.get("sectors", ()))
        and (not asked.place or any(f"/{asked.place}/" in path for path in paths))
    )


def _areas(session: AnySession, sheets: Sequence[CsrSheet], names: NameFinder) -> list[tuple[str, str]]:
    """The places of the compared level in which there are any of these."""
    paths = [names.codes[code][0] for one in sheets for code in one.latest.get("places", ()) if code in names.codes]
    around = place_sizes(session, {code for path in paths for code in path.strip("/").split("/")})
    level = compared_level()
    return sorted(
        ((code, names.name(code)) for code, one in around.items() if one.level == level), key=lambda one: one[1]
    )


def _line(sheet: CsrSheet, kind: CsrKind, names: NameFinder, *, me: uuid.UUID, lang: str) -> SheetLine:
    words = sheet.latest
    return SheetLine(
        sheet=sheet,
        title=str(words.get(kind.title) or sheet.key),
        values={one.name: shown(one, words.get(one.name), names, lang) for one in kind.fields},
        own=sheet.proposed_by == me,
    )


def shown(field: Field, value: Any, names: NameFinder, lang: str) -> str:
    """A value as people read it; sums in groups of three digits."""
    if field.shape is Shape.AMOUNT and value:
        return money(value)
    codes = value if field.shape is Shape.PLACES and value else []
    return written(field, value, {code: names.name(code) for code in codes}, lang)


def money(amount: int) -> str:
    """`42 000 000`, with spaces that do not break a line."""
    return f"{amount:,}".replace(",", "\u202f")


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the form: what it holds as text, and what may be chosen."""

    field: Field
    text: str
    chosen: Sequence[str]
    options: Sequence[tuple[str, str]]
    fault: str = ""
    hint: str = ""


def form_fields(
    kind: CsrKind, words: Words, names: NameFinder, *, lang: str, sent: Mapping[str, Sequence[str]] | None = None,
    faults: Mapping[str, tuple[str, str]] | None = None,
) -> list[FormField]:  # fmt: skip
    """The form of a kind, filled in with what a sheet says, or with what was `sent` and could not be taken."""
    return [_form_field(one, words, names, lang, sent, (faults or {}).get(one.name, ("", ""))) for one in kind.fields]


def _form_field(
    one: Field, words: Words, names: NameFinder, lang: str, sent: Mapping[str, Sequence[str]] | None,
    fault: tuple[str, str],
) -> FormField:  # fmt: skip
    value = words.get(one.name)
    codes = value if one.shape is Shape.PLACES and value else []
    text = written(one, value, names.names(codes), lang) if sent is None else " ; ".join(sent.get(one.name, ()))
    chosen = list(sent.get(one.name, ())) if sent is not None else value if isinstance(value, list) else [value]
    terms = vocabulary(one.vocabulary).terms if one.vocabulary else ()
    options = [(term.code, term.label[lang]) for term in terms]
    return FormField(one, text, [str(code) for code in chosen], options, *fault)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of a sheet: who, when, and each value before and after."""

    kind: str
    by: str
    at: dt.datetime
    values: Sequence[tuple[str, str, str]]


def history(session: AnySession, sheet: CsrSheet, names: NameFinder, lang: str) -> list[HistoryLine]:
    """Every change of a sheet, the latest first."""
    found, kind = store.changes_of(session, sheet.id), KINDS[sheet.kind]
    people = person_names(session, {one.by for one in found})
    return [
        HistoryLine(one.kind, people.get(one.by, ""), one.at, [
            (field.name, shown(field, one.before.get(field.name), names, lang),
             shown(field, one.after.get(field.name), names, lang))
            for field in kind.fields if field.name in {**one.before, **one.after}
        ])
        for one in found
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One sheet: its form, what waits, what is public, what happened to it."""

    kind: CsrKind
    sheet: CsrSheet | None
    title: str
    fields: Sequence[FormField]
    differs: Sequence[tuple[str, str, str]]
    """(field, public, proposed) of what waits."""
    public: Sequence[tuple[str, str]]
    own: bool
    written_by: str
    history: Sequence[HistoryLine]
    related: Sequence[SheetLine]
    """Of an organisation: its initiatives and commitments."""


def sheet_page(
    session: AnySession, programme: str, kind: CsrKind, sheet: CsrSheet | None, *, me: uuid.UUID, lang: str,
    sent: Mapping[str, Sequence[str]] | None = None, faults: Mapping[str, tuple[str, str]] | None = None,
) -> SheetPage:  # fmt: skip
    """A sheet, or the form of a new one."""
    names = name_finder(session, programme)
    latest: Words = sheet.latest if sheet else {}
    author = sheet.proposed_by if sheet else None
    return SheetPage(
        kind=kind,
        sheet=sheet,
        title=str(latest.get(kind.title) or (sheet.key if sheet else "")),
        fields=form_fields(kind, latest, names, lang=lang, sent=sent, faults=faults),
        differs=_differs(kind, sheet, names, lang) if sheet else [],
        public=[(one.name, shown(one, sheet.words[one.name], names, lang)) for one in kind.fields
                if sheet and one.name in sheet.words],
        own=author == me and author is not None,
        written_by=person_names(session, {author}).get(author, "") if author else "",
        history=history(session, sheet, names, lang) if sheet else [],
        related=_related(session, programme, sheet, names, me=me, lang=lang) if sheet else [],
    )  # fmt: skip


def _differs(kind: CsrKind, sheet: CsrSheet, names: NameFinder, lang: str) -> list[tuple[str, str, str]]:
    if not sheet.proposed:
        return []
    return [
        (one.name, shown(one, before, names, lang), shown(one, after, names, lang))
        for one in kind.fields
        if (before := sheet.words.get(one.name)) != (after := sheet.proposed.get(one.name))
    ]


def _related(
    session: AnySession, programme: str, sheet: CsrSheet, names: NameFinder, *, me: uuid.UUID, lang: str
) -> list[SheetLine]:
    """What an organisation pays for or promises."""
    return [
        _line(one, KINDS[one.kind], names, me=me, lang=lang)
        for one in store.sheets(session, programme)
        if any(key == sheet.key for key, *_ in one.latest.get("funders", ()))
    ]
