"""What a form of the desk must send back, so that no other site can send it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

from flask import current_app, g

from feedback_app.base.session_cookie import session_cookie


def csrf_token() -> str:
    """What a desk form must send back (field `csrf` or header `X-CSRF-Token`). Another text each time, so that what an
    answer weighs once packed says nothing of it (BREACH); each counts as long as the session."""
    pad = secrets.token_bytes(hashlib.sha256().digest_size)
    return base64.urlsafe_b64encode(pad + _xor(pad, _session_mac())).decode()


def is_csrf_token(sent: str) -> bool:
    """Whether this is a token of the session that this request bears."""
    try:
        both = base64.b64decode(sent.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return False
    half = len(both) // 2
    return hmac.compare_digest(_xor(both[:half], both[half:]), _session_mac())


def _session_mac() -> bytes:
    """Bound to the session's cookie, which may be on its way to the browser in this very answer (`signed_in`)."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    cookie: str = g.get("new_session") or session_cookie()
    return hmac.new(secret, cookie.encode(), hashlib.sha256).digest()


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=False))
