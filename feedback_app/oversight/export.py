"""An audit event without personal data, so that the log may leave for others.

The hash chain can still be walked: each line has the digest of the whole event, which its random id covers, so that
nobody gets from the digest what was left out.
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac

import orjson

from feedback_app.audit.hash_chain import digest
from feedback_app.audit.store import StoredEvent

PERSONAL = frozenset({"person", "device"})
"""Kinds whose ids are of people."""


def exported_line(event: StoredEvent, key: bytes) -> str:
    """One line. Who, and people and phones that it is about, have names made with the key: alike within one export."""
    kind, _, about = (event.about or "").partition(":")
    line = {
        "position": event.position, "previous": event.previous, "hash": event.hash,
        "digest": digest(dataclasses.asdict(event)), "at": event.at.isoformat(), "event": event.event,
        "programme": event.programme_id, "actor": event.actor_kind, "actor_name": _name(event.actor_id, key),
        "about": (f"{kind}:{_name(about, key) if kind in PERSONAL else about}") if event.about else None,
        "details": {
            name: _name(str(value), key) if name in PERSONAL else value
            for name, value in orjson.loads(event.details).items()
        },
    }  # fmt: skip
    return orjson.dumps(line).decode()


def _name(text: str | None, key: bytes) -> str | None:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:16] if text else None
