"""Receipts follow the ledger and its published timelines, for phones of the place and for whoever has the code.

The part pulls: it reads the entries and the published timelines that came after the position where it stopped, and
writes for each record what may be shown by its code. Running it twice writes nothing the second time.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Sequence

import orjson

from feedback_app.base.db import AnySession
from feedback_app.forms.prompt_form import SYSTEM
from feedback_app.ledger import timeline
from feedback_app.ledger.facts import sensitive_ids as sensitive_of
from feedback_app.ledger.feed import Put, put
from feedback_app.ledger.follow import lock_follower, mark_read, position_of
from feedback_app.ledger.need_names import status_names
from feedback_app.ledger.positions import last_position
from feedback_app.ledger.record_store import records_by_id
from feedback_app.ledger.status_event import StatusEvent
from feedback_app.ledger.suspension_store import BY_CODE, suspend
from feedback_app.receipt import store
from feedback_app.receipt.changes import RETENTION, Change, changes
from feedback_app.receipt.sensitive import was_for_the_trusted
from feedback_app.receipt.store import CodeMatch, RecordRow
from feedback_app.receipt.tables import Receipt
from sync.spoken_code import row_name

FOLLOWER = "receipt"
AT_ONCE = 500
MOST = 10_000
"""Entries and timelines of one catch-up, so that a transaction stays bounded; the next run goes on."""
FAR = 5000
"""Positions without anything of records, as of needs, behind which the follower goes on, so that it does not pass over
them again and again."""
MOST_ON_PHONES = 50_000
"""Receipts of a programme that are on phones, those of which something was heard last: a coordinator's phone, above all
places, has every one of them, 1.2 MB. Others are asked for at `/suivi`, where there is a network."""
Names = Callable[[uuid.UUID], str]
"""The names of a programme's rows (`ledger.need_names`)."""


def is_behind(session: AnySession, programme_id: str, *, now: dt.datetime) -> bool:
    """Whether `catch_up` would find something to do."""
    return (
        last_position(session, programme_id) - position_of(session, FOLLOWER, programme_id) > FAR
        or bool(store.changed_records(session, programme_id, follower=FOLLOWER, limit=1))
        or store.anything_to_take_back(session, programme_id, before=now - RETENTION, keep=MOST_ON_PHONES)
    )


def catch_up(session: AnySession, programme_id: str, *, now: dt.datetime, most: int = MOST) -> int:
    """Makes the receipts of a programme those of what is known. Returns how much was read or taken back: less than
    `most` when nothing is left. Takes the programme's write lock: call it last before commit."""
    lock_follower(session, follower=FOLLOWER, programme_id=programme_id)
    names, reached = status_names(session, programme_id), last_position(session, programme_id)
    taken_back = _taken_back(session, programme_id, now, limit=min(AT_ONCE, most))
    rows, count = [drop for record in taken_back for drop in _drops(record, names)], 0
    while count < most and (
        unread := store.changed_records(session, programme_id, follower=FOLLOWER, limit=min(AT_ONCE, most - count))
    ):
        rows += _receipt_rows(session, programme_id, {record for _, record in unread}, names, now=now)
        mark_read(session, follower=FOLLOWER, programme_id=programme_id, position=unread[-1][0])
        count += len(unread)
    if count < most and reached > position_of(session, FOLLOWER, programme_id):
        # Positions are committed in their order, so nothing unread lies below one that was read before the rows.
        mark_read(session, follower=FOLLOWER, programme_id=programme_id, position=reached)
    put(session, programme_id, rows)
    return count + len(taken_back)


def _taken_back(session: AnySession, programme_id: str, now: dt.datetime, *, limit: int) -> list[uuid.UUID]:
    """Whose rows phones are to delete: records that were erased, and those of which nothing was heard for months, or
    only before so many others."""
    gone = store.receipts_of_erased(session, programme_id, limit=limit)
    for receipt in gone:
        session.delete(receipt)
    session.flush()
    old = list(store.silent_receipts(session, programme_id, before=now - RETENTION, limit=limit - len(gone)))
    old += store.surplus(session, programme_id, keep=MOST_ON_PHONES, limit=limit - len(gone) - len(old))
    for receipt in old:
        receipt.on_phones = False
    session.flush()
    return [receipt.record_id for receipt in (*gone, *old)]


