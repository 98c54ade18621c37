"""The door for enrolled phones: the exchange."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response

from feedback_app.base import audience, clock, representations
from feedback_app.base.db import begin_writing, db
from feedback_app.base.http import reads_first
from feedback_app.enrol.identity import DeviceIdentity
from feedback_app.exchange.actions import Asked, examine, file, part
from schemas.exchange import ChangeSchema, ExchangeRequestSchema, ExchangeResponseSchema

api = audience.api(__name__)


@api.post("/exchange")
@audience.takes_post
@reads_first
@api.arguments(ExchangeRequestSchema())
@api.response(200, ExchangeResponseSchema)
def exchange_everything(asked: dict[str, Any]) -> Response:
    """Hand over finished records, receive what is new.

    One round trip: entries up; acknowledgements, missing media and changes down. An acknowledgement means
    "committed and durable here". A locked phone hands over sealed entries with its posting token, and nothing comes
    down. See docs/protocol.md.
    """
    phone, now = audience.caller(DeviceIdentity), clock.now()
    examined = examine(db.session, Asked(**asked), phone=phone, now=now)
    begin_writing(db.session)
    answer = file(db.session, examined, phone=phone, now=now)
    return Response(orjson.dumps(answer), mimetype="application/json", headers={"Cache-Control": "no-store"})


@api.get("/snapshot/<name>")
@api.response(200, ChangeSchema(many=True))
def snapshot_part(name: str) -> Response:
    """One part of a snapshot that an exchange named.

    A JSON array of changes; `name` is the SHA-256 of its text, so it never changes. Only phones of the scope that it
    was made for find it; when it is gone, the next exchange names another.
    """
    phone = audience.caller(DeviceIdentity)
    packed = part(db.session, name, phone=phone)
    answer = representations.unpacked(packed, "application/json")
    answer.vary.add("Authorization")
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer
