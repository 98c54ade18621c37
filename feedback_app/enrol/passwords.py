"""Passwords of the desk, by argon2."""

from __future__ import annotations

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$kGcrBxkyRHGiyBwxE3PUsQ$xp6nZhfEQ5QRdxL8FY5Smrvw3kbR/DHGQY5HYNrTLtA"
"""The hash of a password that was thrown away: checking against it takes as long as against a real one."""


def hash_password(password: str) -> str:
    """What is stored of a password."""
    return _hasher.hash(password)


def as_typed(password: str) -> str:
    """What was meant: without the blanks and invisible marks that come along at both ends when a password is copied.
    No password has any there."""
    visible = [at for at, sign in enumerate(password) if not sign.isspace() and unicodedata.category(sign) != "Cf"]
    return password[visible[0] : visible[-1] + 1] if visible else ""


def fits(password: str, stored: str | None) -> bool:
    """Whether this is the password. Takes the same time when there is none."""
    try:
        return _hasher.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def new_password() -> str:
    """A generated password: 15 signs, about 75 bits, in groups that can be read aloud."""
    signs = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(signs) for _ in range(5)) for _ in range(3))
