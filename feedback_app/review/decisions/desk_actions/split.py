"""A record that had joined another one is by itself again, as it was before."""

from __future__ import annotations

from feedback_app.review.case import Action
from schemas.states import State

ACTION = Action(
    code="split",
    rank=57,
    leads=dict.fromkeys([State.MERGED], State.RECEIVED),
    words={
        "action": ("Séparer", "Split"),
        "did": ("a séparé cette fiche de l’autre", "split this record from the other"),
        "done": ("Séparée ; elle est de nouveau comme avant :", "Split; it is again as it was before:"),
    },
    stays=True,
    gives_back=True,
)
