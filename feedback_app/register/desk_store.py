"""Look-ups of places, projects and programmes that the desk's pages show beside records."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select

from feedback_app.base.db import AnySession
from feedback_app.base.folding import fold
from feedback_app.register.store import is_place_under
from feedback_app.register.tables import Place, Programme, Project


@dataclass(frozen=True, slots=True)
class Located:
    """A place whose point may be known."""

    code: str
    name: str
    level: str
    lat: float | None
    lng: float | None


def located_places(session: AnySession, codes: Collection[str]) -> dict[str, Located]:
    """Those of these places that exist, and where they lie."""
    chosen = select(Place.code, Place.name, Place.level, Place.lat, Place.lng).where(Place.code.in_(codes))
    return {one.code: one for one in (Located(*row) for row in session.execute(chosen))}


def programme_path(session: AnySession, programme_id: str) -> str | None:
    """The tree path of a programme's own place."""
    chosen = select(Place.path).join(Programme, Programme.place_code == Place.code)
    return session.execute(chosen.where(Programme.id == programme_id)).scalar_one_or_none()


def places_below(session: AnySession, code: str) -> list[tuple[str, str]]:
    """(code, name) of the places one step below a place, in the order of their names."""
    chosen = select(Place.code, Place.name).where(Place.parent_code == code).order_by(Place.search)
    return [(one, name) for one, name in session.execute(chosen)]


def places_at_levels(session: AnySession, path: str, levels: Collection[str], *, limit: int) -> list[tuple[str, str]]:
    """(code, label) of the places of these levels on a path, the coarsest first."""
    mine = is_place_under([path]), Place.level.in_(levels)
    chosen = select(Place.code, Place.label).where(*mine).order_by(func.length(Place.path), Place.search).limit(limit)
    return [(code, label) for code, label in session.execute(chosen)]


def places_called(session: AnySession, text: str, paths: Sequence[str], *, limit: int) -> list[tuple[str, str]]:
    """(code, label) of the places below these paths that a person means by this text: the one of this code, else those
    of this name or label."""
    called = Place.search == fold(text.split(",")[0])
    chosen = select(Place.code, Place.label).where(is_place_under(paths))
    found = session.execute(chosen.where(Place.code == text)).all()
    found = found or session.execute(chosen.where(called).order_by(Place.code).limit(limit)).all()
    exact = [one for one in found if fold(one[1]) == fold(text)]
    return [(code, label) for code, label in exact or found]


def programme_titles(session: AnySession, ids: Collection[str]) -> dict[str, Mapping[str, str]]:
    """What these programmes are called, by language, in the order of their ids."""
    chosen = select(Programme.id, Programme.name).where(Programme.id.in_(ids)).order_by(Programme.id)
    return dict(session.execute(chosen).all())


def project_titles(session: AnySession, programme_id: str, ids: Collection[str]) -> dict[str, str]:
    """The titles of these projects."""
    chosen = select(Project.id, Project.title).where(Project.programme_id == programme_id, Project.id.in_(ids))
    return dict(session.execute(chosen).all())


def project_titles_where(
    session: AnySession, programme_id: str, condition: Callable[[SQLColumnExpression[str]], ColumnElement[bool]]
) -> dict[str, str]:
    """The titles of the programme's projects for which a condition on their id holds, in the order of the titles."""
    mine = Project.programme_id == programme_id, condition(Project.id)
    chosen = select(Project.id, Project.title).where(*mine).order_by(Project.title)
    return dict(session.execute(chosen).all())
