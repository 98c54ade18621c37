"""Look-ups of places, programmes and projects for the packages after this one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.register.tables import Place, Programme, Project


def place_path(session: AnySession, code: str) -> str | None:
    """The tree path of a place; None when there is no such place."""
    return session.execute(select(Place.path).where(Place.code == code)).scalar_one_or_none()


def place_paths(session: AnySession, codes: Collection[str]) -> dict[str, str]:
    """The tree path of each place code that exists."""
    return dict(session.execute(select(Place.code, Place.path).where(Place.code.in_(codes))).all())


def place_names(session: AnySession, codes: Collection[str]) -> dict[str, str]:
    """The plain names of these places, without those above them."""
    return dict(session.execute(select(Place.code, Place.name).where(Place.code.in_(codes))).all())


def place_labels(session: AnySession, codes: Collection[str]) -> dict[str, str]:
    """How these places are shown."""
    return dict(session.execute(select(Place.code, Place.label).where(Place.code.in_(codes))).all())


def place_labels_and_paths(session: AnySession, codes: Collection[str]) -> dict[str, tuple[str, str]]:
    """(label, path) of these places."""
    chosen = select(Place.code, Place.label, Place.path).where(Place.code.in_(codes))
    return {code: (label, path) for code, label, path in session.execute(chosen)}


def has_project(session: AnySession, programme_id: str, project_id: str) -> bool:
    """Whether the programme's register has this project."""
    return session.get(Project, (project_id, programme_id)) is not None


def programme_by_id(session: AnySession, programme_id: str) -> Programme | None:
    """A programme; None when there is none of this id."""
    return session.get(Programme, programme_id)


def programme_ids(session: AnySession) -> Sequence[str]:
    """The id of every programme."""
    return session.scalars(select(Programme.id)).all()
