"""The door for coordinators: how the backups went, and what alarms them on every page."""

from __future__ import annotations

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.menu import in_menu
from feedback_app.enrol.desk import permitted_areas
from feedback_app.safe import lost_media, schedule, store
from feedback_app.safe.texts import TEXTS
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.BACKUPS)


@pages.get("/backups")
@in_menu("backups", words=("Sauvegardes", "Backups"), order=90)
def backups() -> ResponseReturnValue:
    """The newest tries, and their outcomes."""
    scheduled = current_app.extensions["echo_settings"].backup is not None
    return render_template(
        "safe/backups.html", texts=TEXTS, runs=store.runs(db.session), scheduled=scheduled,
        gone=lost_media.visible_losses(db.session, set(permitted_areas())),
    )  # fmt: skip


def alarm() -> str | None:
    """What every page of the desk says about backups to whoever may see how they went; None when all is well."""
    if not audience.is_allowed(Permission.BACKUPS):
        return None
    wrong = schedule.alarm(db.session, current_app.extensions["echo_settings"], clock.now())
    if wrong is None:
        return None
    day = wrong.since.strftime("%d/%m/%Y %H:%M UTC") if wrong.since else ""
    return TEXTS.say(wrong.kind, day=day, problem=wrong.problem or "")
