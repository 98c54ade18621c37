"""A reviewer corrects answers, with a comment that the author reads; the author's own stay beside them."""

from __future__ import annotations

from feedback_app.review.case import OPEN, Action
from schemas.states import State

ACTION = Action(
    code="amend",
    key="c",
    rank=47,
    leads=dict.fromkeys(OPEN, State.IN_REVIEW),
    words={
        "action": ("Corriger une réponse", "Correct an answer"),
        "did": ("a corrigé des réponses", "corrected answers"),
        "done": ("Corrigé :", "Corrected:"),
    },
    needs_message=True,
    stays=True,
    claims=True,
    corrects=True,
)
