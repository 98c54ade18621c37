"""How instruments come into a programme. Nothing here commits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from feedback_app.audit.log import as_code, note_event
from feedback_app.base.db import AnySession
from feedback_app.forms import store
from feedback_app.forms.shipped import shipped_instruments
from feedback_app.forms.tables import Instrument
from feedback_app.forms.xlsform.compiler import compile_markdown


def install_instruments(session: AnySession, programme_id: str, now: dt.datetime) -> list[str]:
    """Gives a programme the shipped instruments in versions it has not yet; returns `name version` of each new."""
    return [
        made
        for name, source in shipped_instruments()
        if (made := install_instrument(session, programme_id, name=name, source=source, now=now))
    ]


def install_instrument(
    session: AnySession,
    programme_id: str,
    *,
    name: str,
    source: str,
    now: dt.datetime,
    compile: Callable[[str, str], Mapping[str, Any]] = compile_markdown,
) -> str | None:
    """Adds a version of an instrument and makes it current; None when that version is there already.

    Raises `XlsformError` (see `forms.xlsform.compiler`) when the source cannot be an instrument.
    """
    definition = dict(compile(source, name))
    version = str(definition["version"])
    if store.definition(session, programme_id, name, version) is not None:
        return None
    store.retire(session, programme_id, name)
    session.add(
        Instrument(
            programme_id=programme_id, name=name, version=version, definition=definition, source=source,
            current=True, created_at=now,
        )
    )  # fmt: skip
    note_event(
        session, "instrument_published", about=("instrument", as_code(f"{name}/{version}")), programme=programme_id
    )
    session.flush()
    return f"{name} {version}"
