"""What review knows of a record is added to its timeline: what came, was first read, and was decided."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from feedback_app.base.db import AnySession
from feedback_app.ledger import timeline
from feedback_app.ledger.lookup_store import arrivals
from feedback_app.ledger.status_event import StatusEvent
from feedback_app.review import event_store, merge_store
from feedback_app.review.case import State
from feedback_app.review.decisions.desk_actions import lets_in
from feedback_app.review.publication import Publication
from feedback_app.review.tables import Decision, Merge

AT_ONCE = 500
"""Records of one statement."""

SOURCE = "review"
"""The name under which review adds to timelines."""


def publish_review_events(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> None:
    """Adds what review knows of these records to their timelines. Takes the programme's write lock: call it last."""
    wanted = sorted(ids)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        timeline.publish_events(session, programme_id, SOURCE, _events(session, programme_id, some))


def _events(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[StatusEvent]]:
    """What became of each of these records: each revision that counted, when it was first read, each decision that may
    be published, each other record that joined it. Ids are stable. Four selects, however many records."""
    found: dict[uuid.UUID, list[StatusEvent]] = {one: [] for one in ids}
    decisions = event_store.decisions(session, programme_id, ids)
    released = {(one.record_id, one.rev) for one in decisions if lets_in(one.action)}
    for arrival in arrivals(session, programme_id, ids):
        if not arrival.quarantined and (arrival.record_id, arrival.rev) not in released:
            name = f"{arrival.record_id}.{arrival.rev}"
            found[arrival.record_id].append(StatusEvent(SOURCE, name, State.RECEIVED, arrival.received_at, arrival.rev))
    for read in event_store.readings(session, programme_id, ids):
        name = f"{read.record_id}.{read.rev}.{State.READ}"
        found[read.record_id].append(StatusEvent(SOURCE, name, State.READ, read.at, read.rev))
    for decision in decisions:
        if decision.publication == Publication.NOW:
            found[decision.record_id].append(_event(decision))
    for merge in merge_store.merges_into(session, programme_id, ids):
        if merge.notified_state is not None:
            found[merge.into_id].append(_joined(merge))
    return found


def _joined(one: Merge) -> StatusEvent:
    """The author of a record that stays hears that another one was merged into it; its state stays what it was."""
    name = f"{one.decision_id}.joined"
    return StatusEvent(SOURCE, name, one.notified_state or "", one.at, one.notified_rev or 0, message=one.notice)


def _event(one: Decision) -> StatusEvent:
    message = None if lets_in(one.action) else one.message
    sound = (one.sound, one.sound_bytes or 0) if one.sound else None
    return StatusEvent(SOURCE, str(one.id), one.after, one.at, one.rev, one.reason, message, sound)
