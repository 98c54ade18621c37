"""The door for whoever looks at the server from outside: where to report a hole, and for the doctor
(`feedback-app doctor`) how its own request arrived here."""

from __future__ import annotations

import datetime as dt
import time

from flask import Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.http import takes_at_most
from feedback_app.base.problem import Problem
from feedback_app.base.proxy_watch import received_request
from feedback_app.selfcheck.token import HEADER, MOST_ANSWER, MOST_WAIT_S, PATH, SLOW_PATH, TRIED, is_valid_token
from feedback_app.settings import Settings

pages = audience.pages(__name__)

VALID_DAYS = 180
"""For how long from today a reader may believe the contact, as RFC 9116 wants it said."""


@pages.get("/.well-known/security.txt")
def security_txt() -> ResponseReturnValue:
    """Who to write to about a hole (RFC 9116). Not found where the operator named nobody."""
    settings: Settings = current_app.extensions["echo_settings"]
    if not settings.security_contact:
        raise Problem("not-found")
    expires = (clock.now() + dt.timedelta(days=VALID_DAYS)).date()
    text = (
        f"Contact: {settings.security_contact}\n"
        f"Expires: {expires.isoformat()}T00:00:00Z\n"
        "Preferred-Languages: fr, en\n"
        f"Canonical: {settings.public_url}/.well-known/security.txt\n"
    )
    return Response(text, mimetype="text/plain")


@pages.post(PATH)
@takes_at_most(max(TRIED) + 1024)
def reflect() -> ResponseReturnValue:
    """What arrived: name, protocol, address, and how many bytes. Only for who has the server's secret."""
    _check_doctor()
    here, count = received_request(), 0
    while part := request.stream.read(65536):
        count += len(part)
    return jsonify(
        host=here.host, scheme=here.scheme, address=here.address, addresses=list(here.addresses), bytes=count
    )


@pages.post(SLOW_PATH)
def answer_slowly() -> ResponseReturnValue:
    """So many bytes after so many seconds: whether proxies wait. Only for who has the server's secret."""
    _check_doctor()
    wait, size = request.args.get("wait", 0.0, float), request.args.get("size", 0, int)
    if not (0 <= wait <= MOST_WAIT_S and 0 <= size <= MOST_ANSWER):
        raise Problem("not-found")
    time.sleep(wait)
    return Response(bytes(size), mimetype="application/octet-stream")


def _check_doctor() -> None:
    secret = str(current_app.config["SECRET_KEY"])
    if not is_valid_token(secret, request.headers.get(HEADER, ""), clock.now().timestamp()):
        raise Problem("not-found")
