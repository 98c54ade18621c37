"""A record's timeline: what became of it, for its author's phones and for whoever has its code.

Each source (review, portfolio …) adds status events of its own; this module alone orders them and writes the row that
the author's phones pull. What was published stays published, in its order, so that no phone ever sees a shorter history
than before (decision 24). Only erasure empties a timeline.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence

import orjson
from sqlalchemy import delete, select
from sqlalchemy.orm import load_only

from feedback_app.base.db import AnySession
from feedback_app.ledger.feed import Put, put
from feedback_app.ledger.follow import position_of
from feedback_app.ledger.positions import take_write_lock
from feedback_app.ledger.status_event import StatusEvent, history
from feedback_app.ledger.tables import FeedRow, Record, TimelineEvent
from schemas.states import State

KIND = "record"
"""The feed's kind of row that carries a timeline."""
Events = Mapping[uuid.UUID, Sequence[StatusEvent]]
"""Status events by record."""


def events(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[StatusEvent]]:
    """The events of these records in the order in which they were added; records without any have an empty list."""
    found: dict[uuid.UUID, list[StatusEvent]] = {one: [] for one in ids}
    for row in _rows(session, programme_id, ids):
        found[row.record_id].append(_event(row))
    return found


def histories(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[StatusEvent]]:
    """The published histories of these records, oldest first."""
    return {key: history(added) for key, added in events(session, programme_id, ids).items()}


def publish_events(session: AnySession, programme_id: str, source: str, reported: Events) -> None:
    """Adds the events that `source` reports of these records and publishes their histories to their authors' phones.

    An event that is known already keeps its number, state and moment; reason, message, recording are updated. New ones
    come after all that is there, by moment. Records that were erased meanwhile are left out. A constant number of
    statements; takes the programme's write lock: call it last before commit.
    """
    if not reported:
        return
    take_write_lock(session, programme_id)
    records = _addressees(session, programme_id, reported.keys())
    added = {record.id: list[TimelineEvent]() for record in records}
    for row in _rows(session, programme_id, added.keys()):
        added[row.record_id].append(row)
    new = [row for key, rows in added.items() for row in _merged(programme_id, key, source, reported[key], rows)]
    session.add_all(new)
    session.flush()
    put(session, programme_id, _feed_rows(records, added))


def clear(session: AnySession, record: Record, *, owner: str) -> list[Put]:
    """Deletes the timeline of an erased record. Returns the row that announces the erasure to its owner's phones."""
    mine = TimelineEvent.programme_id == record.programme_id, TimelineEvent.record_id == record.id
    session.execute(delete(TimelineEvent).where(*mine))
    body = {"id": str(record.name_on_phones), "rev": record.rev, "state": State.ERASED.value, "events": []}
    return [Put(KIND, str(record.id), record.place_path or "/", orjson.dumps(body).decode(), owner)] if owner else []


def published_since(
    session: AnySession, *, follower: str, programme_id: str, limit: int = 500
) -> list[tuple[int, uuid.UUID]]:
    """(position, record) of the next timelines that were published and that `follower` has not read, ascending."""
    after = position_of(session, follower, programme_id)
    chosen = (
        select(FeedRow.position, FeedRow.name)
        .where(FeedRow.programme_id == programme_id, FeedRow.position > after, FeedRow.kind == KIND)
        .order_by(FeedRow.position)
        .limit(limit)
    )
    return [(position, uuid.UUID(name)) for position, name in session.execute(chosen)]


def _rows(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> Sequence[TimelineEvent]:
    chosen = select(TimelineEvent).where(TimelineEvent.programme_id == programme_id, TimelineEvent.record_id.in_(ids))
    ordered = chosen.order_by(TimelineEvent.record_id, TimelineEvent.n)
    return session.scalars(ordered.execution_options(populate_existing=True)).all()


def _merged(
    programme_id: str, record_id: uuid.UUID, source: str, reported: Sequence[StatusEvent], added: list[TimelineEvent]
) -> list[TimelineEvent]:
    """Updates `added` with what a source reports; returns the rows that are new, numbered on from those there."""
    known = {row.id: row for row in added if row.source == source}
    new = []
    for event in sorted(reported, key=lambda one: one.at):
        if row := known.get(event.id):
            row.reason, row.message = event.reason, event.message
            row.sound, row.sound_bytes = event.sound or (None, None)
            continue
        number, (sound, size) = added[-1].n + 1 if added else 0, event.sound or (None, None)
        made = TimelineEvent(
            programme_id=programme_id, record_id=record_id, source=source, id=event.id, n=number,
            state=event.state, at=event.at, rev=event.rev, reason=event.reason, message=event.message,
            sound=sound, sound_bytes=size,
        )  # fmt: skip
        added.append(made)
        new.append(made)
    return new


def _event(row: TimelineEvent) -> StatusEvent:
    sound = (row.sound, row.sound_bytes or 0) if row.sound else None
    return StatusEvent(row.source, row.id, row.state, row.at, row.rev, row.reason, row.message, sound)


def _addressees(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> Sequence[Record]:
    """Those of the records that are there, with the columns that say to whose phones their timelines go, and where."""
    chosen = select(Record).where(Record.programme_id == programme_id, Record.id.in_(ids))
    return session.scalars(chosen.options(load_only(Record.place_path, Record.author_id, Record.known_as))).all()


def _feed_rows(records: Sequence[Record], added: Mapping[uuid.UUID, Sequence[TimelineEvent]]) -> Iterable[Put]:
    for record in records:
        shown = history(map(_event, added[record.id]))
        if record.author_id is not None and shown:
            body = {
                "id": str(record.name_on_phones), "rev": shown[-1].rev, "state": shown[-1].state,
                "events": [event.wire() for event in shown],
            }  # fmt: skip
            owner = str(record.author_id)
            yield Put(KIND, str(record.id), record.place_path or "/", orjson.dumps(body).decode(), owner)
