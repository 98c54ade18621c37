"""Recovery codes: fifteen signs, about seventy bits, of which only salted hashes are stored."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from feedback_app.base.ids import CODE_ALPHABET, plain_code

HOW_MANY = 10
_GROUPS = 3
_SIGNS = 5


def new_codes() -> list[str]:
    """As many as somebody gets, to be shown this once."""
    return [_new_code() for _ in range(HOW_MANY)]


def _new_code() -> str:
    return "-".join("".join(secrets.choice(CODE_ALPHABET) for _ in range(_SIGNS)) for _ in range(_GROUPS))


def new_salt() -> str:
    """128 random bits."""
    return secrets.token_hex(16)


def hash_code(code: str, salt: str) -> str:
    """What is stored of a code, however it was typed."""
    return hashlib.sha256(f"{salt} {plain_code(code)}".encode()).hexdigest()


def fits(typed: str, salt: str, code_hash: str) -> bool:
    """Whether this is the code."""
    return hmac.compare_digest(hash_code(typed, salt), code_hash)
