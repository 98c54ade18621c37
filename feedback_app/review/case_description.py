"""What cases are found and flagged by, made anew after something else than a revision changed it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from feedback_app.base.db import AnySession
from feedback_app.ledger.lookup_store import records
from feedback_app.review.case_change_store import CaseChanges, indexed
from feedback_app.review.case_describer import CaseDescriber
from feedback_app.review.tables import Case


def describe_again(session: AnySession, programme_id: str, cases: Mapping[uuid.UUID, Case]) -> None:
    """Updates what locked cases are found, flagged and likened by. One that is behind its record is left to who catches
    up with it. Takes the programme's lock of counts and words: call it last before commit."""
    current = records(session, programme_id, cases.keys())
    found = {key: one for key, one in current.items() if one.rev and one.rev == cases[key].rev}
    describer, changes = CaseDescriber(session, programme_id), CaseChanges()
    describer.prepare(found.values(), ())
    for key, record in found.items():
        before = indexed(cases[key])
        describer.describe(cases[key], record)
        changes.add(before, indexed(cases[key]))
    changes.write(session, programme_id)
