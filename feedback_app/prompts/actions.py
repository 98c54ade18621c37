"""Prompts follow the ledger, travel down when their sound is here, and may be withdrawn."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from feedback_app.base.db import AnySession
from feedback_app.ledger.feed import Put, put
from feedback_app.ledger.follow import is_prompt, lock_follower, mark_read, unread
from feedback_app.ledger.store import read_content
from feedback_app.ledger.tables import LedgerEntry
from feedback_app.prompts import store
from feedback_app.prompts.recorded import said, sheet_body, sheet_name
from feedback_app.prompts.tables import Prompt

FOLLOWER = "prompts"
AT_ONCE = 500
EVERYWHERE = "/"


def catch_up(session: AnySession, programme_id: str) -> int:
    """Brings the prompts of a programme up to its ledger and its media. Returns how many entries were read."""
    lock_follower(session, follower=FOLLOWER, programme_id=programme_id)
    read = 0
    while entries := unread(session, follower=FOLLOWER, programme_id=programme_id, limit=AT_ONCE):
        session.add_all(filter(None, map(_prompt, entries)))
        mark_read(session, follower=FOLLOWER, programme_id=programme_id, position=entries[-1].position)
        read += len(entries)
    changed = [*store.just_heard(session, programme_id), *store.erased(session, programme_id)]
    # Last, because it takes the programme's turn.
    publish(session, programme_id, {(one.instrument, one.language) for one in changed})
    return read


def _prompt(entry: LedgerEntry) -> Prompt | None:
    if entry.quarantined or not is_prompt(entry):
        return None
    body = read_content(entry)
    told = said(body)
    if told is None:
        return None
    return Prompt(
        programme_id=entry.programme_id, place=entry.position, record_id=entry.record_id, instrument=told.instrument,
        part=told.part, language=told.language, words=told.words, sha256=told.sha256, bytes=told.bytes,
        by=uuid.UUID(str(body["author"])), at=entry.received_at,
    )  # fmt: skip


def publish(session: AnySession, programme_id: str, sheets: Iterable[tuple[str, str]]) -> None:
    """Sends down what counts of these (instrument, language) now. Takes the programme's turn."""
    rows = [
        Put("prompt", sheet_name(*one), EVERYWHERE, sheet_body(*one, store.sheet(session, programme_id, *one)))
        for one in sorted(sheets)
    ]
    put(session, programme_id, rows)


def withdraw(session: AnySession, programme_id: str, key: tuple[str, str, str], *, now: dt.datetime, by: str) -> int:
    """Takes back the recordings of (instrument, part, language), so that nobody hears them; a new one counts again."""
    lock_follower(session, follower=FOLLOWER, programme_id=programme_id)
    gone = store.withdraw(session, programme_id, key, at=now, by=by)
    publish(session, programme_id, [(key[0], key[2])])
    return gone
