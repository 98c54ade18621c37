"""The door for enrolled phones: the exchange, and photos, voices and carried files by tus 1.0."""

from __future__ import annotations

from email.utils import format_datetime
from typing import Any, BinaryIO, cast
from uuid import UUID

import orjson
from flask import Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.audit.heads_on_phones import HeadWatch, join_cursor, split_cursor
from feedback_app.base import audience, clock, representations
from feedback_app.base.db import begin_writing, db
from feedback_app.base.http import reads_first, takes_at_most
from feedback_app.base.problem import Problem
from feedback_app.base.request_end import of_this_app
from feedback_app.carry import transactions as carry
from feedback_app.enrol.identity import DeviceIdentity
from feedback_app.exchange.actions import ExchangeRequest, file, part, prepare
from feedback_app.media import transactions as uploads
from feedback_app.media import tus
from feedback_app.media.actions import Sender, UploadStatus, files_of
from feedback_app.media.files import MediaFiles
from feedback_app.media.staff_sound_store import type_for_person
from feedback_app.protection.actions import take_reports
from schemas.exchange import ChangeSchema, ExchangeRequestSchema, ExchangeResponseSchema
from sync.sealed_item import MAX_MEDIUM

api = audience.api(__name__)
pages = audience.pages(__name__)
BYTES = {"type": "string", "format": "binary"}


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
    phone, now, watch = audience.caller(DeviceIdentity), clock.now(), of_this_app("echo_heads", HeadWatch)
    session = db.session()
    asked["cursor"], head = split_cursor(asked["cursor"])
    reports = asked.pop("reports")
    prepared = prepare(session, ExchangeRequest(**asked), phone=phone, now=now)
    given = watch.current(session)
    if reports or prepared.may_write(phone) or not watch.knows(head):
        begin_writing(session)
    if phone.uses_next:  # from now on it is known by that token alone
        audience.note_access()
    answer = file(session, prepared, phone=phone, now=now)
    if (asked["cursor"] or "").startswith(f"{answer['epoch']}."):  # a restore began the log anew from where it was
        watch.check(session, head, device=phone.device_id)
    if reports:  # no address of their own: nothing outside the encrypted body says that there were any
        answer["reports"] = take_reports(
            session, reports, programme_id=phone.programme_id, device_id=phone.device_id, day=now.date()
        )
    answer["cursor"] = join_cursor(answer["cursor"], given)
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
    answer = representations.stored_gzip(packed, "application/json")
    answer.vary.add("Authorization")
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


@api.get("/voices/<sha256>")
@api.response(200, BYTES, description="The recording: MP3 or AAC", content_type="audio/*")
def recorded_voice(sha256: str) -> ResponseReturnValue:
    """What a reviewer recorded for the person of this phone.

    `sha256` comes with an event of a record's timeline, and is that of the content. Nobody else's phone finds it.
    """
    phone = audience.caller(DeviceIdentity)
    kind = type_for_person(db.session, phone.programme_id, sha256, phone.person_id)
    if kind is None or _files().size(phone.programme_id, sha256) is None:
        raise Problem("not-found")
    with _files().open(phone.programme_id, sha256) as content:
        answer = Response(content.read(), mimetype=kind)  # two megabytes at most
    answer.vary.add("Authorization")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@pages.before_request
def speak_tus() -> None:
    """Every request but OPTIONS must be of our version; every one may be a POST in disguise, for old proxies."""
    if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != tus.VERSION:
        raise Problem("wrong-version", headers={"Tus-Version": tus.VERSION})


@pages.after_request
def say_version(answer: Response) -> Response:
    """What every tus answer carries."""
    answer.headers["Tus-Resumable"] = tus.VERSION
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.route("/media/", methods=["OPTIONS"])
def abilities() -> ResponseReturnValue:
    """What this server can do."""
    return "", 204, {
        "Tus-Version": tus.VERSION,
        "Tus-Extension": tus.EXTENSIONS,
        "Tus-Max-Size": str(tus.LARGEST),
        "Tus-Checksum-Algorithm": ",".join(tus.CHECKSUMS),
    }  # fmt: skip


