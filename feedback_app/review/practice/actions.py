"""Attempts at the practice set are saved, and nothing else: no case, no count, and in the log only that one was
finished."""

from __future__ import annotations

import datetime as dt
import uuid

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession, insert_if_absent
from feedback_app.review import practice_store as store
from feedback_app.review.case import Action, Refusal, refusal
from feedback_app.review.practice.marking import FULL, POINTS, mark
from feedback_app.review.practice.records import PracticeRecord, PracticeSet, offered
from feedback_app.review.reasons import codes
from feedback_app.review.tables import PracticeAttempt, PracticeChoice


def begin(
    session: AnySession, practice: PracticeSet, programme_id: str, *, person: uuid.UUID, now: dt.datetime
) -> PracticeAttempt:
    """Somebody's attempt that is not finished, else a new one."""
    for one in store.attempts_of(session, programme_id, person):
        if one.finished_at is None and one.edition == practice.edition:
            return one
    made = PracticeAttempt(
        programme_id=programme_id, person_id=person, edition=practice.edition, begun_at=now,
        most=FULL * len(practice.records),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def choose(
    session: AnySession, practice: PracticeSet, attempt: PracticeAttempt, record: PracticeRecord,
    action: Action | None, *, reason: str | None, now: dt.datetime,
) -> Refusal | None:  # fmt: skip
    """Saves what was chosen for a record in a (locked) attempt; the first choice counts. Why it was not saved, or
    None."""
    if action is None or action not in offered(record):
        return Refusal.IMPOSSIBLE
    # Nobody reads a message, and where two records are merged no reason is asked for.
    if found := refusal(action, reason=reason, message="–", reasons=codes(action)):
        return found
    row = {
        "attempt_id": attempt.id, "record": record.code, "action": action.code, "reason": reason,
        "points": POINTS[mark(record, action.code, reason)], "at": now,
    }  # fmt: skip
    insert_if_absent(session, PracticeChoice, row)
    _finish(session, practice, attempt, now)
    return None


def _finish(session: AnySession, practice: PracticeSet, attempt: PracticeAttempt, now: dt.datetime) -> None:
    made = store.choices(session, attempt.id)
    if attempt.finished_at is not None or any(code not in made for code in practice.records):
        return
    attempt.finished_at, attempt.points = now, sum(one.points for one in made.values())
    note_event(session, "practice_finished", about=("person", attempt.person_id), programme=attempt.programme_id)
