"""Loading a file of sheets: what would change, and the change, as proposals. Nothing here commits."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from slugify import slugify

from feedback_app.audit.log import note_event
from feedback_app.base.cells import fault_of_code, has_other_unit, without_zeros
from feedback_app.base.db import AnySession
from feedback_app.base.faults import Fault, Unusable, refuse
from feedback_app.base.table_child import read_table_apart
from feedback_app.base.table_file import Table, TableReader, read_table
from feedback_app.portfolio.csr import publishing, store
from feedback_app.portfolio.csr.kinds import INITIATIVE, KINDS, LONGEST_KEY, ORGANISATION, CsrKind, Field, Shape
from feedback_app.portfolio.csr.names import NameFinder, name_finder
from feedback_app.portfolio.csr.tables import CsrSheet
from feedback_app.portfolio.csr.values import FieldError, Words, fault_between, read_value, written, years_in
from feedback_app.portfolio.solutions.history import Author
from feedback_app.register.places import MAX_FILE
from feedback_app.register.preview import Change, Preview, differences


@dataclass(frozen=True, slots=True)
class SheetWrite:
    """What would be proposed of one sheet."""

    kind: str
    key: str
    words: Words


@dataclass(slots=True)
class SheetPlan:
    """What is shown, and what would be written."""

    programme: str
    kind: CsrKind
    data: bytes
    names: NameFinder
    writes: list[SheetWrite] = field(default_factory=list)
    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    emptied: list[Change] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    unchanged: int = 0
    preview: Preview = field(default_factory=Preview)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as it was read; `words` has None where its cell is empty."""

    number: int
    key: str
    words: Words
    activity: str


def plan_sheets(
    session: AnySession,
    programme: str,
    kind: CsrKind,
    data: bytes,
    *,
    page: str = "",
    left_out: Collection[int] = (),
    empty_too: bool = False,
    read: TableReader = read_table_apart,
) -> SheetPlan:
    """What loading a file would change, without the rows that a person left out.

    An empty cell leaves the value as it is, unless `empty_too`. Raises `Unusable` with row-precise faults.
    """
    needed = ("name",) if kind.code == ORGANISATION else ("id",)
    table = read(data, kind.columns, needed=needed, most_bytes=MAX_FILE, page=page)
    if not table.rows:
        raise refuse("empty-file")
    _check_headings(table, kind)
    plan = SheetPlan(programme, kind, data, name_finder(session, programme))
    existing = {one.key: one for one in store.sheets(session, programme, kind.code)}
    rows = _Reading(kind, table, plan, existing).rows(left_out)
    for row in rows:
        _plan_row(plan, row, existing.get(row.key), table, empty_too=empty_too)
    if kind.code == INITIATIVE:
        known = {one.key for one in store.sheets(session, programme, ORGANISATION)}
        _plan_organisations(plan, rows, known)
    plan.preview = Preview(
        new=tuple(plan.new), changed=tuple(plan.changed), emptied=tuple(plan.emptied), unchanged=plan.unchanged,
        doubts=tuple(table.origin.doubts()), remarks=(*table.remarks, *table.with_headings(plan.remarks)),
        columns=table.written, origin=table.origin,
    )  # fmt: skip
    return plan


def _check_headings(table: Table, kind: CsrKind) -> None:
    for one in kind.fields:
        heading = table.written.get(one.name, "")
        if one.shape is Shape.AMOUNT and has_other_unit(heading):
            raise refuse("other-unit", row=1, column=heading)