@pages.post("/media/")
@audience.takes_post
@reads_first
@takes_at_most(MAX_MEDIUM)
def create() -> ResponseReturnValue:
    """Announces an upload, and takes its first bytes if they came along."""
    try:
        length = tus.number(request.headers.get("Upload-Length"), "Upload-Length")
        announced = tus.metadata(request.headers.get("Upload-Metadata"))
    except tus.Unreadable as unreadable:
        raise Problem("unreadable", detail=str(unreadable)) from None
    sender = _sender()
    made = uploads.announce(_files(), announced, length=length, sender=sender, now=clock.now())
    if request.content_length and request.mimetype == tus.OFFSET_TYPE and made.offset == 0:
        made = _append(made.id, 0, sender)
    return "", 201, _status_headers(made) | {"Location": url_for(".where", upload_id=made.id)}


@pages.route("/media/<uuid:upload_id>", methods=["HEAD", "GET"])
@audience.takes_post
def where(upload_id: UUID) -> ResponseReturnValue:
    """The status of an upload."""
    return "", 200, _status_headers(uploads.status(_files(), upload_id, sender=_sender(), now=clock.now()))


@pages.patch("/media/<uuid:upload_id>")
@audience.takes_post
@reads_first
@takes_at_most(MAX_MEDIUM)
def append(upload_id: UUID) -> ResponseReturnValue:
    """Adds bytes at the upload's offset."""
    return _patch(upload_id)


@pages.post("/media/<uuid:upload_id>")
@audience.takes_post
@reads_first
@takes_at_most(MAX_MEDIUM)
def disguised(upload_id: UUID) -> ResponseReturnValue:
    """PATCH and DELETE for who may only POST (`X-HTTP-Method-Override`)."""
    method = request.headers.get("X-HTTP-Method-Override", "").upper()
    if method == "PATCH":
        return _patch(upload_id)
    if method == "DELETE":
        return terminate(upload_id)
    raise Problem("method-not-allowed")


@pages.delete("/media/<uuid:upload_id>")
@audience.takes_post
@reads_first
def terminate(upload_id: UUID) -> ResponseReturnValue:
    """Ends an upload."""
    uploads.terminate(_files(), upload_id, sender=_sender(), now=clock.now())
    return "", 204


def _patch(upload_id: UUID) -> ResponseReturnValue:
    if request.mimetype != tus.OFFSET_TYPE:
        raise Problem("unsupported-type", detail=request.mimetype)
    try:
        at = tus.number(request.headers.get("Upload-Offset"), "Upload-Offset")
    except tus.Unreadable as unreadable:
        raise Problem("unreadable", detail=str(unreadable)) from None
    return "", 204, _status_headers(_append(upload_id, at, _sender()))


def _append(upload_id: UUID, at: int, sender: Sender) -> UploadStatus:
    if (request.content_length or 0) > MAX_MEDIUM:
        raise Problem("too-large", limit=MAX_MEDIUM)
    try:
        checksum = tus.checksum(request.headers.get("Upload-Checksum"))
    except tus.Unreadable as unreadable:
        raise Problem("unreadable", detail=str(unreadable)) from None
    body = cast(BinaryIO, request.stream)
    made = uploads.append(_files(), upload_id, body, at=at, sender=sender, now=clock.now(), checksum=checksum)
    if made.type == tus.BUNDLE and made.offset == made.length:
        carry.import_small(_files(), sender.programme_id)
    return made


def _sender() -> Sender:
    device = audience.caller(DeviceIdentity)
    return Sender(device.device_id, device.programme_id, device.posts_only, device.usage)


def _files() -> MediaFiles:
    return files_of(current_app.extensions["echo_settings"])


def _status_headers(status: UploadStatus) -> dict[str, str]:
    return {
        "Upload-Offset": str(status.offset),
        "Upload-Length": str(status.length),
        "Upload-Expires": format_datetime(status.expires_at, usegmt=True),
    }
