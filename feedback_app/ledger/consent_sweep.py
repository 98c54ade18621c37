"""What was stored before consent was checked here, or comes back with an older backup: emptied by the rules of today.

Follows the ledger, so each entry is looked at once; a restored database is followed from where its copy had come to.
"""

from __future__ import annotations

import datetime as dt
import functools
import uuid

from sqlalchemy import select

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.capture.admission import child_question
from feedback_app.forms.rule_cache import rules
from feedback_app.ledger.erasure import erase
from feedback_app.ledger.follow import lock_follower, mark_read, position_of, unread_entries
from feedback_app.ledger.lookup_store import has_entries
from feedback_app.ledger.positions import take_write_lock
from feedback_app.ledger.refused_media import RefusedUses, refused_uses
from feedback_app.ledger.store import read_content
from feedback_app.ledger.tables import LedgerEntry, Record
from feedback_app.media.refusal_store import take_back_revision
from sync.consent import CHILD_ALONE, NOT_GIVEN, is_given

FOLLOWER = "consent"
AT_ONCE = 500
MOST = 10_000
"""Entries of one run, so that a transaction stays bounded; the next run goes on."""


def is_behind(session: AnySession, programme_id: str) -> bool:
    """Whether `catch_up` would find something to do. Cheap: two index look-ups."""
    after = position_of(session, FOLLOWER, programme_id)
    return bool(session.scalar(select(has_entries(programme_id, after=after))))


def catch_up(session: AnySession, programme_id: str, *, now: dt.datetime, most: int = MOST) -> int:
    """Empties entries that nobody agreed to or in which a child alone speaks, and lets records name no media whose use
    was refused. Returns how many entries were read: less than `most` when all are. Files are removed by the job
    `erasures`."""
    lock_follower(session, follower=FOLLOWER, programme_id=programme_id)
    take_write_lock(session, programme_id)
    read, sweep = 0, _Sweep(session, programme_id, now)
    while read < most and (
        entries := unread_entries(
            session, follower=FOLLOWER, programme_id=programme_id, limit=min(AT_ONCE, most - read)
        )
    ):
        for entry in entries:
            if entry.body:
                sweep.look_at(entry)
        mark_read(session, follower=FOLLOWER, programme_id=programme_id, position=entries[-1].position)
        read += len(entries)
    if sweep.emptied or sweep.erased:
        note_event(session, "consent_emptied", programme=programme_id, entries=sweep.emptied, records=sweep.erased)
    return read


class _Sweep:
    def __init__(self, session: AnySession, programme_id: str, now: dt.datetime) -> None:
        self._session, self._programme, self._now = session, programme_id, now
        self.emptied = self.erased = 0
        self._rules = functools.cache(functools.partial(rules, session, programme_id))
        self._refused: RefusedUses = refused_uses(session, programme_id)

    def look_at(self, entry: LedgerEntry) -> None:
        content = read_content(entry)
        child = child_question(content, self._rules)
        if not child and is_given(content):
            if refused := self._refused(content) if content.get("media") else frozenset():
                take_back_revision(self._session, self._programme, (entry.record_id, entry.rev), refused)
        elif entry.quarantined:
            self._empty(entry, {"field": f"answers.{child}", "reason": CHILD_ALONE} if child else _NOT_GIVEN)
        else:
            self._erase(entry.record_id, reason=CHILD_ALONE if child else NOT_GIVEN)

    def _empty(self, entry: LedgerEntry, fault: dict[str, str]) -> None:
        """Leaves its digest, its position and why. What else was wrong with it might repeat what it said."""
        entry.body = b""
        entry.errors = [fault]
        self.emptied += 1
        take_back_revision(self._session, self._programme, (entry.record_id, entry.rev), None)

    def _erase(self, record_id: uuid.UUID, *, reason: str) -> None:
        record = self._session.get(Record, (self._programme, record_id), populate_existing=True)
        if record is not None:
            erase(self._session, record, now=self._now, reason=reason, by="consent", later=True)
            self.erased += 1


_NOT_GIVEN = {"field": "consent", "reason": NOT_GIVEN}
