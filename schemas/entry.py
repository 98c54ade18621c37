"""What phones send in an exchange, as JSON Schema for the API's description. A server reads entries one by one, so
that one that does not fit never fails the others; a test holds words and bounds against what it checks."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

MAX_REV = 1_000_000
SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
RECORD = {"type": "string", "format": "uuid", "description": "The record: a UUIDv7, made on the phone"}
REV = {"type": "integer", "minimum": 1, "maximum": MAX_REV, "description": "Its revision; 1 is the original"}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _text(longest: int, meaning: str = "") -> dict[str, Any]:
    described = {"description": meaning} if meaning else {}
    return {"type": "string", "minLength": 1, "maxLength": longest, **described}


def _one_of(*words: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(words)}


def _object(properties: dict[str, Any], *, optional: Collection[str] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
    }


def _nullable(schema: dict[str, Any], meaning: str) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}], "description": meaning}


LOCATION = _object(
    {
        "lat": {"type": "number", "minimum": -90, "maximum": 90},
        "lon": {"type": "number", "minimum": -180, "maximum": 180},
        "accuracy_m": {"type": ["number", "null"], "minimum": 0, "maximum": 1e7, "description": "Radius in metres"},
        "source": {"type": "string", "description": "`gps`"},
    },
    optional=("accuracy_m", "source"),
)
CONSENT = _object(
    {
        "version": _text(40, "Of the words that were agreed to: the `programme` row's `consent.version`"),
        "language": {"type": "string", "description": "In which they were said"},
        "given_by": _one_of("group", "oral", "tick"),
        "attribution": _one_of("anonymous", "named"),
        "uses": {
            "type": "object", "maxProperties": 20, "additionalProperties": {"type": "boolean"},
            "description": "Without `keep` nothing is stored; `photo` and `voice` are about media",
        },
    },
    optional=("language", "attribution"),
)  # fmt: skip
MEDIUM = _object(
    {
        "sha256": SHA256,
        "type": {"type": "string", "pattern": "^(image|audio)/[a-z0-9.+-]{1,40}(;.*)?$"},
        "bytes": {"type": "integer", "minimum": 1, "description": "At most 25 MiB"},
        "question": _text(120, "The question that it answers"),
    }
)
REPLY = _object(
    {
        "decision": {"type": "string", "description": "The `id` of the event, in the `record` row, that is answered"},
        "text": {"type": "string"},
    }
)
ENTRY_BODY = _object(
    {
        "instrument": _text(60, "The name of the form"),
        "instrument_version": _text(60, "Its version"),
        "programme": {"type": "string"},
        "place": _text(40, "A place of the phone's scope, or of one it had"),
        "project": _nullable(_text(80), "A project of the programme"),
        "author": _text(40, "The `person.id` of the enrolment"),
        "recorded_at": {"type": "string", "description": "By the device's clock, RFC 3339 with offset"},
        "duration_ms": {"type": "integer", "minimum": 0, "maximum": 30 * 24 * 3600 * 1000},
        "mode": _one_of("alone", "assisted", "group"),
        "location": _nullable(LOCATION, "Where it was recorded"),
        "consent": CONSENT,
        "answers": {"type": "object", "description": "By question name; none with `danger`"},
        "media": {"type": "array", "maxItems": 50, "items": MEDIUM},
        "reply_to": _nullable(REPLY, "What a reviewer asked, and what the author says to it"),
        "danger": _text(120, "The question that opened the danger door"),
        "code": {"type": "string", "pattern": "^[0-9]{10}$", "description": "The record's spoken code"},
    },
    optional=("project", "duration_ms", "location", "media", "reply_to", "danger", "code"),
)
SCHEMAS: dict[str, Any] = {
    "Entry": _object(
        {
            "id": RECORD,
            "rev": REV,
            "digest": {**SHA256, "description": "SHA-256 of the UTF-8 bytes of `body`"},
            "body": {
                "type": "string", "contentMediaType": "application/json", "contentSchema": _ref("EntryBody"),
                "description": "`EntryBody` as JSON text, made once on the phone and sent as it is ever after",
            },
        }
    ),
    "EntryBody": {**ENTRY_BODY, "description": "One revision of a record. What is not named here is stored too"},
    "SealedEntry": _object(
        {
            "id": RECORD,
            "rev": REV,
            "sealed": {
                "type": "string", "contentEncoding": "base64",
                "description": "The item that a carried file holds under `entries/<id>.<rev>`, with padding",
            },
        }
    ),
}  # fmt: skip
"""By name, beside those of marshmallow."""
UNREAD: dict[str, dict[str, Any]] = {
    "entries": {
        "items": {"anyOf": [_ref("Entry"), _ref("SealedEntry")]},
        "description": "What fits neither is answered `quarantined` and never fails its neighbours",
    },
    "health": _nullable(_ref("Health"), "How the phone is doing; what does not fit is passed over"),
    "keys": _nullable(_ref("NewKeys"), "The phone's next keys, to be renewed; what does not fit is passed over"),
}
"""Of a request's fields that the server reads by itself: what fits."""
