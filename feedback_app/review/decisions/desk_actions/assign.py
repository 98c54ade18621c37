"""A reviewer gives a record to another one, who has it for some days."""

from __future__ import annotations

from feedback_app.review.case import Action
from schemas.states import State

ACTION = Action(
    code="assign",
    rank=53,
    leads=dict.fromkeys([State.RECEIVED, State.IN_REVIEW], State.IN_REVIEW),
    words={
        "action": ("Confier à quelqu’un", "Give it to somebody"),
        "did": ("a confié la fiche à", "gave it to"),
        "done": ("Confiée :", "Given:"),
        "send": ("Confier", "Give"),
    },
    stays=True,
    claims=True,
    for_another=True,
    of_sets=True,
)
