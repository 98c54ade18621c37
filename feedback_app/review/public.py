"""The door for anyone: what pages are dressed in."""

from __future__ import annotations

from flask import Response

from feedback_app.base import assets, audience

pages = audience.pages(__name__)


@pages.get("/assets/<path:name>")
def asset(name: str) -> Response:
    """Style, script or pictogram of the desk and the public pages."""
    return assets.answer(name)
