"""How the doctor shows that it runs where the server does. Pure."""

from __future__ import annotations

import hashlib
import hmac

PATH = "/selfcheck"
SLOW_PATH = "/selfcheck/slow"
HEADER = "X-Echo-Doctor"
GOOD_S = 600
MIB = 1024 * 1024
TRIED = (256 * 1024, 2 * MIB, 20 * MIB)
"""Bytes of the bodies that are tried: a phone's piece, its largest exchange with room to spare, a file at the desk."""
MOST_WAIT_S = 50.0
MOST_ANSWER = 8 * MIB
"""Bytes of the largest answer: more than what a system buffers for a client that does not read."""


def make_token(secret: str, at: float) -> str:
    """What is shown at a moment."""
    return f"{int(at)}.{_mac(secret, int(at))}"


def is_valid_token(secret: str, shown: str, now: float) -> bool:
    """Whether what is shown was made with this secret in the last minutes."""
    at, _, mac = shown.partition(".")
    if not (at.isascii() and at.isdigit() and len(at) < 15 and abs(now - int(at)) < GOOD_S):
        return False
    return hmac.compare_digest(mac.encode(), _mac(secret, int(at)).encode())


def _mac(secret: str, at: int) -> str:
    return hmac.new(secret.encode(), f"doctor {at}".encode(), hashlib.sha256).hexdigest()
