"""The door for coordinators: how the backups went, and what alarms them on every page."""

from __future__ import annotations

from flask import current_app, g, render_template
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.enrol.identity import StaffIdentity, roles
from feedback_app.safe import losses, schedule, store
from feedback_app.safe.texts import TEXTS

pages = audience.pages(__name__)


@pages.get("/backups")
def backups() -> ResponseReturnValue:
    """The newest tries, and what came of them."""
    scheduled = current_app.extensions["echo_settings"].backup is not None
    me = audience.caller(StaffIdentity)
    mine = {one.programme for one in me.memberships if one.role == "coordinator"}
    return render_template(
        "safe/backups.html", texts=TEXTS, runs=store.runs(db.session), scheduled=scheduled,
        gone=losses.visible(db.session, mine),
    )  # fmt: skip


def alarm() -> str | None:
    """What every page of the desk tells a coordinator about backups; None when all is well, and to everybody else."""
    me = g.get("caller")
    if not isinstance(me, StaffIdentity) or "coordinator" not in roles(me):
        return None
    wrong = schedule.alarm(db.session, current_app.extensions["echo_settings"], clock.now())
    if wrong is None:
        return None
    day = wrong.since.strftime("%d/%m/%Y %H:%M UTC") if wrong.since else ""
    return TEXTS.say(wrong.kind, day=day, problem=wrong.problem or "")
