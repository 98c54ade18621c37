"""What is inside a sealed item: one line that says what it is, with its phone's MAC, then its bytes. Pure.

Hostile until checked: anyone can seal to a programme's public key.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

import orjson

from sync.entry import MAX_BODY
from sync.gunzip import BrokenGzip, GzipTooLarge, gunzip
from sync.sealing import is_vouched, vouch

MAX_HEAD = 2000
MAX_MEDIUM = 25 * 1024 * 1024
"""Bytes of a photo or a voice, here and on the phone."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class SealedItem:
    """An entry (`id`, `rev` given) or a medium (`type` given) of a phone; `digest` is what its bytes claim to be."""

    device: str
    digest: str
    mac: str
    payload: bytes
    id: str = ""
    rev: int = 0
    type: str = ""

    def is_vouched(self, key: bytes) -> bool:
        """Whether the MAC was made with this vouching key, and the bytes have the digest that it covers."""
        parts = _mac_parts({"type": self.type, "id": self.id, "rev": self.rev}, self.digest)
        return is_vouched(key, self.mac, *parts) and hashlib.sha256(self.payload).hexdigest() == self.digest

    def entry(self) -> dict[str, Any]:
        """The entry as it travels in an exchange."""
        return {
            "id": self.id, "rev": self.rev, "digest": self.digest,
            "body": self.payload.decode(),
        }  # fmt: skip

    def wire(self) -> bytes:
        """The bytes that are sealed: the line, then the payload."""
        head: dict[str, Any] = {"device": self.device, "digest": self.digest, "mac": self.mac}
        head |= {"type": self.type} if self.type else {"id": self.id, "rev": self.rev}
        return orjson.dumps(head) + b"\n" + self.payload


def sealed_entry(device: str, key: bytes, *, id: str, rev: int, body: bytes) -> SealedItem:
    """An entry of this phone, ready to be sealed, with the MAC made with the phone's vouching key."""
    digest = hashlib.sha256(body).hexdigest()
    return SealedItem(device, digest, vouch(key, "entry", id, str(rev), digest), body, id=id, rev=rev)


def sealed_medium(device: str, key: bytes, *, type: str, content: bytes) -> SealedItem:
    """A photo or voice of this phone, ready to be sealed, with the MAC made with the phone's vouching key."""
    digest = hashlib.sha256(content).hexdigest()
    return SealedItem(device, digest, vouch(key, "media", digest, type), content, type=type)


def device_named(plain: bytes) -> str | None:
    """The phone that the bytes of a sealed item name as its own, nothing unpacked; None when they are no item."""
    head = _head(plain)
    return None if head is None else str(head[0]["device"])


def is_head_vouched(plain: bytes, key: bytes) -> bool:
    """Whether the MAC of a sealed item was made with this vouching key, nothing unpacked. That its bytes have the
    digest which the MAC covers is not known before (`SealedItem.is_vouched`)."""
    found = _head(plain)
    if found is None:
        return False
    head, _ = found
    return is_vouched(key, head["mac"], *_mac_parts(head, head["digest"]))


def _head(plain: bytes) -> tuple[dict[str, Any], bytes] | None:
    """(head, payload) of a sealed item."""
    line, found, _payload = plain[:MAX_HEAD].partition(b"\n")
    if not found:
        return None
    try:
        head = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(head, dict) or not (_is_text(head.get("device"), 36) and _is_text(head.get("mac"), 64)):
        return None
    digest = head.get("digest")
    fits = isinstance(digest, str) and _SHA256.fullmatch(digest)
    return (head, plain[len(line) + 1 :]) if fits else None


def read_sealed_item(plain: bytes, *, vouched_by: bytes | None = None) -> SealedItem | None:
    """Reads the bytes that came out of a sealed item; None when they are no item. An entry may be packed by gzip.

    With `vouched_by`, a phone's vouching key, also None when the MAC was not made with it; this is checked before
    anything is unpacked, so that a stranger's items cost nothing.
    """
    read = _head(plain)
    if read is None:
        return None
    head, payload = read
    device, digest, mac = (str(head[name]) for name in ("device", "digest", "mac"))
    if vouched_by is not None and not is_vouched(vouched_by, mac, *_mac_parts(head, digest)):
        return None
    if _is_text(head.get("type"), 80):
        fits = len(payload) <= MAX_MEDIUM
        return SealedItem(device, digest, mac, payload, type=head["type"]) if fits else None
    return _entry(head, device, digest, mac, payload)


def _mac_parts(head: dict[str, Any], digest: str) -> tuple[str, ...]:
    """What the MAC of an item with this head is made over."""
    if head.get("type"):
        return "media", digest, str(head["type"])
    return "entry", str(head.get("id")), str(head.get("rev")), digest


def _entry(head: dict[str, Any], device: str, digest: str, mac: str, payload: bytes) -> SealedItem | None:
    id, rev = head.get("id"), head.get("rev")
    body = _unpacked(payload)
    if not _is_text(id, 36) or not isinstance(rev, int) or isinstance(rev, bool) or body is None:
        return None
    try:
        body.decode()
    except UnicodeDecodeError:
        return None
    return SealedItem(device, digest, mac, body, id=str(id), rev=rev)


def _unpacked(payload: bytes) -> bytes | None:
    """A body as it was before gzip, never more than a body may be; None for a bomb or what gzip cannot read."""
    if payload[:2] != b"\x1f\x8b":  # JSON never begins like this
        return payload if len(payload) <= MAX_BODY else None
    try:
        return gunzip(payload, limit=MAX_BODY)
    except (BrokenGzip, GzipTooLarge):
        return None


def _is_text(value: object, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest and "\x00" not in value
