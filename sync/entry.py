"""The unit that travels up: what an entry is, and what well-formed means."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import orjson

MAX_REV = 1_000_000
MAX_BODY = 512 * 1024
"""Bytes of one entry's body."""
MAX_AUTHOR = 40
"""Characters of an author's id; a longer one names nobody."""
MAX_DEPTH = 32
"""Levels of JSON in one entry's body; instruments need five."""

_ESCAPE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)
"""A pair of surrogates, half of one, or another escape: two backslashes are one escape, whatever comes after them."""
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Outcome(StrEnum):
    """What the server did with an entry. Nothing else is an answer for one."""

    STORED = "stored"
    KNOWN = "known"
    QUARANTINED = "quarantined"
    CONFLICT = "conflict"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something is not as it should be: the field, a stable reason code, and details a sentence can use."""

    field: str
    reason: str
    details: Mapping[str, Any] | None = None

    def wire(self) -> dict[str, Any]:
        """`{field, reason, …details}`."""
        return {"field": self.field, "reason": self.reason, **(self.details or {})}


@dataclass(frozen=True, slots=True)
class Entry:
    """One revision of one record. `content` is `body` parsed; `body` is what counts."""

    id: uuid.UUID
    rev: int
    digest: str
    body: bytes
    content: Mapping[str, Any]
    known_as: uuid.UUID | None = None
    """The id that its phone gave it, where another author's record has that (see `namesake`)."""
    author: str | None = field(init=False)
    """Who the body says wrote it; None when it says nothing usable."""

    def __post_init__(self) -> None:
        author = self.content.get("author")
        usable = isinstance(author, str) and 0 < len(author) <= MAX_AUTHOR and "\x00" not in author
        object.__setattr__(self, "author", author if usable else None)


class Extent(StrEnum):
    """How much is stored of what cannot be an entry."""

    WHOLE = "whole"
    DIGEST = "digest"
    """Its digest, size and faults. It gets no position, so that its phone never takes it for safe."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Malformed:
    """What was sent as an entry and cannot be one. `raw` is its JSON text, unabridged; `digest` names it."""

    id: str | None
    rev: int | None
    raw: bytes
    faults: tuple[Fault, ...]
    extent: Extent = Extent.WHOLE

    @property
    def record(self) -> uuid.UUID | None:
        """The record it seems to be of; None when it names none."""
        return _uuid7(self.id)

    @property
    def digest(self) -> str:
        """Hex SHA-256 of `raw`."""
        return hashlib.sha256(self.raw).hexdigest()


def read(raw: object) -> Entry | Malformed:
    """An entry out of a JSON value of any kind (that can be written again). Never raises."""
    if not isinstance(raw, dict):
        return _malformed(raw, None, None, Fault("entry", "not-an-object"))
    record, rev, digest, text = _uuid7(raw.get("id")), _rev(raw.get("rev")), raw.get("digest"), raw.get("body")
    if record is None:
        return _malformed(raw, raw.get("id"), rev, Fault("id", "not-a-uuid7"))
    if rev is None:
        return _malformed(raw, str(record), None, Fault("rev", "not-a-revision"))
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        return _malformed(raw, str(record), rev, _no_digest(raw))
    if not isinstance(text, str):
        return _malformed(raw, str(record), rev, Fault("body", "not-a-text"))
    body = text.encode("utf-8", "surrogatepass")
    if len(body) > MAX_BODY:
        return _malformed(raw, str(record), rev, Fault("body", "too-large", {"limit": MAX_BODY}))
    if hashlib.sha256(body).hexdigest() != digest:
        return _malformed(raw, str(record), rev, Fault("digest", "does-not-match"))
    content = read_body(body)
    if content is None:
        return _malformed(raw, str(record), rev, Fault("body", "not-a-json-object"))
    if not _is_shallow(content, body):
        return _malformed(raw, str(record), rev, Fault("body", "too-deep", {"limit": MAX_DEPTH}))
    return Entry(record, rev, digest, body, content)


def _no_digest(raw: Mapping[str, Any]) -> Fault:
    """What is wrong where there is no digest: a sealed entry has none, and comes here when it could not be opened."""
    is_sealed = isinstance(raw.get("sealed"), str) and "body" not in raw
    return Fault("sealed", "does-not-open") if is_sealed else Fault("digest", "not-a-sha256")


def _uuid7(value: object) -> uuid.UUID | None:
    if not isinstance(value, str) or len(value) != 36:
        return None
    try:
        made = uuid.UUID(value)
    except ValueError:
        return None
    return made if made.version == 7 and str(made) == value.lower() else None


def _rev(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MAX_REV else None


def read_body(body: bytes) -> Mapping[str, Any] | None:
    """The JSON object that a body is; None for anything else.

    Half of a surrogate pair, as a browser writes of an emoji that was cut in two, reads as U+FFFD: one damaged sign
    must not make a whole record unreadable. The body itself stays as it came.
    """
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError:
        mended = _ESCAPE.sub(_whole, body)
        if mended == body:
            return None
        return read_body(mended)
    return content if isinstance(content, dict) else None


def _whole(escape: re.Match[bytes]) -> bytes:
    return rb"\ufffd" if escape["half"] else escape[0]


def _is_shallow(content: object, body: bytes) -> bool:
    """Whether a JSON value ends within MAX_DEPTH levels, looked at level by level: whoever reads it may recurse."""
    if body.count(b"{") + body.count(b"[") < MAX_DEPTH:
        return True  # as almost all: it opens too little to be deep
    level = [content]
    for _ in range(MAX_DEPTH):
        level = [
            part
            for one in level
            if isinstance(one, dict | list)
            for part in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return True
    return False


def _malformed(raw: object, record: object, rev: int | None, fault: Fault) -> Malformed:
    name = record if isinstance(record, str) and len(record) <= 100 else None
    return Malformed(name, rev, orjson.dumps(raw, option=orjson.OPT_SORT_KEYS), (fault,))
