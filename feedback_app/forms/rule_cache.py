"""The rules of instruments, worked out once in each process: a version of an instrument never changes."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from feedback_app.base.db import AnySession, connection_of
from feedback_app.forms import store
from feedback_app.forms.engine.meaning import FormMeaning
from feedback_app.forms.engine.validation import Rules

_KNOWN: WeakKeyDictionary[Engine, dict[tuple[str, str, str], Rules]] = WeakKeyDictionary()


def rules(session: AnySession, programme_id: str, name: str, version: str) -> Rules | None:
    """What a version of an instrument asks of answers; None when there is no such version."""
    engine = connection_of(session).engine
    known = _KNOWN.setdefault(engine, {})
    found = known.get((programme_id, name, version))
    if found is None and (definition := store.definition(session, programme_id, name, version)) is not None:
        found = known[programme_id, name, version] = Rules(definition)
    return found


NO_FORM = FormMeaning({"questions": []})
"""Of a form that is not there: no question means anything."""


def meaning(session: AnySession, programme_id: str, name: str | None, version: str | None) -> FormMeaning:
    """What the questions of a version of an instrument mean."""
    found = rules(session, programme_id, str(name), str(version))
    return found.meaning if found else NO_FORM


def current_forms(session: AnySession, programme_id: str) -> list[FormMeaning]:
    """The forms of a programme as phones have them now, by name."""
    return [meaning(session, programme_id, *one) for one in store.current_versions(session, programme_id)]


def forms_of_needs(session: AnySession, programme_id: str) -> list[FormMeaning]:
    """The current forms of a programme whose records are needs, by name."""
    return [form for form in current_forms(session, programme_id) if form.is_need]
