"""A record counts."""

from __future__ import annotations

from feedback_app.review.case import OPEN, Action
from schemas.states import State

ACTION = Action(
    code="accept",
    key="a",
    rank=20,
    leads=dict.fromkeys((*OPEN, State.NEEDS_CORRECTION), State.ACCEPTED),
    words={
        "action": ("Accepter", "Accept"),
        "did": ("a accepté", "accepted"),
        "done": ("Accepté :", "Accepted:"),
    },
    of_sets=True,
)
