"""The door for the doctor (`feedback-app doctor`), who asks from outside: how its own request arrived here."""

from __future__ import annotations

from flask import current_app, jsonify, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.front import arrival
from feedback_app.base.http import takes_at_most
from feedback_app.base.problem import Problem
from feedback_app.selfcheck.token import HEADER, PATH, TRIED, fits

pages = audience.pages(__name__)


@pages.post(PATH)
@takes_at_most(max(TRIED) + 1024)
def reflect() -> ResponseReturnValue:
    """What arrived: name, protocol, address, and how many bytes. Only for who has the server's secret."""
    secret = str(current_app.config["SECRET_KEY"])
    if not fits(secret, request.headers.get(HEADER, ""), clock.now().timestamp()):
        raise Problem("not-found")
    here, count = arrival(), 0
    while part := request.stream.read(65536):
        count += len(part)
    return jsonify(
        host=here.host, scheme=here.scheme, address=here.address, addresses=list(here.addresses), bytes=count
    )
