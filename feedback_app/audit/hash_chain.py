"""How events are chained: each hash covers the one before it, the position, and all of the event. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

FIRST = "0" * 64
"""What the first event follows."""
COVERED = (
    "id", "at", "event", "programme_id", "actor_kind", "actor_id", "network", "about", "details", "request_id",
)  # fmt: skip
"""The columns of an event that its digest covers: all but those of the hash chain itself."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of a hash chain, or an earlier one."""

    position: int = 0
    hash: str = FIRST

    def to_json(self) -> dict[str, Any]:
        """As backups note it."""
        return {"position": self.position, "hash": self.hash}


def digest(event: Mapping[str, Any]) -> str:
    """SHA-256 of all of an event but its place."""
    covered = {name: _plain(event[name]) for name in COVERED}
    return hashlib.sha256(orjson.dumps(covered, option=orjson.OPT_SORT_KEYS)).hexdigest()


def link(previous: str, position: int, event_digest: str) -> str:
    """The hash of the event at this position."""
    return hashlib.sha256(f"{previous}\n{position}\n{event_digest}".encode()).hexdigest()


def _plain(value: Any) -> str | None:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return None if value is None else str(value)
