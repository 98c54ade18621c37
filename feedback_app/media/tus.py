"""tus 1.0 in its own words: what headers say. Pure; hostile until checked."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from sync import bundle
from sync.sealed_item import MAX_HEAD, MAX_MEDIUM
from sync.sealing import OVERHEAD

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,termination,expiration"
CHECKSUMS = ("sha1", "sha256")
OFFSET_TYPE = "application/offset+octet-stream"
TYPES = frozenset(
    {
        "image/jpeg", "image/png", "image/webp", "audio/webm", "audio/ogg", "audio/mp4", "audio/mpeg", "audio/wav",
        "audio/aac",
    }
)  # fmt: skip

BUNDLE = bundle.MEDIA_TYPE
"""A hand-carried file on its way: stored like a content until `carry` has taken it in."""
LARGEST = bundle.LARGEST
"""Bytes of the largest upload of any type."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


def largest(kind: str) -> int:
    """Bytes of an upload of this type; 0 for a type that is not taken."""
    return bundle.LARGEST if kind == BUNDLE else MAX_MEDIUM if kind in TYPES else 0


class Unreadable(ValueError):
    """A header that cannot be; the message is its name."""


@dataclass(frozen=True, slots=True)
class Announced:
    """What an upload says it will be."""

    sha256: str
    type: str
    sealed: str | None = None
    """SHA-256 of the bytes that come, where they are the content sealed to the programme (`sync.sealed_item`)."""

    @property
    def limit(self) -> int:
        """Bytes that may come of it; 0 for a type that is not taken."""
        return largest(self.type) and largest(self.type) + (MAX_HEAD + OVERHEAD if self.sealed else 0)


def number(text: str | None, header: str) -> int:
    """A non-negative whole number out of a header."""
    if text is None or not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise Unreadable(header)
    return int(text)


def metadata(text: str | None) -> Announced:
    """`Upload-Metadata` as what it must hold: the hex SHA-256 and the media type; `sealed` where it comes sealed."""
    found = {}
    for pair in (text or "").split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value.strip(), validate=True).decode("ascii")
        except ValueError:
            raise Unreadable("Upload-Metadata") from None
    sha256, kind = found.get("sha256", ""), found.get("type", found.get("filetype", "")).split(";")[0].strip().lower()
    sealed = found.get("sealed")
    if not _SHA256.fullmatch(sha256) or not kind or (sealed is not None and not _SHA256.fullmatch(sealed)):
        raise Unreadable("Upload-Metadata")
    return Announced(sha256, kind, sealed)


def checksum(text: str | None) -> tuple[str, bytes] | None:
    """`Upload-Checksum` as (algorithm, digest); None when there is none."""
    if text is None:
        return None
    algorithm, _, value = text.partition(" ")
    try:
        digest = base64.b64decode(value.strip(), validate=True)
    except ValueError:
        raise Unreadable("Upload-Checksum") from None
    if algorithm not in CHECKSUMS:
        raise Unreadable("Upload-Checksum")
    return algorithm, digest
