"""A service that is no part of the programme can deal with it: its author hears who that is."""

from __future__ import annotations

from feedback_app.review.case import OPEN, Action
from schemas.states import State

ACTION = Action(
    code="refer",
    key="e",
    rank=45,
    leads=dict.fromkeys((*OPEN, State.NEEDS_CORRECTION), State.REFERRED),
    words={
        "action": ("Transmettre à un service", "Refer to a service"),
        "did": ("a transmis à un service", "referred it to a service"),
        "done": ("Transmis :", "Referred:"),
        "send": ("Transmettre la fiche", "Refer the record"),
    },
    needs_reason=True,
    of_sets=True,
)
