"""Requests and answers as they look, for the API's description. Invented people and places; tests load each. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from feedback_app.out.format import Export
from schemas.roles import PHONE_ROLES
from schemas.states import State

ENTRY_BODY = orjson.dumps(
    {
        "instrument": "besoin",
        "instrument_version": "1",
        "programme": "demo",
        "place": "C1516",
        "project": None,
        "author": "0193f0a2-6a30-7c11-9a53-0e5d6c1f2b10",
        "recorded_at": "2026-11-23T09:12:33.120+00:00",
        "duration_ms": 81234,
        "mode": "assisted",
        "location": None,
        "consent": {
            "version": "2026-1",
            "language": "fr",
            "given_by": "oral",
            "attribution": "anonymous",
            "uses": {"keep": True, "photo": True, "voice": True},
        },
        "answers": {"age": "25_34", "domaine": "eau", "quoi_eau": "panne", "gravite": "grave"},
        "media": [],
    }
).decode()

RECORD = "0193f0a4-1d72-7b0e-8f4f-5b7c1d9e3a21"
EARLIER = "0193e6b2-5c40-7d19-a2f1-6e0b9c8d7f34"
"""A record that was handed over before, and has been opened at the desk since."""
DIGEST = hashlib.sha256(ENTRY_BODY.encode()).hexdigest()

ENROL_REQUEST = {
    "code": "7KQ4M-XA9CD",
    "device": {"name": "Téléphone d’Awa", "platform": "Android 10, Chrome 109", "app_version": "0.1.0"},
}
ENROL_ANSWER = {
    "token": "pN3x…43 signs…8Q",
    "device_id": "0193f0a3-02b1-7f3a-b7a1-9d2f6e4c1b55",
    "person": {"id": "0193f0a2-6a30-7c11-9a53-0e5d6c1f2b10", "name": "Awa", "role": PHONE_ROLES[0], "language": "fr"},
    "scope": {
        "programme": "demo",
        "place": "CI230307",
        "place_name": "Bouata",
        "place_path": "/CI/CI-SM/CI23/CI2303/CI230307/",
        "instruments": None,
    },
    "programme": {"id": "demo", "name": {"fr": "Pilote"}, "languages": ["fr", "en"], "public_key": None},
    "epoch": "9f3c1a77e2",
}
EXCHANGE_REQUEST = {
    "nonce": "c2b1d0",
    "clock": "2026-11-23T18:40:00.000+00:00",
    "cursor": "9f3c1a77e2.112.5d0c8e1f",
    "entries": [{"id": RECORD, "rev": 1, "digest": DIGEST, "body": ENTRY_BODY}],
    "health": {"unsent": 1, "media_pending_bytes": 0, "persisted": True, "app_version": "0.1.0"},
}
EXCHANGE_ANSWER = {
    "nonce": "c2b1d0",
    "clock": "2026-11-23T18:40:01.412Z",
    "epoch": "9f3c1a77e2",
    "safe": 0,
    "acks": [{"id": RECORD, "rev": 1, "outcome": "stored", "position": 118}],
    "missing": [],
    "changes": [
        {
            "kind": "record",
            "id": EARLIER,
            "op": "put",
            "body": {
                "id": EARLIER,
                "rev": 1,
                "state": State.READ.value,
                "events": [
                    {"id": f"{EARLIER}.1", "state": State.RECEIVED.value, "at": "2026-11-21T17:02:11.090Z", "rev": 1},
                    {"id": f"{EARLIER}.1.read", "state": State.READ.value, "at": "2026-11-23T08:15:40.333Z", "rev": 1},
                ],
            },
        }
    ],
    "cursor": "9f3c1a77e2.117.5d0c8e1f",
    "more": False,
}
EXAMPLES: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("post", "/api/v1/enrol"): {"request": ENROL_REQUEST, "application/json": ENROL_ANSWER},
    ("post", "/api/v1/exchange"): {"request": EXCHANGE_REQUEST, "application/json": EXCHANGE_ANSWER},
}
"""By method and path: a request, and an answer by media type."""


def of_exports(exports: Iterable[Export]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The same of datasets, in their formats that are JSON."""
    return {
        ("get", one.address): {one.format.media_type: orjson.loads(one.write(one.dataset.example))}
        for one in exports
        if one.format.is_json
    }
