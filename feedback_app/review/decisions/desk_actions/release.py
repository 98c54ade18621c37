"""A revision in quarantine counts after all: a person overrules what speaks against it."""

from __future__ import annotations

import uuid

from feedback_app.base.db import AnySession
from feedback_app.ledger.release import Released, release
from feedback_app.review.case import Action
from feedback_app.review.case_describer import CaseDescriber
from feedback_app.review.case_store import CaseRevisions

LONGEST_FAULTS = 2000


def let_in(session: AnySession, programme_id: str, wanted: CaseRevisions) -> dict[uuid.UUID, str]:
    """Releases these revisions and updates the words of their cases.

    Returns by record the faults that were overruled, to be saved as the message of the decision.
    """
    found = release(session, programme_id, {case.record_id: rev for case, rev in wanted})
    describer = CaseDescriber(session, programme_id)
    describer.prepare([one.record for one in found.values()], [])
    for case, _ in wanted:
        if released := found.get(case.record_id):
            describer.describe(case, released.record)
    return {key: _faults(released) for key, released in found.items()}


def _faults(released: Released) -> str:
    """What was found against a revision, saved with the decision that overruled it."""
    return "; ".join(f"{error.get('field')}: {error.get('reason')}" for error in released.errors)[:LONGEST_FAULTS]


ACTION = Action(
    code="release",
    rank=10,
    leads={},
    words={
        "action": ("Sortir de quarantaine", "Release from quarantine"),
        "did": ("a sorti de quarantaine", "released from quarantine"),
        "done": ("Sorti de quarantaine :", "Released:"),
        "send": ("Sortir la révision {rev} de quarantaine", "Release revision {rev}"),
    },
    stays=True,
    lets_in=True,
    effect=let_in,
)
