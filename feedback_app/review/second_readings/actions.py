"""Decisions are chosen for a second reading, and what the second reader says is saved. It changes no case: where the
two differ the record is flagged, and the others look."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from feedback_app.audit.log import note_event
from feedback_app.base.bulk import insert_many
from feedback_app.base.db import AnySession
from feedback_app.review import second_reading_store as store
from feedback_app.review.case import Action, Refusal, State, refusal
from feedback_app.review.decisions.desk_actions import ACTIONS
from feedback_app.review.flags.actions import flag_by_hand
from feedback_app.review.reasons import codes
from feedback_app.review.second_readings.sampling import is_chosen, share
from feedback_app.review.second_readings.texts import two_opinions
from feedback_app.review.tables import Case, Decision, SecondReading

ANSWERS = (State.ACCEPTED, State.NEEDS_CORRECTION, State.REJECTED, State.REFERRED)
"""What two readers are compared by."""
SETTLED = dt.timedelta(minutes=15)
"""After that, a decision on a set can no longer be undone."""
LOOKS_BACK = dt.timedelta(days=1)
"""Where nothing was chosen yet."""
AT_ONCE = 5000


def offered() -> list[Action]:
    """The actions that a second reader may say: those that lead from what waits to one of the answers."""
    return [one for one in ACTIONS if one.leads.get(State.RECEIVED) in ANSWERS and not one.joins]


def is_behind(session: AnySession, programme_id: str, settings: Mapping[str, Any], *, now: dt.datetime) -> bool:
    """Whether `choose` would choose any."""
    return bool(_chosen(session, programme_id, settings, now))


def choose(session: AnySession, programme_id: str, settings: Mapping[str, Any], *, now: dt.datetime) -> int:
    """Chooses, of the decisions since the last that was chosen, those to be read twice. Returns how many."""
    rows = [
        {
            "decision_id": one.id, "programme_id": programme_id, "record_id": one.record_id, "rev": one.rev,
            "first_by": one.by, "first_after": one.after, "decided_at": one.at, "by": None, "after": None,
            "reason": None, "read_at": None,
        }
        for one in _chosen(session, programme_id, settings, now)
    ]  # fmt: skip
    insert_many(session, {SecondReading: rows})
    return len(rows)


def _chosen(session: AnySession, programme_id: str, settings: Mapping[str, Any], now: dt.datetime) -> list[Decision]:
    percent = share(settings)
    since = max(store.last_at(session, programme_id) or now - LOOKS_BACK, now - LOOKS_BACK)
    decided = store.decided_since(
        session, programme_id, since=since, until=now - SETTLED, states=ANSWERS, limit=AT_ONCE
    )
    return [one for one in decided if is_chosen(one.id, percent)]


def save_reading(
    session: AnySession, one: SecondReading, case: Case, action: Action | None, *,
    reason: str | None, by: uuid.UUID, now: dt.datetime,
) -> Refusal | None:  # fmt: skip
    """Saves what a second reader says of a (locked) record; why it was not saved, or None. Whoever decided first may
    not be the second. Takes the programme's lock of counts: call it last before commit."""
    if action is None or action not in offered():
        return Refusal.IMPOSSIBLE
    if one.read_at is not None or one.first_by == by or case.rev != one.rev:
        return Refusal.STALE
    # Nobody hears of it, so it needs no message.
    if found := refusal(action, reason=reason, message="–", reasons=codes(action)):
        return found
    one.by, one.after, one.reason, one.read_at = by, action.leads[State.RECEIVED], reason, now
    note_event(
        session, "second_reading", about=("record", case.record_id), programme=case.programme_id,
        decision=one.decision_id, same=one.after == one.first_after,
    )  # fmt: skip
    if one.after != one.first_after:
        flag_by_hand(session, case, two_opinions(one.first_after, one.after), by=by, now=now)
    return None
