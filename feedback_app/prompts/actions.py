"""Prompts follow the ledger, go down to phones when their sound is here and a coordinator has approved it, and may be
withdrawn."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence

from feedback_app.audit.log import as_code, note_event
from feedback_app.base.db import AnySession
from feedback_app.ledger.feed import Put, put
from feedback_app.ledger.follow import is_prompt, lock_follower, mark_read, unread_entries
from feedback_app.ledger.lookup_store import StoredEntry
from feedback_app.ledger.store import read_content
from feedback_app.prompts import store
from feedback_app.prompts.recordings import PromptRecording, prompt_recording, sheet_body, sheet_name
from feedback_app.prompts.tables import Prompt

FOLLOWER = "prompts"
AT_ONCE = 500
MOST = 10_000
"""Entries of one catch-up, so that a transaction stays bounded; the next run goes on."""
FEW = 50
"""Prompts that one catch-up finds heard, and erased: of each all that names its sound is looked at."""
EVERYWHERE = "/"


def is_behind(session: AnySession, programme_id: str) -> bool:
    """Whether `catch_up` would find something to do."""
    return store.is_behind(session, programme_id, FOLLOWER)


def catch_up(session: AnySession, programme_id: str, *, most: int = MOST) -> int:
    """Updates the prompts of a programme from its ledger and its media. Returns how many entries were read: less than
    `most` when all are."""
    lock_follower(session, follower=FOLLOWER, programme_id=programme_id)
    read = 0
    while read < most and (
        entries := unread_entries(
            session, follower=FOLLOWER, programme_id=programme_id, limit=min(AT_ONCE, most - read)
        )
    ):
        session.add_all(_prompts(session, programme_id, entries))
        mark_read(session, follower=FOLLOWER, programme_id=programme_id, position=entries[-1].position)
        read += len(entries)
    store.just_heard(session, programme_id, limit=FEW)
    changed = store.prompts_of_erased(session, programme_id, limit=FEW)
    # Last, because it takes the programme's write lock.
    publish_prompts(session, programme_id, {(one.instrument, one.language) for one in changed})
    return read


def _prompts(session: AnySession, programme_id: str, entries: Sequence[StoredEntry]) -> Iterator[Prompt]:
    """The prompts among these. What is of no language of the programme, or of no form that it ever had, stays in the
    ledger only: what every phone is sent is not for one phone to swell."""
    found = [(entry, one) for entry in entries if (one := _recording(entry)) is not None]
    known = (
        store.recordable_parts(session, programme_id, {one.instrument for _, one in found}) if found else frozenset()
    )
    for entry, one in found:
        if (one.instrument, one.part, one.language) in known:
            yield _prompt(entry, one)


def _recording(entry: StoredEntry) -> PromptRecording | None:
    return None if entry.quarantined or not is_prompt(entry) else prompt_recording(read_content(entry))


def _prompt(entry: StoredEntry, one: PromptRecording) -> Prompt:
    return Prompt(
        programme_id=entry.programme_id, place=entry.position, record_id=entry.record_id, instrument=one.instrument,
        part=one.part, language=one.language, words=one.words, sha256=one.sha256, bytes=one.bytes,
        by=uuid.UUID(str(read_content(entry)["author"])), at=entry.received_at,
    )  # fmt: skip


def publish_prompts(session: AnySession, programme_id: str, sheets: Iterable[tuple[str, str]]) -> None:
    """Sends down what counts of these (instrument, language) now. Takes the programme's write lock."""
    rows = [
        Put("prompt", sheet_name(*one), EVERYWHERE, sheet_body(*one, store.sheet(session, programme_id, *one)))
        for one in sorted(sheets)
    ]
    put(session, programme_id, rows)


def approve(session: AnySession, programme_id: str, one: Prompt, *, now: dt.datetime, by: str) -> None:
    """Makes a recording count: phones get it with their next exchange."""
    lock_follower(session, follower=FOLLOWER, programme_id=programme_id)
    one.approved_at, one.approved_by = now, by
    _note(session, "prompt_approved", one)
    session.flush()
    publish_prompts(session, programme_id, [(one.instrument, one.language)])


def refuse(session: AnySession, one: Prompt, *, now: dt.datetime, by: str) -> None:
    """Withdraws a recording that waits; what counts goes on counting."""
    one.withdrawn_at, one.withdrawn_by = now, by
    _note(session, "prompt_refused", one)
    session.flush()


def _note(session: AnySession, event: str, one: Prompt) -> None:
    note_event(session, event, about=("record", one.record_id), programme=one.programme_id)


def withdraw(session: AnySession, programme_id: str, key: tuple[str, str, str], *, now: dt.datetime, by: str) -> int:
    """Withdraws the recordings of (instrument, part, language), so that nobody hears them; a new one counts again."""
    lock_follower(session, follower=FOLLOWER, programme_id=programme_id)
    gone = store.withdraw(session, programme_id, key, at=now, by=by)
    note_event(
        session, "prompt_withdrawn", about=("prompt", as_code("/".join(key))), programme=programme_id, count=gone
    )
    publish_prompts(session, programme_id, [(key[0], key[2])])
    return gone
