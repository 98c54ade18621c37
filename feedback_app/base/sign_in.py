"""The end of a sign-in, however it was proven who somebody is: where they go on to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, make_response, redirect
from flask.typing import ResponseReturnValue

from feedback_app.base import audience
from feedback_app.base.interrupted_form import InterruptedForm
from feedback_app.base.page_layout import LAYOUT

DESK = "/desk/"


def enter(person: Any, show: Callable[[], ResponseReturnValue]) -> Response:
    """Opens a session of the desk for somebody who has shown all that they must. `show` makes the page, as theirs."""
    return audience.enter(person, lambda: make_response(show()))


def onward(wanted: str, form: InterruptedForm | None) -> ResponseReturnValue:
    """To the page that was wanted, or to a form that came without a session. Who asked for the desk as such gets the
    first page that is theirs."""
    if form is not None:
        return audience.send_again(form)
    return redirect(LAYOUT.start() if wanted == DESK else wanted, 303)


def local_address(address: str | None, otherwise: str = DESK) -> str:
    """An address of ours to go on to; anything that could lead elsewhere is not followed."""
    plain = address and address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if address and plain and address.isprintable() else otherwise
