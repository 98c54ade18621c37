"""Loading a register of CSR projects: what would change, and the change. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from feedback_app.base.cells import without_zeros
from feedback_app.base.db import AnySession
from feedback_app.base.faults import Fault, Unusable
from feedback_app.base.problem import Problem
from feedback_app.base.table_child import read_table_apart
from feedback_app.base.table_file import Table
from feedback_app.register import store
from feedback_app.register.place_rights import PlaceRights
from feedback_app.register.preview import Change, Preview, differences
from feedback_app.register.projects import COLUMNS, Funder, ProjectRow, read_projects
from feedback_app.register.tables import Organisation, Programme, Project, ProjectFunder

FIELDS = (
    "title", "sector", "crs", "sdg", "date", "status", "implementer", "note", "source_url", "amount", "place_note",
    "place_code",
)  # fmt: skip
_HEADINGS = {"place_code": "place", "place_note": "locality", "funders": "organisations"}
"""The column of the file from which ours is made."""


@dataclass(frozen=True, slots=True)
class ProjectWrite:
    """What would be written of one project: the values and funders that changed."""

    row: ProjectRow
    values: Mapping[str, Any]
    funders: Sequence[Funder] | None


@dataclass(slots=True)
class ProjectPlan:
    """What is shown, and what would be written."""

    programme: str
    writes: list[ProjectWrite] = field(default_factory=list)
    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    emptied: list[Change] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    unchanged: int = 0
    preview: Preview = field(default_factory=Preview)


def plan_projects(
    session: AnySession,
    programme: str,
    data: bytes,
    *,
    page: str = "",
    clear: bool = False,
    rights: PlaceRights | None = None,
) -> ProjectPlan:
    """What loading a register would change: only what it speaks of. An unknown place is a remark.

    An empty cell leaves the value as it is, and says so; with `clear` it empties it. With `rights` no project is put at
    a place of others. Raises `Unusable` with row-precise faults; problem `malformed` for an unknown programme.
    """
    if session.get(Programme, programme) is None:
        raise Problem("malformed", errors={"programme": "unknown"})
    rows, table = read_projects(data, page=page, read=read_table_apart)
    existing, funders = store.projects_of(session, programme), store.funders_of(session, programme)
    _check_new([row for row in rows if row.id not in existing], existing, table=table)
    codes = store.place_trunk(session)
    plan = ProjectPlan(programme)
    for row in rows:
        _plan_row(
            plan,
            row,
            existing=existing.get(row.id),
            funders=funders.get(row.id, ()),
            codes=codes,
            table=table,
            clear=clear,
        )
    if rights is not None and (outside := _outside(plan, codes, rights)):
        raise Unusable(table.with_headings(outside))
    plan.preview = Preview(
        new=tuple(plan.new), changed=tuple(plan.changed), emptied=tuple(plan.emptied), unchanged=plan.unchanged,
        doubts=tuple(table.origin.doubts()), remarks=(*table.remarks, *table.with_headings(plan.remarks)),
        columns=table.written, origin=table.origin,
    )  # fmt: skip
    return plan


def _outside(plan: ProjectPlan, codes: Mapping[str, tuple[str, str]], rights: PlaceRights) -> list[Fault]:
    """Projects that would be put at a place that is not of the programme."""
    placed = [(write.row, str(code)) for write in plan.writes if (code := write.values.get("place_code"))]
    return [
        Fault(row.row, "place", "outside-programme", f"{row.id} · {codes[code][1]}"[:100])
        for row, code in placed
        if not codes[code][0].startswith(rights.root)
    ]


def _check_new(rows: Sequence[ProjectRow], existing: Mapping[str, object], *, table: Table) -> None:
    known = {without_zeros(key): key for key in existing}
    alike = [(row, known[without_zeros(row.id)]) for row in rows if without_zeros(row.id) in known]
    if alike:
        faults = [Fault(row.row, "id", "code-alike", f"{row.id} · {other}") for row, other in alike]
        raise Unusable(table.with_headings(faults))
    if rows and "title" not in table.written:
        seen = " · ".join(table.written.values())
        raise Unusable([Fault(1, COLUMNS["title"][0], "column-missing", seen[:200])])


def _plan_row(
    plan: ProjectPlan,
    row: ProjectRow,
    *,
    existing: Project | None,
    funders: Sequence[Funder],
    codes: Mapping[str, tuple[str, str]],
    table: Table,
    clear: bool,
) -> None:
    values = _fitting(row, plan) | _place(row, existing, codes=codes, table=table, plan=plan)
    paying = row.funders
    if row.remark:
        plan.remarks.append(Fault(row.row, "organisations", row.remark, _spelled(paying or ())[:100]))
    if existing is None:
        plan.new.append(Change(row.row, row.id, str(values["title"]), new=_summary(values, paying or ())))
        plan.writes.append(ProjectWrite(row, values, paying))
        return
    old: dict[str, object] = {name: getattr(existing, name) for name in values}
    _keep_note(values, old, table)
    new: dict[str, object] = dict(values)
    if paying is not None:
        named = {one.id: one.name for one in funders}
        old["funders"], new["funders"] = _spelled(funders) or None, _spelled(paying, named) or None
    columns = {name: table.written.get(_HEADINGS.get(name, name), name) for name in new}
    changed, emptied = differences(row.row, row.id, existing.title, old=old, new=new, columns=columns)
    plan.changed += changed
    plan.emptied += emptied
    plan.unchanged += not (changed or emptied)
    write = {name: value for name, value in values.items() if value != old[name] and (value is not None or clear)}
    pays = paying is not None and old["funders"] != new["funders"] and (bool(paying) or clear)
    if write or pays:
        plan.writes.append(ProjectWrite(row, write, paying if pays else None))


def _fitting(row: ProjectRow, plan: ProjectPlan) -> dict[str, Any]:
    """The values, cut where a column has no room for more; that is remarked on."""
    found = dict(row.values)
    for name, value in found.items():
        limit = getattr(getattr(Project, name).type, "length", None)
        if limit and isinstance(value, str) and len(value) > limit:
            plan.remarks.append(Fault(row.row, name, "cut", value[:60]))
            found[name] = value[:limit]
    return found


def _place(
    row: ProjectRow, existing: Project | None, *, codes: Mapping[str, tuple[str, str]], table: Table, plan: ProjectPlan
) -> dict[str, Any]:
    """The code of the project's place, if the file speaks of it. An unknown one changes nothing, and neither does a
    wider one than the existing."""
    if "place" not in table.written and "wider_place" not in table.written:
        return {}
    code = next((code for code in row.places if code in codes), None)
    before = existing.place_code if existing is not None else None
    column = "place" if "place" in table.written else "wider_place"
    if code is None and (row.places or existing is None):
        why = "no-place-code" if not row.places else "place-kept" if before else "place-not-found"
        value = " · ".join([*row.places, str(row.values.get("place_note") or "")]).strip(" ·")
        plan.remarks.append(Fault(row.row, column, why, value[:100]))
    if before and before in codes and code and code != row.place and codes[before][0].startswith(codes[code][0]):
        code = before
    return {"place_code": before if code is None and row.places else code}


def _keep_note(values: dict[str, Any], old: Mapping[str, object], table: Table) -> None:
    """Half of what a place's note is made of takes nothing from the whole."""
    whole = "locality" in table.written and "area" in table.written
    note = values.get("place_note")
    if not whole and note and note in str(old.get("place_note") or "").split(", "):
        values["place_note"] = old["place_note"]


