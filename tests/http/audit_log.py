"""What tests ask of the audit log."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import text

from feedback_app.audit.store import EventFilter, StoredEvent, events
from feedback_app.base.db import db, reading, transaction
from feedback_app.base.http import EchoFlask

REFUSING = {
    "sqlite": ("audit_event_update", "audit_event_delete", "audit_event_insert"),
    "postgresql": ("audit_event_rows", "audit_event_truncate"),
}
"""The triggers by which each database refuses changes."""


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
        kind = db.engine.dialect.name
        saved: dict[str, str] = {}
        if kind == "sqlite":
            saved = {name: sql for name, sql in session.execute(text("select name, sql from sqlite_master where type = 'trigger'"))}
        for name in REFUSING[kind]:
            session.execute(text(f"drop trigger {name}" + (" on audit_event" if kind == "postgresql" else "")))
        for statement in statements:
            session.execute(text(statement))
        for sql in saved.values():
            session.execute(text(sql))
