"""A record's answers as they count, where somebody at the desk corrected some of them.

Entries stay as they came. What is asked about records (the desk, its search and lists, facts, and through them the
portfolio and all that is public) is asked of the record's row; so it is there, and nowhere else, that corrected answers
take the place of those of the entry. A newer revision writes the row anew: with its answers, corrected by nobody.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.forms.engine.meaning import stamp
from feedback_app.ledger.capture_store import entries_at
from feedback_app.ledger.facts import facts_of, replace_facts
from feedback_app.ledger.lookup_store import CurrentRecord, current_record
from feedback_app.ledger.positions import take_write_lock
from feedback_app.ledger.store import read_content
from feedback_app.ledger.tables import Record


def current_content(session: AnySession, record: CurrentRecord) -> Mapping[str, Any]:
    """The body of a record's current revision, as it came; empty where none counts."""
    entry = entries_at(session, record.programme_id, [record.position]).get(record.position) if record.rev else None
    return read_content(entry) if entry else {}


def replace_answers(
    session: AnySession, programme_id: str, record_id: uuid.UUID, answers: Mapping[str, Any], *, rev: int
) -> CurrentRecord | None:
    """Lets these answers count for a record, and the facts that they come to. None, and nothing is changed, where
    another revision than `rev` is current by now. Takes the programme's write lock, so that none comes in meanwhile."""
    take_write_lock(session, programme_id)
    record = session.get(Record, (programme_id, record_id), populate_existing=True)
    if record is None or record.rev != rev:
        return None
    record.answers, record.facts_stamp = dict(answers), stamp()
    replace_facts(session, programme_id, {record_id: facts_of(session, record)})
    session.flush()
    return current_record(record)
