"""What was corrected last is taken back: the answers of before count again."""

from __future__ import annotations

from feedback_app.review.case import OPEN, Action
from schemas.states import State

ACTION = Action(
    code="unamend",
    rank=48,
    leads=dict.fromkeys(OPEN, State.IN_REVIEW),
    words={
        "action": ("Retirer la correction", "Take the correction back"),
        "did": ("a retiré une correction", "took a correction back"),
        "done": ("Correction retirée :", "Correction taken back:"),
    },
    needs_message=True,
    stays=True,
    claims=True,
    corrects=True,
    takes_back=True,
)
