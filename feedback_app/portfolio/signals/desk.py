"""The desk's door to weak signals."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import permitted_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.permissions import Area
from feedback_app.portfolio.signals import store
from feedback_app.portfolio.signals.actions import LONGEST_REASON, decide
from feedback_app.portfolio.signals.bursts import LEAST
from feedback_app.portfolio.signals.reach import readable
from feedback_app.portfolio.signals.states import SignalState
from feedback_app.portfolio.signals.texts import TEXTS
from feedback_app.portfolio.signals.view import weeks
from feedback_app.portfolio.solutions.history import Author
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.PORTFOLIO)


@pages.context_processor
def template_context() -> dict[str, Any]:
    """What the page says things with."""
    return {"say": TEXTS.say, "section": "portfolio", "states": SignalState}


@pages.get("/portfolio/<programme>/signals")
def signals(programme: str) -> ResponseReturnValue:
    """What is suddenly said more often, by week."""
    return _page(permitted_area(programme))


@pages.post("/portfolio/<programme>/signals/<uuid:signal_id>")
def decide_signal(programme: str, signal_id: uuid.UUID) -> ResponseReturnValue:
    """Somebody notes a signal, dismisses it with a reason, or puts it back."""
    area = permitted_area(programme)
    found = store.find_signal(db.session, programme, signal_id)
    state = next((one for one in SignalState if one == request.form.get("state")), None)
    if found is None or state is None:
        raise Problem("not-found")
    if not readable(db.session, area, [found]):
        raise Problem("not-allowed")
    author = Author(audience.caller(StaffIdentity).person_id, clock.now())
    if not decide(db.session, found, state, request.form.get("reason", ""), author=author):
        return _page(area, refused=signal_id), 422
    return redirect(f"/desk/portfolio/{programme}/signals#{signal_id}", code=303)


def _page(area: Area, *, refused: uuid.UUID | None = None) -> Response:
    return not_cached(
        render_template(
            "signals/signals.html", programme=area.programme_id, weeks=weeks(db.session, area), refused=refused,
            least=LEAST, longest=LONGEST_REASON,
        )
    )  # fmt: skip
