"""Look-ups of places, programmes and projects for the packages after this one.

What is asked for many rows at once is a value by its code, or a clause that their own statements take in: however many
rows, the number of statements stays the same.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, ScalarSelect, SQLColumnExpression, and_, exists, func, or_, select

from feedback_app.base.db import AnySession
from feedback_app.register.store import is_place_under
from feedback_app.register.tables import Place, Programme, Project


class ProgrammeInfo(Protocol):
    """What other packages may read of a programme."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> dict[str, Any]: ...
    @property
    def languages(self) -> list[str]: ...
    @property
    def place_code(self) -> str: ...
    @property
    def consent(self) -> dict[str, Any]: ...
    @property
    def public_key(self) -> str | None: ...
    @property
    def settings(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class PlaceName:
    """What a place is called, and where it is in the tree."""

    code: str
    name: str
    label: str
    path: str


def place_path(session: AnySession, code: str) -> str | None:
    """The tree path of a place; None when there is no such place."""
    return session.execute(select(Place.path).where(Place.code == code)).scalar_one_or_none()


def places_by_code(session: AnySession, codes: Collection[str]) -> dict[str, PlaceName]:
    """Those of these places that exist."""
    chosen = select(Place.code, Place.name, Place.label, Place.path).where(Place.code.in_(codes))
    return {row.code: PlaceName(*row) for row in session.execute(chosen)}


@dataclass(frozen=True, slots=True)
class PlacePoint:
    """A place as it is shown on a map; `latitude` and `longitude` in degrees, None where unknown."""

    code: str
    name: str
    label: str
    level: str
    latitude: float | None
    longitude: float | None


def place_points(session: AnySession, codes: Collection[str]) -> dict[str, PlacePoint]:
    """Those of these places that exist."""
    chosen = select(Place.code, Place.name, Place.label, Place.level, Place.lat, Place.lng).where(Place.code.in_(codes))
    return {row.code: PlacePoint(*row) for row in session.execute(chosen)}


@dataclass(frozen=True, slots=True)
class PlaceSize:
    """How many people a place has, with where it is in the tree."""

    code: str
    level: str
    path: str
    population: int | None


def place_sizes(session: AnySession, codes: Collection[str]) -> dict[str, PlaceSize]:
    """Those of these places that exist."""
    chosen = select(Place.code, Place.level, Place.path, Place.population).where(Place.code.in_(codes))
    return {row.code: PlaceSize(*row) for row in session.execute(chosen)}


def place_children(session: AnySession, code: str) -> list[PlacePoint]:
    """The places right under this one, by name."""
    chosen = select(Place.code, Place.name, Place.label, Place.level, Place.lat, Place.lng)
    under = chosen.where(Place.parent_code == code).order_by(Place.name, Place.code)
    return [PlacePoint(*row) for row in session.execute(under)]


def places_to_compare(session: AnySession, homes: Collection[str], level: str) -> list[str]:
    """The codes of the places of a level under these paths, and of those right under the last places of the paths."""
    ends = [path.strip("/").rpartition("/")[2] for path in homes]
    inside = or_(Place.parent_code.in_(ends), and_(Place.level == level, is_place_under(sorted(homes))))
    return list(session.scalars(select(Place.code).where(inside)))


def places_named(session: AnySession, paths: Sequence[str], words: str, *, limit: int) -> list[PlacePoint]:
    """Places on one of these paths or below one, whose folded name holds `words` (folded too), the widest first."""
    chosen = select(Place.code, Place.name, Place.label, Place.level, Place.lat, Place.lng)
    named = chosen.where(is_place_under(paths), Place.search.contains(words, autoescape=True))
    found = session.execute(named.order_by(func.length(Place.path), Place.name, Place.code).limit(limit))
    return [PlacePoint(*row) for row in found]


def sizes_at_level(session: AnySession, path: str, level: str, *, limit: int) -> list[tuple[str, str, int | None]]:
    """(code, label, population) of the places of a level on a path, by name."""
    mine = Place.path.startswith(path, autoescape=True), Place.level == level
    chosen = select(Place.code, Place.label, Place.population).where(*mine).order_by(Place.search, Place.code)
    return [(code, label, population) for code, label, population in session.execute(chosen.limit(limit))]


def place_by_code(session: AnySession, code: str) -> PlaceName:
    """A place that exists. KeyError for any other."""
    return places_by_code(session, [code])[code]


def place_paths(session: AnySession, codes: Collection[str]) -> dict[str, str]:
    """The tree path of each place code that exists."""
    return {code: place.path for code, place in places_by_code(session, codes).items()}


def place_names(session: AnySession, codes: Collection[str]) -> dict[str, str]:
    """The plain names of these places, without those above them."""
    return {code: place.name for code, place in places_by_code(session, codes).items()}


def place_labels(session: AnySession, codes: Collection[str]) -> dict[str, str]:
    """How these places are shown."""
    return {code: place.label for code, place in places_by_code(session, codes).items()}


def place_labels_and_paths(session: AnySession, codes: Collection[str]) -> dict[str, tuple[str, str]]:
    """(label, path) of these places."""
    return {code: (place.label, place.path) for code, place in places_by_code(session, codes).items()}


def path_of(code: SQLColumnExpression[Any]) -> ScalarSelect[str]:
    """In a statement on other rows: the tree path of the place whose code this column has."""
    return select(Place.path).where(Place.code == code).correlate_except(Place).scalar_subquery()


def label_of(code: SQLColumnExpression[Any]) -> ScalarSelect[str]:
    """In a statement on other rows: how the place is shown whose code this column has."""
    return select(Place.label).where(Place.code == code).correlate_except(Place).scalar_subquery()


def is_below(code: SQLColumnExpression[Any], paths: Sequence[str]) -> ColumnElement[bool]:
    """In a statement on other rows: whether the place whose code this column has is on one of these paths."""
    return exists().where(Place.code == code, is_place_under(paths)).correlate_except(Place)


def has_project(session: AnySession, programme_id: str, project_id: str) -> bool:
    """Whether the programme's register has this project."""
    return session.get(Project, (project_id, programme_id)) is not None


def programme_by_id(session: AnySession, programme_id: str) -> ProgrammeInfo | None:
    """A programme; None when there is none of this id."""
    return session.get(Programme, programme_id)


def programme_now(session: AnySession, programme_id: str) -> ProgrammeInfo | None:
    """A programme as the database has it now, whatever was read of it before in this transaction."""
    return session.get(Programme, programme_id, populate_existing=True)


def existing_programme(session: AnySession, programme_id: str) -> ProgrammeInfo:
    """A programme that is there."""
    return session.get_one(Programme, programme_id)


def programmes(session: AnySession) -> Sequence[ProgrammeInfo]:
    """Every programme, by id."""
    return session.scalars(select(Programme).order_by(Programme.id)).all()


def programme_ids(session: AnySession) -> Sequence[str]:
    """The id of every programme."""
    return session.scalars(select(Programme.id)).all()


def projects_for_phones(session: AnySession, programme_id: str) -> Sequence[tuple[Project, str | None]]:
    """(project, path of its place) of each project of a programme; None where its place is not known."""
    chosen = select(Project, path_of(Project.place_code)).where(Project.programme_id == programme_id)
    return [(project, path) for project, path in session.execute(chosen)]
