"""Every select on instruments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from feedback_app.base.db import AnySession
from feedback_app.capture.system import SYSTEM
from feedback_app.capture.tables import Instrument
from feedback_app.enrol.tables import Place, Project


def definition(session: AnySession, programme_id: str, name: str, version: str) -> Mapping[str, Any] | None:
    """The definition of one version of an instrument; None when there is no such version."""
    if name in SYSTEM:
        return SYSTEM[name] if version == SYSTEM[name]["version"] else None
    chosen = select(Instrument.definition).where(
        Instrument.programme_id == programme_id, Instrument.name == name, Instrument.version == version
    )
    return session.execute(chosen).scalar_one_or_none()


def instruments(session: AnySession, programme_id: str) -> list[Instrument]:
    """The current version of each instrument, by name."""
    chosen = select(Instrument).where(Instrument.programme_id == programme_id, Instrument.current)
    return list(session.scalars(chosen.order_by(Instrument.name)))


def retire(session: AnySession, programme_id: str, name: str) -> None:
    """Makes no version of this instrument current."""
    chosen = update(Instrument).where(Instrument.programme_id == programme_id, Instrument.name == name)
    session.execute(chosen.values(current=False))


def place_path(session: AnySession, code: str) -> str | None:
    """The tree path of a place; None when there is no such place."""
    return session.execute(select(Place.path).where(Place.code == code)).scalar_one_or_none()


def has_project(session: AnySession, programme_id: str, project_id: str) -> bool:
    """Whether the programme's register has this project."""
    return session.get(Project, (project_id, programme_id)) is not None
