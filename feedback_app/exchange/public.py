"""The door for anyone: enrolling a phone by its code; the phone app's own files, under `/app/` (the service worker's
whole scope)."""

from __future__ import annotations

import mimetypes
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from feedback_app.audit.log import note_event
from feedback_app.base import audience, clock, representations
from feedback_app.base.assets import file_below
from feedback_app.base.client_network import client_network
from feedback_app.base.db import db, transaction
from feedback_app.base.ids import plain_code
from feedback_app.base.problem import Problem
from feedback_app.base.proxy_watch import known_caller
from feedback_app.enrol import actions
from feedback_app.enrol.rejoin import Former
from feedback_app.ledger.positions import epoch
from feedback_app.register.demonstration import marked
from schemas.enrolment import EnrolRequestSchema, EnrolResponseSchema

api = audience.api(__name__)
pages = audience.pages(__name__)

mimetypes.add_type("application/manifest+json", ".webmanifest")
HASHES_PINS = "pin-worker."
HASHING_POLICY = "default-src 'none'; script-src 'wasm-unsafe-eval'"
"""A worker is governed by its own headers: the one that hashes PINs may compile WebAssembly, and reach nothing."""
HASHED = re.compile(r"\.(?:[0-9a-f]{8}\.\w+|[0-9A-Z]{8}\.js)$")


@cache
def built_app_folder() -> Path:
    """The folder of the built phone app: in the wheel beside the code, in a checkout under static/."""
    return Path(str(files("feedback_app.static"))) / "pwa" / "dist"


@api.post("/api/v1/enrol")
@api.arguments(EnrolRequestSchema)
@api.response(201, EnrolResponseSchema)
def enrol(asked: dict[str, Any]) -> dict[str, Any]:
    """Trade a one-time code for a device token.

    Unknown, used and expired codes get the same answer, and guessing is slowed. A phone that was enrolled before says
    as what (`former`), and goes on as that person.
    """
    now, source = clock.now(), client_network(request.remote_addr)
    former = Former(**asked["former"]) if asked.get("former") else None
    try:
        made = actions.enrol_device(
            db.session, asked["code"], asked["device"], source=source, now=now, former=former, keys=asked.get("keys")
        )
    except Problem as problem:
        if problem.code == "unknown-code":
            with transaction() as session:
                guess = audience.fingerprint(plain_code(asked["code"]))
                if actions.note_wrong_guess(session, kind="code", source=source, guess=guess, now=now):
                    note_event(session, "code_refused")
        raise
    audience.note_access()
    known_caller()
    device, person = made.device, made.person
    return {
        "token": made.token,
        "device_id": device.id,
        "person": {"id": person.id, "name": person.name, "role": device.role, "language": person.language},
        "scope": {
            "programme": device.programme_id,
            "place": made.place.code,
            "place_name": marked(made.place.label, made.programme.settings),
            "place_path": made.place.path,
            "instruments": device.instruments,
        },
        "programme": {
            "id": made.programme.id,
            "name": made.programme.name,
            "languages": made.programme.languages,
            "public_key": made.programme.public_key,
        },
        "epoch": epoch(db.session),
        **({"keys": device.posting_hash} if device.posting_hash else {}),
    }


@pages.get("/app")
def app_without_slash() -> ResponseReturnValue:
    """The worker's scope ends in a slash."""
    return redirect("/app/", 308)


@pages.get("/app/")
def app_start() -> ResponseReturnValue:
    """The phone app's one page."""
    return _file("index.html")


@pages.get("/app/<path:name>")
def app_file(name: str) -> ResponseReturnValue:
    """A file of the phone app. An address without an ending is one of the app's own screens."""
    return _file(name if "." in name.rsplit("/", 1)[-1] else "index.html")


def _file(name: str) -> Response:
    """The file as the browser likes it best, as the build packed it."""
    path = file_below(built_app_folder(), name)
    if path is None or path.suffix in {".br", ".gz"}:
        raise Problem("not-found")
    answer = representations.built_file(path, representations.BUILT)
    # Names with a hash never change; the others must be asked for each time, or no update would arrive.
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if HASHED.search(name) else "no-cache"
    if name.startswith(HASHES_PINS):
        answer.headers["Content-Security-Policy"] = HASHING_POLICY
    return answer
