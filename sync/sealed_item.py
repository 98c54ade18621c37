"""What is inside a sealed item: one line that says what it is, with its phone's signature or MAC, then its bytes. Pure.

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
from sync.signing import Vouching, is_signed

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
    signature: str = ""
    """Of a phone with a key pair; it makes no MAC."""

    def is_vouched(self, by: Vouching | bytes) -> bool:
        """Whether its phone vouches for it (bytes: the key of its MACs), and the bytes have the digest that this
        covers."""
        return _is_vouched(self.head(), by) and hashlib.sha256(self.payload).hexdigest() == self.digest

    def entry(self) -> dict[str, Any]:
        """The entry as it travels in an exchange."""
        return {
            "id": self.id, "rev": self.rev, "digest": self.digest,
            "body": self.payload.decode(),
        }  # fmt: skip

    def wire(self) -> bytes:
        """The bytes that are sealed: the line, then the payload."""
        return orjson.dumps(self.head()) + b"\n" + self.payload

    def head(self) -> dict[str, Any]:
        """What the line says."""
        proof = {"sig": self.signature} if self.signature else {"mac": self.mac}
        kind = {"type": self.type} if self.type else {"id": self.id, "rev": self.rev}
        return {"device": self.device, "digest": self.digest, **proof, **kind}


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
    found = _head(plain)
    return None if found is None else str(found[0]["device"])


def is_head_vouched(plain: bytes, by: Vouching | bytes) -> bool:
    """Whether the phone whose items are checked with this vouches for a sealed item, nothing unpacked.

    That its bytes have the digest which this covers is not known before (`SealedItem.is_vouched`).
    """
    found = _head(plain)
    return found is not None and _is_vouched(found[0], by)


def _head(plain: bytes) -> tuple[dict[str, Any], bytes] | None:
    """(head, payload) of a sealed item."""
    line, found, _payload = plain[:MAX_HEAD].partition(b"\n")
    if not found:
        return None
    try:
        head = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(head, dict):
        return None
    return (head, plain[len(line) + 1 :]) if _has_proof(head) else None


def read_sealed_item(plain: bytes, *, vouched_by: Vouching | bytes | None = None) -> SealedItem | None:
    """Reads the bytes that came out of a sealed item; None when they are no item. An entry may be packed by gzip.

    With `vouched_by`, what a phone's items are checked with, also None when that phone does not vouch for it; this is
    checked before anything is unpacked, so that a stranger's items cost nothing.
    """
    read = _head(plain)
    if read is None:
        return None
    head, payload = read
    if vouched_by is not None and not _is_vouched(head, vouched_by):
        return None
    if _is_text(head.get("type"), 80):
        return _item(head, payload, type=head["type"]) if len(payload) <= MAX_MEDIUM else None
    return _entry(head, payload)


def _has_proof(head: dict[str, Any]) -> bool:
    """Whether it names a phone, a digest, and a signature or a MAC."""
    device, digest = head.get("device"), head.get("digest")
    proof = _is_text(head.get("sig"), 128) or _is_text(head.get("mac"), 64)
    return proof and _is_text(device, 36) and isinstance(digest, str) and bool(_SHA256.fullmatch(digest))


def _is_vouched(head: dict[str, Any], by: Vouching | bytes) -> bool:
    """Whether a phone vouches for an item with this head. Where there is a signature, no MAC counts."""
    by = Vouching(mac_key=by) if isinstance(by, bytes) else by
    digest = str(head["digest"])
    kind, *parts = ("media", digest, str(head["type"])) if head.get("type") else ("entry", *_entry_parts(head), digest)
    if signature := head.get("sig"):
        return any(is_signed(one, str(signature), kind, str(head["device"]), *parts) for one in by.public_keys)
    return by.mac_key is not None and is_vouched(by.mac_key, str(head.get("mac")), kind, *parts)


def _entry_parts(head: dict[str, Any]) -> tuple[str, str]:
    return str(head.get("id")), str(head.get("rev"))


def _item(head: dict[str, Any], payload: bytes, **more: Any) -> SealedItem:
    proof = {"mac": "", "signature": head["sig"]} if head.get("sig") else {"mac": head["mac"]}
    return SealedItem(device=head["device"], digest=head["digest"], payload=payload, **proof, **more)


def _entry(head: dict[str, Any], payload: bytes) -> SealedItem | None:
    id, rev = head.get("id"), head.get("rev")
    body = _unpacked(payload)
    if not _is_text(id, 36) or not isinstance(rev, int) or isinstance(rev, bool) or body is None:
        return None
    try:
        body.decode()
    except UnicodeDecodeError:
        return None
    return _item(head, body, id=str(id), rev=rev)


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
