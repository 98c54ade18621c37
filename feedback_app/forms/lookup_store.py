"""Look-ups of instruments for the packages after this one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.forms.tables import Instrument


def titles(session: AnySession, programme_id: str) -> dict[str, Mapping[str, str]]:
    """The title of each instrument by language, of its current version."""
    chosen = select(Instrument.name, Instrument.definition).where(Instrument.programme_id == programme_id)
    return {
        name: definition.get("title", {})
        for name, definition in session.execute(chosen.where(Instrument.current).order_by(Instrument.name))
    }


def definitions_of(
    session: AnySession, programme_id: str, versions: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The definitions of these (name, version), where they exist."""
    chosen = select(Instrument.name, Instrument.version, Instrument.definition).where(
        Instrument.programme_id == programme_id, Instrument.name.in_({name for name, _ in versions})
    )
    return {(n, v): definition for n, v, definition in session.execute(chosen) if (n, v) in versions}
