"""The door for the doctor (`feedback-app doctor`), who asks from outside: how its own request arrived here."""

from __future__ import annotations

import time

from flask import Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.http import takes_at_most
from feedback_app.base.problem import Problem
from feedback_app.base.proxy_watch import received_request
from feedback_app.selfcheck.token import HEADER, MOST_ANSWER, MOST_WAIT_S, PATH, SLOW_PATH, TRIED, is_valid_token

pages = audience.pages(__name__)


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