def _drops(record_id: uuid.UUID, names: Names) -> list[Put]:
    """No row of a record any more, by its name nor by that of before."""
    return [Put("fate", name, "/", None) for name in (names(record_id), row_name(record_id))]


def _receipt_rows(
    session: AnySession, programme_id: str, ids: set[uuid.UUID], names: Names, *, now: dt.datetime
) -> list[Put]:
    """Receipts of these records, and their rows for the phones of the place."""
    existing = store.receipts(session, programme_id, ids)
    events = timeline.histories(session, programme_id, ids)
    rows = []
    records = records_by_id(session, programme_id, ids)
    sensitive = sensitive_of(session, programme_id, records)
    for record in records:
        if _is_hidden(record, events[record.id], is_sensitive=record.id in sensitive):
            if record.id in existing:
                session.delete(existing[record.id])
            rows += _drops(record.id, names)
            continue
        last = changes(events[record.id], record.first_received_at)[-1]
        receipt = existing.get(record.id) or _new(session, record)
        receipt.recorded_on = (record.recorded_at or record.first_received_at).date()
        receipt.last_at, receipt.on_phones = last.at, bool(record.place_path) and last.at >= now - RETENTION
        if record.id in existing:  # its row may still be one of before
            rows += _drops(record.id, names)
        rows.append(_row(record, receipt, last, names(record.id)))
    session.flush()
    return rows


def _is_hidden(record: RecordRow, events: Iterable[StatusEvent], *, is_sensitive: bool) -> bool:
    """Whether nothing may be said of a record: not even that it is there. Of one of which only quarantined revisions
    are stored nobody knows what it is about; of a form's recorded prompt nobody asks."""
    unknown = record.rev == 0 or record.instrument in SYSTEM
    marked = is_sensitive or was_for_the_trusted(events)
    return unknown or marked or bool(record.danger)


def _new(session: AnySession, record: RecordRow) -> Receipt:
    receipt = Receipt(
        programme_id=record.programme_id, record_id=record.id, code=record.code,
        recorded_on=record.first_received_at.date(), last_at=record.first_received_at, on_phones=False,
    )  # fmt: skip
    session.add(receipt)
    return receipt


def _row(record: RecordRow, receipt: Receipt, last: Change, name: str) -> Put:
    """What every phone of the place has of a record: its code, its state, since when (`Change.day`)."""
    body = {"code": receipt.code, "state": last.state, "date": last.day.isoformat()}
    text = orjson.dumps(body).decode() if receipt.on_phones else None
    return Put("fate", name, record.place_path or "/", text)


def matches(session: AnySession, code: str) -> list[CodeMatch]:
    """The records that a code leads to and that may be spoken of now, whether or not receipts have followed yet."""
    found = []
    for one in store.by_code(session, code):
        record = one.record
        is_sensitive = bool(sensitive_of(session, record.programme_id, [record]))
        if not _is_hidden(record, _events(session, record), is_sensitive=is_sensitive):
            found.append(one)
    return found


def history(session: AnySession, known: CodeMatch) -> Sequence[Change]:
    """What became of a record that a code leads to, oldest first, as of now."""
    return changes(_events(session, known.record), known.record.first_received_at)


def take_back(session: AnySession, known: CodeMatch, *, now: dt.datetime) -> bool:
    """Hides a record that a code leads to, until the desk has decided. False where the desk has declined before."""
    return suspend(session, known.record.programme_id, known.record.id, by=BY_CODE, now=now)


def _events(session: AnySession, record: RecordRow) -> Sequence[StatusEvent]:
    return timeline.histories(session, record.programme_id, [record.id])[record.id]
