"""Which records are sensitive to read, and noting that somebody has read one, or seen or heard a medium of it."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from feedback_app.audit.transactions import note_read
from feedback_app.base.db import AnySession
from feedback_app.ledger.facts import sensitive_ids
from feedback_app.ledger.record_store import records_by_id
from feedback_app.media.lookup_store import records_with
from feedback_app.review import event_store
from schemas.vocabulary import vocabulary


def sensitive_records(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those that are sensitive: by an answer, by a call for help, by the reason of a decision; and those of which only
    quarantined revisions are stored, as nobody knows what they are about."""
    found = records_by_id(session, programme_id, ids)
    decided = event_store.decisions(session, programme_id, ids)
    reasons = {term.code for term in vocabulary("reasons").terms if term.is_sensitive}
    marked = {one.record_id for one in decided if one.reason in reasons}
    unknown = {one.id for one in found if one.danger or one.rev == 0}
    return unknown | marked | sensitive_ids(session, programme_id, found)


def note_record_read(session: AnySession, programme_id: str, record_id: uuid.UUID) -> None:
    """Notes that the caller opened a record, where it is sensitive."""
    if sensitive_records(session, programme_id, [record_id]):
        note_read("sensitive_viewed", about=("record", record_id), programme=programme_id)


def note_medium_read(session: AnySession, programme_id: str, sha256: str) -> None:
    """Notes that the caller saw a photo or heard a voice, where a record that names it is sensitive."""
    for record in sensitive_records(session, programme_id, records_with(session, programme_id, sha256)):
        note_read("sensitive_media_viewed", about=("record", record), programme=programme_id, medium=sha256)