class _Reading:
    """Reads the rows of a table; faults are gathered, and none is hidden by another."""

    def __init__(self, kind: CsrKind, table: Table, plan: SheetPlan, existing: Mapping[str, CsrSheet]) -> None:
        self._kind, self._table, self._plan, self._existing = kind, table, plan, existing
        self._faults: list[Fault] = []
        self._seen: set[str] = set()
        self._alike = {without_zeros(key): key for key in existing}

    def rows(self, left_out: Collection[int]) -> list[SheetRow]:
        """Every row but those that were left out. Raises `Unusable`."""
        found = []
        for number, cells in self._table.rows:
            if number in left_out:
                self._plan.remarks.append(Fault(number, "", "left-out"))
            else:
                found.append(self._row(number, cells))
        if self._faults:
            raise Unusable([*self._table.origin.doubts(), *self._table.with_headings(self._faults)])
        return found

    def _row(self, number: int, cells: Mapping[str, str]) -> SheetRow:
        key = self._key(number, cells)
        words = {one.name: self._value(number, one, cells[one.name]) for one in self._kind.fields if one.name in cells}
        self._fill(number, cells, words)
        self._check_needed(number, key, cells, words)
        known = self._existing[key].latest if key in self._existing else {}
        if why := fault_between({**known, **{name: value for name, value in words.items() if value}}):
            self._faults.append(Fault(number, "last_year", why))
        return SheetRow(number, key, words, cells.get("activity", "")[:80])

    def _check_needed(self, number: int, key: str, cells: Mapping[str, str], words: Words) -> None:
        wrong = {fault.column for fault in self._faults if fault.row == number}
        self._faults += [
            Fault(number, one.name, "needed")
            for one in self._kind.fields
            if one.needed and not words.get(one.name) and one.name not in wrong
            if one.name in cells or key not in self._existing
        ]

    def _key(self, number: int, cells: Mapping[str, str]) -> str:
        key = cells.get("id", "")
        column = "id" if "id" in cells else "name"
        if not key and self._kind.code == ORGANISATION:
            key = slugify(cells.get("name", ""))[:LONGEST_KEY]
        why = fault_of_code(key, self._table.odd.get((number, "id")), longest=LONGEST_KEY)
        if why is None and key in self._seen:
            why = "twice"
        if why is None and key not in self._existing and (other := self._alike.get(without_zeros(key))):
            why, key = "code-alike", f"{key} · {other}"
        if why:
            self._faults.append(Fault(number, column, why, key[:60]))
        self._seen.add(key)
        return key

    def _value(self, number: int, one: Field, text: str) -> Any:
        try:
            return read_value(one, text, self._plan.names)
        except FieldError as fault:
            if one.shape is Shape.PLACES:  # what the source says of the place is not lost
                self._plan.remarks.append(Fault(number, one.name, "place-not-known", text[:60]))
                return None
            self._faults.append(Fault(number, one.name, fault.reason, fault.hint))
            return None

    def _fill(self, number: int, cells: Mapping[str, str], words: dict[str, Any]) -> None:
        """What helper columns say of fields that have no value of their own."""
        if years := years_in(cells.get("date", "")) if "date" in self._kind.helpers else None:
            words.setdefault("first_year", years[0])
            words.setdefault("last_year", years[1])
        if self._kind.code != INITIATIVE:
            return
        parts = [cells[name] for name in ("locality", "area") if cells.get(name)]
        if parts and not words.get("place_note"):
            words["place_note"] = ", ".join(parts)[:300]
        if not words.get("places") and (code := self._place(number, cells)):
            words["places"] = [code]

    def _place(self, number: int, cells: Mapping[str, str]) -> str | None:
        """The most precise place that is known of: by the code of the wider one, or the names of what is around it."""
        if code := self._plan.names.find(cells.get("wider_place", "")):
            return code
        for name in reversed(re.split(r"\s*/\s*", cells.get("area", ""))):
            if name and (code := self._plan.names.find(name)):
                self._plan.remarks.append(Fault(number, "area", "place-by-name", f"{name} → {code}"))
                return code
        if cells.get("area") or cells.get("locality"):
            self._plan.remarks.append(Fault(number, "area", "no-place-known", cells.get("area", "")[:60]))
        return None


def _plan_row(plan: SheetPlan, row: SheetRow, existing: CsrSheet | None, table: Table, *, empty_too: bool) -> None:
    title = str(row.words.get(plan.kind.title) or "")
    if existing is None:
        plan.new.append(Change(row.number, row.key, title, new=_summary(plan, row.words)))
        plan.writes.append(SheetWrite(plan.kind.code, row.key, row.words))
        return
    old, title = existing.latest, title or str(existing.latest.get(plan.kind.title, ""))
    shown = ({name: _shown(plan, name, words.get(name)) for name in row.words} for words in (old, row.words))
    changed, emptied = differences(
        row.number, row.key, title, old=next(shown), new=next(shown), columns=table.written
    )  # fmt: skip
    plan.changed += changed
    plan.emptied += emptied
    plan.unchanged += not (changed or emptied)
    known = {name: value for name, value in row.words.items() if empty_too or value not in (None, [])}
    if changed or (emptied and empty_too):
        plan.writes.append(SheetWrite(plan.kind.code, row.key, {**old, **known}))


def _shown(plan: SheetPlan, name: str, value: Any) -> str | None:
    codes = value if isinstance(value, list) and value and isinstance(value[0], str) else []
    return written(plan.kind.field(name), value, plan.names.names(codes)) or None


def _summary(plan: SheetPlan, words: Words) -> str:
    names = ("places", "committed", "paid", "stage", "funders", "kind", "date")
    return " · ".join(_shown(plan, name, words[name]) or "" for name in names if words.get(name))


def _plan_organisations(plan: SheetPlan, rows: Sequence[SheetRow], known: Collection[str]) -> None:
    """Organisations that rows name and that have no sheet yet get one."""
    found: dict[str, tuple[int, Words]] = {}
    for row in rows:
        for key, name, _ in row.words.get("funders") or ():
            if key not in known:
                found.setdefault(key, (row.number, {"name": name, "activity": row.activity or None}))
    for key, (number, words) in found.items():
        shown = " · ".join(filter(None, (ORGANISATION, words["activity"])))
        plan.new.append(Change(number, key, str(words["name"]), new=shown))
        plan.writes.append(SheetWrite(ORGANISATION, key, words))


def load_sheets(session: AnySession, plan: SheetPlan, *, author: Author) -> None:
    """Proposes what was planned."""
    found = {(one.kind, one.key): one for one in store.sheets(session, plan.programme)}
    for write in plan.writes:
        if existing := found.get((write.kind, write.key)):
            publishing.propose(session, existing, write.words, author=author)
        else:
            publishing.add_sheet(session, plan.programme, write.kind, write.key, write.words, author=author)
    digest = hashlib.sha256(plan.data).hexdigest()
    note_event(session, "csr_loaded", about=("file", digest), programme=plan.programme, kind=plan.kind.code)


def read_sheet_file(session: AnySession, programme: str, kind: str, data: bytes, *, author: Author) -> SheetPlan:
    """Takes a file of ours, all of it or nothing. Raises `Unusable`."""
    plan = plan_sheets(session, programme, KINDS[kind], data, read=read_table)
    load_sheets(session, plan, author=author)
    return plan
