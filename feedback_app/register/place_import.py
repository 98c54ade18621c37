"""Loading a file of places: what would change, and the change. Nothing here commits."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from feedback_app.base.db import AnySession
from feedback_app.base.faults import Fault, Unusable
from feedback_app.base.geo import middle
from feedback_app.base.table_child import read_table_apart
from feedback_app.register import store
from feedback_app.register.place_files import (
    PlaceFile,
    Shape,
    complete_rows,
    is_geojson,
    mistyped_codes,
    read_table_of_places,
)
from feedback_app.register.place_geojson import read_geojson
from feedback_app.register.place_points import Located, PlaceContext, PointFindings, check_points
from feedback_app.register.place_rights import PlaceRights, refused_rows
from feedback_app.register.places import PlaceRow, fold, paths_and_labels
from feedback_app.register.preview import Change, Preview, differences

_OPTIONAL = ("lat", "lng", "population")


@dataclass(frozen=True, slots=True)
class PlacePlan:
    """What is shown, and what would be written."""

    preview: Preview
    new: Sequence[PlaceRow]
    changed: Sequence[PlaceRow]
    labels: Mapping[str, str]
    shapes: Sequence[Shape]
    owner: str | None = None
    """The programme that adds the new ones; None where they become the country's."""


def read_places(data: bytes, filename: str = "", *, page: str = "") -> PlaceFile:
    """What a file says of places, whatever kind it is. Raises `Unusable`."""
    if is_geojson(data, filename):
        return read_geojson(data)
    return read_table_of_places(data, page=page, read=read_table_apart)


def plan_places(
    session: AnySession, file: PlaceFile, *, clear: bool = False, rights: PlaceRights | None = None
) -> PlacePlan:
    """What loading a file would change: only what it speaks of. Raises `Unusable` with row-precise faults.

    An empty cell leaves the value as it is, and says so; with `clear` it empties it. Whoever is called after a place
    that has a new name is relabelled. `rights`: of whoever may not change the whole tree.
    """
    existing = {row.code: row for row in store.all_places(session)}
    grown, new_labels = _grown(file, existing)
    merged = [_merged(row, existing.get(row.code), clear=clear) for row in grown]
    new = [row for row in merged if row.code not in existing]
    changed = [row for row in merged if row.code in existing and _differs(row, existing[row.code])]
    shapes = _shapes(session, file, existing, {row.code for row in new})
    if rights is not None:
        outlines = {one.code: one.row for one in shapes}
        if refused := refused_rows([*new, *changed], outlines, existing, rights=rights):
            raise Unusable(file.named(refused))
    points = _point_findings(session, [*new, *changed], shapes=shapes, existing=existing)
    if points.faults:
        raise Unusable(file.named(points.faults))
    shown = _preview(file, grown, existing=existing, shapes=shapes, points=points)
    renamed = new or any(row.name != existing[row.code].name for row in changed)
    owner = rights.programme if rights else None
    return PlacePlan(shown, new, changed, new_labels if renamed else {}, shapes, owner)


def load_places(session: AnySession, plan: PlacePlan) -> None:
    """Writes what was planned."""
    store.insert_places(session, [_columns(row) for row in plan.new])
    if plan.owner is not None:
        store.insert_owners(session, plan.owner, [row.code for row in plan.new])
    store.update_places(session, [_columns(row) for row in plan.changed])
    store.write_labels(session, plan.labels)
    store.write_shapes(session, [{"code": shape.code, "geometry": dict(shape.geometry)} for shape in plan.shapes])


def _grown(file: PlaceFile, existing: Mapping[str, PlaceRow]) -> tuple[list[PlaceRow], Mapping[str, str]]:
    """The rows in the tree, parents first, and the labels of all places then.

    Raises `Unusable` for what does not hold together.
    """
    rows = complete_rows(file, existing)
    if alike := mistyped_codes(rows, existing):
        raise Unusable(file.named(alike))
    try:
        grown, new_labels = paths_and_labels(
            rows, {c: one.path for c, one in existing.items()}, {c: one.name for c, one in existing.items()}
        )
    except Unusable as unusable:
        raise Unusable(file.named(unusable.faults)) from None
    moved = [row for row in grown if row.code in existing and existing[row.code].path != row.path]
    if moved:
        # A place under another parent takes its whole subtree along; records already name the old path.
        moved.sort(key=lambda row: row.row)
        raise Unusable(file.named([Fault(row.row, "parent", "place-would-move", row.code) for row in moved]))
    return grown, new_labels


def _merged(row: PlaceRow, existing: PlaceRow | None, *, clear: bool) -> PlaceRow:
    """The row as it would be written: unless it is wanted, an empty cell empties nothing."""
    if existing is None or clear:
        return row
    return replace(row, **{name: getattr(existing, name) for name in _OPTIONAL if getattr(row, name) is None})


def _values(row: PlaceRow) -> dict[str, object]:
    return {"level": row.level, "name": row.name, **{name: getattr(row, name) for name in _OPTIONAL}}


def _differs(row: PlaceRow, existing: PlaceRow) -> bool:
    return _values(row) != _values(existing)


