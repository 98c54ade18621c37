"""The rules of instruments, worked out once in each process: a version of an instrument never changes."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from feedback_app.base.db import AnySession
from feedback_app.forms import store
from feedback_app.forms.engine.validation import Rules

_KNOWN: WeakKeyDictionary[Engine, dict[tuple[str, str, str], Rules]] = WeakKeyDictionary()


def rules(session: AnySession, programme_id: str, name: str, version: str) -> Rules | None:
    """What a version of an instrument asks of answers; None when there is no such version."""
    engine = session.connection().engine
    known = _KNOWN.setdefault(engine, {})
    found = known.get((programme_id, name, version))
    if found is None and (definition := store.definition(session, programme_id, name, version)) is not None:
        found = known[programme_id, name, version] = Rules(definition)
    return found
