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


SUBJECTS = {
    "unnamed": "proxies",
    "too-many": "proxies",
    "too-few": "proxies",
    "scheme": "proxies",
    "address": "address",
}
"""The check of a setting that says nothing more once requests have shown it to be wrong."""


@pages.get("/server")
def server() -> ResponseReturnValue:
    """Settings, the machine, and what proxies pass on."""
    settings: Settings = current_app.extensions["echo_settings"]
    found = front.front().misfits()
    spoken_of = {SUBJECTS.get(one.kind) for one in found}
    looked_at = [one for one in checks(settings) if one.kind not in spoken_of]
    return render_template(
        "selfcheck/server.html", texts=TEXTS, checks=looked_at, found=found, arrival=front.arrival(),
        url=settings.public_url,
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
