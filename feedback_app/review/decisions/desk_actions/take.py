"""A reviewer takes a record upon themselves, so that nobody else reads it meanwhile."""

from __future__ import annotations

from feedback_app.review.case import Action
from schemas.states import State

ACTION = Action(
    code="take",
    rank=50,
    leads=dict.fromkeys([State.RECEIVED, State.IN_REVIEW], State.IN_REVIEW),
    words={
        "action": ("Je m’en occupe", "I take it"),
        "did": ("a pris le dossier", "took it"),
        "done": ("C’est à vous.", "It is yours."),
    },
    stays=True,
    claims=True,
    of_sets=True,
)
