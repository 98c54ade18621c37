"""Requests and answers as they look, for the API's description. Invented people and places; tests load each. Pure."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson

from feedback_app.portfolio.formats import FORMATS
from feedback_app.portfolio.listing.groups import Figure
from feedback_app.portfolio.output import ADDRESS, Page
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
            "uses": {"keep": True, "photo": True, "voice": True, "quote": False, "contact": False},
        },
        "answers": {"age": "25_34", "domaine": "eau", "quoi_eau": "panne", "gravite": "grave"},
        "media": [],
    }
).decode()

RECORD = "0193f0a4-1d72-7b0e-8f4f-5b7c1d9e3a21"
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
    "cursor": None,
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
            "id": RECORD,
            "op": "put",
            "body": {
                "id": RECORD,
                "rev": 1,
                "state": State.RECEIVED.value,
                "events": [
                    {"id": f"{RECORD}.1", "state": State.RECEIVED.value, "at": "2026-11-23T18:40:01.412Z", "rev": 1},
                ],
            },
        }
    ],
    "cursor": "eyJ2IjoxfQ",
    "more": False,
}
SOLUTION = {
    "id": "0193f0b0-5e2a-7a9f-9d77-6c1e0b3f4d02",
    "title": "Former deux réparateurs par village",
    "description": "",
    "project": {
        "id": "RSE-009",
        "title": "Pompe hydraulique villageoise",
        "status": "livré",
        "funders": [{"id": "cacao-du-lac", "name": "Cacao du Lac", "share": None}],
    },
}
NEED = {
    "id": "5d1f0c3ba9e24c17",
    "programme": "demo",
    "place": {
        "code": "CI230307",
        "name": "Bouata",
        "label": "Bouata",
        "level": "sous_prefecture",
        "latitude": 7.5,
        "longitude": -6.1,
    },
    "domain": {"code": "eau", "label": {"fr": "L’eau", "en": "Water"}},
    "theme": {"id": "0193f0b0-4f1e-7d02-a1c4-2f7f5a6b8c01", "title": "Pompes en panne"},
    "solution": SOLUTION,
    "solutions": [SOLUTION],
    "voices": 10,
    "k": 5,
    "details": [{"code": "panne", "label": {"fr": "La pompe est en panne", "en": "The pump is broken"}, "voices": 5}],
    "gravity": [{"code": "grave", "label": {"fr": "C’est grave", "en": "It is serious"}, "voices": 10}],
    "first_month": "2026-09",
    "last_month": "2026-11",
}
_PAGE = Page(lines=[NEED], figure=Figure(needs=1, voices=10, k=5), limit=500, offset=0, next=None, previous=None)
LISTS: dict[str, Any] = {one.media_type: orjson.loads(one.write(_PAGE)) for one in FORMATS if one.is_json}
"""The portfolio by media type."""

EXAMPLES: dict[tuple[str, str], dict[str, Any]] = {
    ("post", "/api/v1/enrol"): {"request": ENROL_REQUEST, "application/json": ENROL_ANSWER},
    ("post", "/api/v1/exchange"): {"request": EXCHANGE_REQUEST, "application/json": EXCHANGE_ANSWER},
    **{("get", one.address): {one.media_type: LISTS[one.media_type]} for one in FORMATS if one.is_json},
    ("get", ADDRESS): LISTS,
}
"""By method and path: a request, and an answer by media type."""