def _spelled(funders: Sequence[Funder], known: Mapping[str, str] | None = None) -> str:
    """Who pays what, by the names that are `known` already."""
    ordered = sorted(funders, key=lambda one: one.id)
    named = [((known or {}).get(one.id, one.name), one.share) for one in ordered]
    return " ; ".join(name if share is None else f"{name} ({share:g} %)" for name, share in named)


def _summary(values: Mapping[str, Any], funders: Sequence[Funder]) -> str:
    parts = [
        values.get("place_code"),
        values.get("amount"),
        values.get("status"),
        ", ".join(one.name for one in funders),
    ]
    return " · ".join(str(one) for one in parts if one)


def load_projects(session: AnySession, plan: ProjectPlan) -> None:
    """Writes what was planned."""
    for write in plan.writes:
        key = write.row.id
        project = session.get(Project, (key, plan.programme))
        project = project or Project(id=key, programme_id=plan.programme, title=str(write.values["title"]))
        session.add(project)
        for name, value in write.values.items():
            setattr(project, name, value)
        session.flush()
        if write.funders is not None:
            store.drop_funders(session, plan.programme, key, keep=[funder.id for funder in write.funders])
            for funder in write.funders:
                _write_funder(session, plan.programme, write.row, funder)


def _write_funder(session: AnySession, programme: str, row: ProjectRow, funder: Funder) -> None:
    if session.get(Organisation, funder.id) is None:
        # IATI organisation type 72: private sector in the country of the aid.
        sector = row.organisation_sector[:80] or None
        session.add(Organisation(id=funder.id, name=funder.name, kind="72", sector=sector))
        session.flush()
    existing = session.get(ProjectFunder, (programme, row.id, funder.id))
    if existing is None:
        session.add(
            ProjectFunder(programme_id=programme, project_id=row.id, organisation_id=funder.id, share=funder.share)
        )
    else:
        existing.share = funder.share
    session.flush()
