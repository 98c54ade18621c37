"""Noting that somebody has read a sensitive record, or seen or heard a medium of one."""

from __future__ import annotations

import uuid

from feedback_app.audit.transactions import note_read
from feedback_app.base.db import AnySession
from feedback_app.media.lookup_store import records_with
from feedback_app.review.sensitive_store import sensitive_records


def note_record_read(session: AnySession, programme_id: str, record_id: uuid.UUID) -> None:
    """Notes that the caller opened a record, where it is sensitive."""
    if sensitive_records(session, programme_id, [record_id]):
        note_read("sensitive_viewed", about=("record", record_id), programme=programme_id)


def note_medium_read(session: AnySession, programme_id: str, sha256: str) -> None:
    """Notes that the caller saw a photo or heard a voice, where a record that names it is sensitive."""
    for record in sensitive_records(session, programme_id, records_with(session, programme_id, sha256)):
        note_read("sensitive_media_viewed", about=("record", record), programme=programme_id, medium=sha256)
