"""What tests ask of the audit log."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import text

from feedback_app.audit.store import EventFilter, StoredEvent, events
from feedback_app.base.db import db, reading, transaction
from feedback_app.base.http import EchoFlask


def noted(app: EchoFlask, event: str | None = None) -> list[StoredEvent]:
    """The events, or those of one kind, the oldest first."""
    with app.app_context(), reading() as session:
        return events(session, EventFilter(event=event), limit=10_000)[::-1]


def names(app: EchoFlask) -> list[str]:
    """Which events there are, the oldest first."""
    return [one.event for one in noted(app)]


def details(event: StoredEvent) -> dict[str, Any]:
    """What else an event says."""
    found: dict[str, Any] = json.loads(event.details)
    return found


def tamper(app: EchoFlask, *statements: str) -> None:
    """What somebody does who owns the database: takes the triggers away, changes rows, puts them back."""
    with app.app_context(), transaction() as session:
        if db.engine.dialect.name == "sqlite":
            made = session.execute(text("select name, sql from sqlite_master where type = 'trigger'")).all()
            off, on = [f"drop trigger {name}" for name, _ in made], [sql for _, sql in made]
        else:
            off, on = ([f"alter table audit_event {verb} trigger user"] for verb in ("disable", "enable"))
        for statement in (*off, *statements, *on):
            session.execute(text(statement))


def begin_anew(app: EchoFlask) -> None:
    """Empties the log of what making the pilot noted."""
    tamper(app, "delete from audit_event", "delete from audit_mark")
