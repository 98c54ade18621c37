"""The door for anyone: what pages are dressed in, and the choice of language."""

from __future__ import annotations

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from feedback_app.base import assets, audience
from feedback_app.base.i18n import COOKIE, LANGUAGES
from feedback_app.base.problem import Problem

pages = audience.pages(__name__)

A_YEAR = 365 * 24 * 3600


@pages.get("/assets/<path:name>")
def asset(name: str) -> Response:
    """Style, script or pictogram of the desk and the public pages."""
    return assets.answer(name)


@pages.post("/language")
def choose_language() -> ResponseReturnValue:
    """Keeps the chosen language in a cookie and goes back to where the person was."""
    chosen = request.form.get("lang", "")
    if chosen not in LANGUAGES:
        raise Problem("malformed")
    answer = redirect(_local(request.form.get("next", "/")), 303)
    answer.set_cookie(COOKIE, chosen, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return answer


def _local(address: str) -> str:
    """The address when it is one of ours, else the start: a form must not send people elsewhere."""
    plain = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if plain else "/"
