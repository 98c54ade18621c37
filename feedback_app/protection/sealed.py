"""What is sealed to a protection key, as the server can judge it: its shape and size, never what is in it. Pure.

Reports and what officers write are HPKE as sealed items are (`sync.sealing`), under names of their own, and padded: all
of a kind are of one size. `static/pwa/src/bundle/padding.ts` does the same.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass

from sync.sealing import OVERHEAD

REPORT, REFERRAL = "protection-report", "protection-referral"
"""The names that they are sealed under."""
REPORT_BYTES = 8192 + OVERHEAD
REFERRAL_BYTES = 4096 + OVERHEAD
LEAST_ITERATIONS = 600_000
"""Of PBKDF2-HMAC-SHA-256, by which a passphrase is made the key of the private key."""
_POINT = 65
_MOST_WRAPPED = 2000
MOST_WRAPS = 50_000
"""Signs of all that an officer sends at once: of far more keys than a programme ever makes."""


@dataclass(frozen=True, slots=True)
class SentReport:
    """A report as a phone sent it."""

    key: str
    sealed: bytes

    @property
    def sha256(self) -> str:
        """By which the phone knows that it arrived."""
        return hashlib.sha256(self.sealed).hexdigest()


def read_report(sent: object) -> SentReport | None:
    """What a phone sent, as `{key, sealed}`; None for what cannot be a report."""
    if not isinstance(sent, dict) or not isinstance(key := sent.get("key"), str):
        return None
    sealed = read_sealed(sent.get("sealed"), REPORT_BYTES)
    return SentReport(key, sealed) if sealed else None


def read_sealed(text: object, size: int) -> bytes | None:
    """Bytes of exactly this size, from base64."""
    if not isinstance(text, str) or len(text) != -(-size // 3) * 4:
        return None
    try:
        found = base64.b64decode(text, validate=True)
    except binascii.Error:
        return None
    return found if len(found) == size else None


def key_name(public_key: str) -> str:
    """How reports name the key that they are sealed to."""
    return hashlib.sha256(public_key.encode()).hexdigest()[:32]


def is_public_key(text: str) -> bool:
    """Whether it is base64url of an uncompressed point; whether it is on the curve, who seals to it finds out."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{87}", text):
        return False
    return base64.urlsafe_b64decode(f"{text}=")[:1] == b"\x04"


def read_wraps(text: str) -> dict[str, str] | None:
    """Wrapped private keys by the names of their keys, as they are stored; None where one of them is none."""
    try:
        found = json.loads(text) if len(text) <= MOST_WRAPS else None
    except ValueError:
        return None
    if not isinstance(found, dict) or not found:
        return None
    read = {key: read_wrapped(json.dumps(wrapped)) for key, wrapped in found.items()}
    stored = {key: wrapped for key, wrapped in read.items() if wrapped is not None}
    return stored if len(stored) == len(found) else None


def read_wrapped(text: str) -> str | None:
    """A wrapped private key as it is stored; None for what is none, or is wrapped too lightly."""
    try:
        found = json.loads(text) if len(text) <= _MOST_WRAPPED else None
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    texts = {name: found.get(name) for name in ("salt", "iv", "private")}
    iterations = found.get("iterations")
    if not all(isinstance(one, str) and re.fullmatch(r"[A-Za-z0-9+/=]{8,1000}", one) for one in texts.values()):
        return None
    if type(iterations) is not int or not LEAST_ITERATIONS <= iterations <= 100 * LEAST_ITERATIONS:
        return None
    return json.dumps(texts | {"iterations": iterations}, sort_keys=True)
