"""When a backup is due, and the alarm that coordinators see when there is none. A moment in the future does not count:
it was noted by a clock that was ahead."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from feedback_app.base.clock import SKEW
from feedback_app.base.db import AnySession
from feedback_app.enrol.clock_marks import was_ahead
from feedback_app.safe import store
from feedback_app.safe.tables import Backup
from feedback_app.settings import Settings

RETRY = dt.timedelta(minutes=15)
LATE = 2
"""How many intervals without a backup until the desk is alarmed."""


def is_due(session: AnySession, settings: Settings, now: dt.datetime) -> bool:
    """Whether the schedule asks for a backup now."""
    if settings.backup is None:
        return False
    done, failed = store.last_backup(session, ok=True), store.last_backup(session, ok=False)
    if failed and (done is None or failed.n > done.n) and now - RETRY < failed.started_at <= now + SKEW:
        return False
    return done is None or _is_ahead(done, now) or done.started_at <= now - dt.timedelta(seconds=settings.backup_every)


def _is_ahead(run: Backup, now: dt.datetime) -> bool:
    return run.started_at > now + SKEW


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is wrong: `failed`, `late`, `none` or `lacking` of backups, `clock` of the clock; since when, and the
    error."""

    kind: str
    since: dt.datetime | None
    problem: str | None = None


def alarm(session: AnySession, settings: Settings, now: dt.datetime) -> Alarm | None:
    """The alarm that coordinators must see; None when all is well, or when there is no schedule."""
    done, failed = store.last_backup(session, ok=True), store.last_backup(session, ok=False)
    if was_ahead(session, now) or (settings.backup and done and _is_ahead(done, now)):
        return Alarm("clock", now)
    if settings.backup is None:
        return None
    if failed and failed.ok is False and (done is None or failed.n > done.n):
        return Alarm("failed", failed.started_at, failed.problem)
    if done is None:
        return Alarm("none", None)
    if done.started_at < now - LATE * dt.timedelta(seconds=settings.backup_every):
        return Alarm("late", done.started_at)
    return Alarm("lacking", done.started_at, str(done.lacking)) if done.lacking else None
