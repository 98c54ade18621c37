"""A record does not count."""

from __future__ import annotations

from feedback_app.review.case import OPEN, Action
from schemas.states import State

ACTION = Action(
    code="reject",
    key="r",
    rank=40,
    leads=dict.fromkeys((*OPEN, State.NEEDS_CORRECTION, State.QUARANTINED), State.REJECTED),
    words={
        "action": ("Écarter", "Reject"),
        "did": ("a écarté", "rejected"),
        "done": ("Écarté :", "Rejected:"),
        "send": ("Écarter la fiche", "Reject the record"),
    },
    needs_reason=True,
    of_sets=True,
)
