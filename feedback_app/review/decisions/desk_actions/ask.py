"""The author is asked to say something more clearly, and the record comes back."""

from __future__ import annotations

from feedback_app.review.case import OPEN, Action
from schemas.states import State

ACTION = Action(
    code="ask",
    key="q",
    rank=30,
    leads=dict.fromkeys(OPEN, State.NEEDS_CORRECTION),
    words={
        "action": ("Demander une précision", "Ask back"),
        "did": ("a demandé une précision", "asked back"),
        "done": ("Question envoyée :", "Question sent:"),
        "send": ("Envoyer la question", "Send the question"),
    },
    needs_reason=True,
    needs_message=True,
    asks_author=True,
)
