"""Which records are sensitive to read."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from feedback_app.base.db import AnySession
from feedback_app.ledger.facts import sensitive_ids
from feedback_app.ledger.record_store import records_by_id
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
