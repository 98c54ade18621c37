"""A record says the same as another one, which stays: it counts with it, not by itself."""

from __future__ import annotations

from feedback_app.review.case import OPEN, Action
from schemas.states import State

ACTION = Action(
    code="merge",
    key="m",
    rank=55,
    leads=dict.fromkeys((*OPEN, State.NEEDS_CORRECTION, State.ACCEPTED), State.MERGED),
    words={
        "action": ("Réunir", "Merge"),
        "did": ("a réuni cette fiche avec une autre", "merged this record into another"),
        "done": ("Réunie avec une autre fiche :", "Merged into another record:"),
    },
    joins=True,
)
"""With a reason, the same person said it twice: one voice. Without, another person says the same."""
