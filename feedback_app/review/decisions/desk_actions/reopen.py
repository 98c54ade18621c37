"""What was decided is undone: the record waits again."""

from __future__ import annotations

from feedback_app.review.case import Action
from schemas.states import State

ACTION = Action(
    code="reopen",
    rank=60,
    leads=dict.fromkeys(
        (State.IN_REVIEW, State.NEEDS_CORRECTION, State.ACCEPTED, State.REJECTED, State.REFERRED), State.RECEIVED
    ),
    words={
        "action": ("Rouvrir", "Reopen"),
        "did": ("a rouvert", "reopened"),
        "done": ("Rouvert :", "Reopened:"),
    },
    stays=True,
    of_sets=True,
)
