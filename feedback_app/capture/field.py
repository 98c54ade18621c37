"""The door for enrolled phones: the exchange."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, current_app

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.http import reads_first
from feedback_app.capture.actions import Asked, exchange
from feedback_app.enrol.identity import DeviceIdentity
from schemas.exchange import ExchangeRequestSchema, ExchangeResponseSchema

api = audience.api(__name__)


@api.post("/exchange")
@reads_first
@api.arguments(ExchangeRequestSchema())
@api.response(200, ExchangeResponseSchema)
def exchange_everything(asked: dict[str, Any]) -> Response:
    """Hand over finished records, receive what is new.

    One round trip: entries up; acknowledgements, missing media and changes down. An acknowledgement means
    "committed and durable here". See docs/protocol.md.
    """
    phone = audience.caller(DeviceIdentity)
    answer = exchange(
        db.session, Asked(**asked), phone=phone, keeper=current_app.extensions["echo_keeper"], now=clock.now()
    )
    return Response(orjson.dumps(answer), mimetype="application/json", headers={"Cache-Control": "no-store"})
