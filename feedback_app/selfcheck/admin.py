"""The door for coordinators: how the server is set up, and what of it alarms them on every page."""

from __future__ import annotations

from flask import current_app, g, render_template
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, front
from feedback_app.base.arrival import Misfit
from feedback_app.enrol.identity import StaffIdentity, roles
from feedback_app.selfcheck.checks import checks
from feedback_app.selfcheck.texts import TEXTS
from feedback_app.settings import Settings

pages = audience.pages(__name__)


@pages.get("/server")
def server() -> ResponseReturnValue:
    """Settings, the machine, and what proxies pass on."""
    settings: Settings = current_app.extensions["echo_settings"]
    return render_template(
        "selfcheck/server.html", texts=TEXTS, checks=checks(settings), found=front.front().misfits(),
        arrival=front.arrival(), url=settings.public_url,
    )  # fmt: skip


def misfits() -> list[Misfit]:
    """What every page of the desk tells a coordinator about the set-up; nothing to everybody else."""
    me = g.get("caller")
    if not isinstance(me, StaffIdentity) or "coordinator" not in roles(me):
        return []
    return front.front().misfits()


def misfit_says(misfit: Misfit) -> str:
    """Its sentence, in the caller's language."""
    return TEXTS.say(f"misfit.{misfit.kind}")