def _columns(row: PlaceRow) -> dict[str, Any]:
    return {
        "code": row.code, "parent_code": row.parent, "level": row.level, "name": row.name, "path": row.path,
        "label": row.label, "search": row.search, "lat": row.lat, "lng": row.lng, "population": row.population,
    }  # fmt: skip


def _shapes(session: AnySession, file: PlaceFile, existing: Mapping[str, PlaceRow], new: set[str]) -> list[Shape]:
    """The outlines that are new or changed. Raises `Unusable` for those of unknown places."""
    unknown = [one for one in file.shapes if one.code not in existing and one.code not in new]
    if unknown:
        raise Unusable(file.named([Fault(one.row, "code", "unknown-place", one.code) for one in unknown]))
    known = store.shapes_of(session, [one.code for one in file.shapes])
    return [one for one in file.shapes if known.get(one.code) != dict(one.geometry)]


def _point_findings(
    session: AnySession, rows: Sequence[PlaceRow], *, shapes: Sequence[Shape], existing: Mapping[str, PlaceRow]
) -> PointFindings:
    """The findings about the points and outlines that are new or were moved."""
    paths = {code: one.path for code, one in existing.items()} | {row.code: row.path for row in rows}
    names = {code: one.name for code, one in existing.items()} | {row.code: row.name for row in rows}
    points = {row.code: (row.lat, row.lng) for row in [*existing.values(), *rows] if row.lat is not None}
    moved = [
        Located(row.row, row.code, row.path, (row.lat, row.lng))
        for row in rows
        if row.lat is not None and row.lng is not None and not _is_there(row, existing.get(row.code))
    ]
    outlines = [
        Located(one.row, one.code, paths[one.code], at, is_outline=True)
        for one in shapes
        if (at := middle(one.geometry))
    ]
    if not moved and not outlines:
        return PointFindings()
    known_shapes = store.shapes_of(session, None)
    settled = {existing[code].path.strip("/").split("/")[0] for code in known_shapes}
    settled |= {one.path.strip("/").split("/")[0] for one in existing.values() if one.lat is not None}
    known = PlaceContext(
        {code: at for code, at in points.items() if at[1] is not None},  # type: ignore[misc]
        names,
        known_shapes | {one.code: one.geometry for one in shapes},
        paths,
        frozenset(settled),
    )
    return check_points([*moved, *outlines], known)


def _is_there(row: PlaceRow, existing: PlaceRow | None) -> bool:
    return existing is not None and (existing.lat, existing.lng) == (row.lat, row.lng)


def _preview(
    file: PlaceFile,
    grown: Sequence[PlaceRow],
    *,
    existing: Mapping[str, PlaceRow],
    shapes: Sequence[Shape],
    points: PointFindings,
) -> Preview:
    rows = sorted(grown, key=lambda row: row.row)
    new, changed, emptied = [], [], []
    for row in rows:
        if row.code not in existing:
            new.append(Change(row.row, row.code, row.label, new=_summary(row)))
            continue
        more, less = differences(
            row.row, row.code, row.name, old=_values(existing[row.code]), new=_values(row), columns=file.columns
        )
        changed += more
        emptied += less
    touched = {one.key for one in [*changed, *emptied]}
    content = orjson.dumps([[one.code, one.geometry] for one in shapes]) if shapes else b""
    remarks = [*file.remarks, *file.named([*_rootless(rows, existing), *_twins(rows, existing), *points.remarks])]
    return Preview(
        new=tuple(new),
        changed=tuple(changed),
        emptied=tuple(emptied),
        unchanged=len(rows) - len(new) - len(touched),
        shapes=len(shapes),
        doubts=(*file.origin.doubts(), *file.named(points.doubts)),
        remarks=tuple(remarks),
        columns=file.columns,
        origin=file.origin,
        digest=hashlib.sha256(content).hexdigest(),
    )


def _summary(row: PlaceRow) -> str:
    point = "" if row.lat is None else f"{row.lat:g}; {row.lng:g}"
    return " · ".join(part for part in (row.level, point, str(row.population or "")) if part)


def _rootless(rows: Sequence[PlaceRow], existing: Mapping[str, PlaceRow]) -> list[Fault]:
    """New places without a parent that do not say that they are a country."""
    return [
        Fault(row.row, "parent", "no-parent", f"{row.code} · {row.name}"[:100])
        for row in rows
        if row.parent is None and row.code not in existing and fold(row.level) not in {"country", "pays"}
    ]


def _twins(rows: Sequence[PlaceRow], existing: Mapping[str, PlaceRow]) -> list[Fault]:
    """Places that are new or renamed and have the name of another one under the same parent."""
    named: dict[tuple[str | None, str], list[str]] = {}
    later = {row.code: row for row in rows}
    for one in [*existing.values(), *(row for row in rows if row.code not in existing)]:
        now = later.get(one.code, one)
        named.setdefault((now.parent, fold(now.name)), []).append(one.code)
    return [
        Fault(row.row, "name", "same-name", f"{row.name} · {' · '.join(namesakes)}"[:200])
        for row in rows
        if len(namesakes := named[row.parent, fold(row.name)]) > 1
        and (row.code not in existing or existing[row.code].name != row.name)
    ]
