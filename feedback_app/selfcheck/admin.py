"""The door for coordinators: how the server is set up, and what of it alarms them on every page."""

from __future__ import annotations

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, proxy_watch
from feedback_app.base.db import db
from feedback_app.base.menu import in_menu
from feedback_app.base.received_request import ProxyMismatch
from feedback_app.selfcheck.checks import checks, room, sealed
from feedback_app.selfcheck.texts import TEXTS
from feedback_app.settings import Settings
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.SERVER)


SUBJECTS = {
    "unnamed": "proxies",
    "too-many": "proxies",
    "too-few": "proxies",
    "scheme": "proxies",
    "address": "address",
}
"""The check of a setting that says nothing more once requests have shown it to be wrong."""


@pages.get("/server")
@in_menu("server", words=("Serveur", "Server"), order=100)
def server() -> ResponseReturnValue:
    """Settings, the machine, and what proxies pass on."""
    settings: Settings = current_app.extensions["echo_settings"]
    found = proxy_watch.proxy_watch().mismatches()
    spoken_of = {SUBJECTS.get(one.kind) for one in found}
    looked_at = [one for one in checks(settings) if one.kind not in spoken_of]
    if settings.secret_apart:
        looked_at.append(sealed(db.session))
    return render_template(
        "selfcheck/server.html", texts=TEXTS, checks=looked_at, found=found, received=proxy_watch.received_request(),
        url=settings.public_url,
    )  # fmt: skip


def low_room() -> str | None:
    """What every page of the desk says to whoever looks after the server when its disk is nearly full."""
    if not audience.is_allowed(Permission.SERVER):
        return None
    found = room(current_app.extensions["echo_settings"])
    return None if found.well else TEXTS.say("low_room", room=found.seen)


def mismatches() -> list[ProxyMismatch]:
    """What every page of the desk says about the set-up to whoever looks after it; nothing to everybody else."""
    return proxy_watch.proxy_watch().mismatches() if audience.is_allowed(Permission.SERVER) else []


def mismatch_says(mismatch: ProxyMismatch) -> str:
    """Its sentence, in the caller's language."""
    return TEXTS.say(f"mismatch.{mismatch.kind}")
