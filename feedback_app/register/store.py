"""Every select on places, programmes and projects."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, delete, false, func, insert, or_, select, text, update

from feedback_app.base.db import AnySession, Json
from feedback_app.register.places import PlaceRow
from feedback_app.register.projects import Funder
from feedback_app.register.tables import (
    Organisation,
    Place,
    PlaceOwner,
    PlaceShape,
    Programme,
    ProgrammeKey,
    Project,
    ProjectFunder,
)


def place_trunk(session: AnySession) -> dict[str, tuple[str, str]]:
    """{code: (path, name)} of every place."""
    return {code: (path, name) for code, path, name in session.execute(select(Place.code, Place.path, Place.name))}


_PLACE_ROW = select(
    Place.code, Place.parent_code, Place.level, Place.name, Place.lat, Place.lng, Place.population, Place.path,
    Place.label,
)  # fmt: skip


def all_places(session: AnySession) -> list[PlaceRow]:
    """Every place, as a file would say it (row 0)."""
    return [PlaceRow(0, *row) for row in session.execute(_PLACE_ROW)]


def place_subtree(session: AnySession, path: str) -> list[PlaceRow]:
    """The place of this path and all below it (row 0), parents first."""
    chosen = _PLACE_ROW.where(is_place_under([path])).order_by(Place.path)
    return [PlaceRow(0, *row) for row in session.execute(chosen)]


def insert_places(session: AnySession, rows: Sequence[Mapping[str, Any]]) -> None:
    """New places; parents come first."""
    if rows:
        session.execute(insert(Place.__table__), [dict(row) for row in rows])  # type: ignore[arg-type]


def insert_owners(session: AnySession, programme: str, codes: Sequence[str]) -> None:
    """Notes which programme added these places."""
    if codes:
        session.execute(insert(PlaceOwner), [{"code": code, "programme_id": programme} for code in codes])


def owned_places(session: AnySession, programme: str) -> frozenset[str]:
    """The codes of the places that a programme added."""
    return frozenset(session.scalars(select(PlaceOwner.code).where(PlaceOwner.programme_id == programme)))


def update_places(session: AnySession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Gives places, by code, these values."""
    _update(session, Place.__table__, rows)  # type: ignore[arg-type]


def write_labels(session: AnySession, labels: Mapping[str, str]) -> None:
    """Gives each place its label, where it has another."""
    if not labels:
        return
    rows = session.execute(select(Place.code, Place.label))
    _update(session, Place.__table__, [  # type: ignore[arg-type]
        {"code": code, "label": labels[code]} for code, label in rows if labels.get(code, label) != label
    ])  # fmt: skip
    for place in [one for one in session if isinstance(one, Place)]:
        session.expire(place)


def shapes_of(session: AnySession, codes: Sequence[str] | None) -> dict[str, Json]:
    """The stored outlines of these places; None means all."""
    chosen = select(PlaceShape.code, PlaceShape.geometry)
    parts = [None] if codes is None else [codes[at : at + 500] for at in range(0, len(codes), 500)]
    found: dict[str, Json] = {}
    for part in parts:
        rows = session.execute(chosen if part is None else chosen.where(PlaceShape.code.in_(part)))
        found.update((code, geometry) for code, geometry in rows)
    return found


def lock_register(session: AnySession) -> None:
    """Lets nobody else change places and projects until this transaction ends: what was looked at is what is written.

    SQLite's writers take turns anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            text("lock table place, place_owner, place_shape, project, project_funder in share row exclusive mode")
        )


def projects_of(session: AnySession, programme: str) -> dict[str, Project]:
    """Every project of a programme, by its id."""
    return {one.id: one for one in session.scalars(select(Project).where(Project.programme_id == programme))}


def funders_of(session: AnySession, programme: str) -> dict[str, list[Funder]]:
    """Who pays for each project of a programme, by name."""
    chosen = select(ProjectFunder.project_id, Organisation.id, Organisation.name, ProjectFunder.share).join(
        Organisation, Organisation.id == ProjectFunder.organisation_id
    )
    found: dict[str, list[Funder]] = {}
    mine = chosen.where(ProjectFunder.programme_id == programme).order_by(Organisation.name)
    for project, key, name, share in session.execute(mine):
        found.setdefault(project, []).append(Funder(key, name, share))
    return found


def drop_funders(session: AnySession, programme: str, project: str, *, keep: Collection[str]) -> None:
    """Takes away who no longer pays for a project."""
    mine = (ProjectFunder.programme_id == programme, ProjectFunder.project_id == project)
    session.execute(delete(ProjectFunder).where(*mine, ProjectFunder.organisation_id.not_in(keep)))


def write_shapes(session: AnySession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts or replaces outlines, by code."""
    existing = set(session.scalars(select(PlaceShape.code)))
    fresh = [dict(row) for row in rows if row["code"] not in existing]
    if fresh:
        session.execute(insert(PlaceShape.__table__), fresh)  # type: ignore[arg-type]
    _update(session, PlaceShape.__table__, [row for row in rows if row["code"] in existing])  # type: ignore[arg-type]


def _update(session: AnySession, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    values = {name: bindparam(f"_{name}", type_=table.c[name].type) for name in rows[0] if name != "code"}
    parameters = [{f"_{name}": value for name, value in row.items()} for row in rows]
    session.connection().execute(update(table).where(table.c.code == bindparam("_code")).values(values), parameters)


def programmes(session: AnySession) -> Sequence[Programme]:
    """Every programme, oldest first."""
    return session.scalars(select(Programme).order_by(Programme.created_at, Programme.id)).all()


def programmes_without_key(session: AnySession) -> Sequence[Programme]:
    """Those that have no key pair yet."""
    keyed = select(ProgrammeKey.programme_id)
    lacking = or_(Programme.public_key.is_(None), Programme.id.not_in(keyed))
    return session.scalars(select(Programme).where(lacking)).all()


def programme_keys(session: AnySession) -> Sequence[ProgrammeKey]:
    """Every private key that is not deleted, the newest of each programme first."""
    stored = select(ProgrammeKey).where(ProgrammeKey.deleted_at.is_(None))
    return session.scalars(stored.order_by(ProgrammeKey.programme_id, ProgrammeKey.number.desc())).all()


def current_key(session: AnySession, programme_id: str) -> ProgrammeKey:
    """The newest key of a programme, locked for this transaction. NoResultFound where there is none."""
    own = select(ProgrammeKey).where(ProgrammeKey.programme_id == programme_id)
    return session.scalars(own.order_by(ProgrammeKey.number.desc()).limit(1).with_for_update()).one()


def naming(session: AnySession, programme_id: str) -> bytes | None:
    """The keys of a programme's names of rows; None for one without a key."""
    own = select(ProgrammeKey.naming).where(ProgrammeKey.programme_id == programme_id)
    return session.scalars(own.order_by(ProgrammeKey.number).limit(1)).first()


def is_place_under(paths: Sequence[str]) -> ColumnElement[bool]:
    """A place that is one of these paths, or lies below one."""
    return or_(false(), *(func.substr(Place.path, 1, len(path)) == path for path in paths))


def find_places(session: AnySession, paths: Sequence[str], *, words: str, limit: int = 50) -> Sequence[Place]:
    """Places in this area whose folded name holds `words` (folded too); without words its widest."""
    chosen = select(Place).where(is_place_under(paths))
    if words:
        chosen = chosen.where(Place.search.contains(words, autoescape=True))
    return session.scalars(chosen.order_by(func.length(Place.path), Place.name).limit(limit)).all()
