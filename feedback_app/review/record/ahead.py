"""A record's page that a browser fetches before anybody asks for it: nothing is noted of that, and the page knows the
version of the record that it shows."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping

from feedback_app.base.db import AnySession
from feedback_app.review.case_store import claim_of
from feedback_app.review.sensitive_store import sensitive_records
from feedback_app.review.tables import Case

HEAD = "Echo-Ahead"
"""What the desk's script sends; browsers that fetch ahead by themselves send `Sec-Purpose`."""


def is_ahead(heads: Mapping[str, str]) -> bool:
    """Whether a request is for a page that nobody has asked for yet."""
    return HEAD in heads or heads.get("Sec-Purpose", "").startswith("prefetch")


def is_for_later(session: AnySession, case: Case) -> bool:
    """Whether a page is not given ahead: that it is opened is noted, or it is of somebody who may be in danger."""
    return bool(case.danger or sensitive_records(session, case.programme_id, [case.record_id]))


def record_version(case: Case, *, person: uuid.UUID, now: dt.datetime) -> str:
    """Another one whenever what a person sees of a case has changed: its state, its answers, what it is marked with,
    and who else has it before them."""
    claim = claim_of(case)
    other = (claim.by, claim.until, claim.taken) if claim and claim.is_against(person, now) else None
    seen = case.rev, case.state, case.decided_at, case.quarantined, case.marks, case.search, other
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:20]
