"""Names and secrets that the server makes."""

from __future__ import annotations

import hashlib
import secrets
import uuid

import uuid_utils.compat

CODE_ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"
"""No sign in it is mistaken for another when it is read aloud or copied by hand."""


def new_id() -> uuid.UUID:
    """A UUIDv7: sorts by the time of its making."""
    return uuid_utils.compat.uuid7()


def random_id() -> uuid.UUID:
    """A UUIDv4: says nothing of when it was made."""
    return uuid.uuid4()


def new_token() -> str:
    """256 random bits for a bearer, URL-safe. Given out once; only `hash_token` of it is stored."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A one-time code that a person can type: 10 signs, about 47 bits, grouped as XXXXX-XXXXX."""
    signs = "".join(secrets.choice(CODE_ALPHABET) for _ in range(10))
    return f"{signs[:5]}-{signs[5:]}"


def plain_code(typed: str) -> str:
    """The code as it was made, whatever case, spaces and dashes the person typed."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def hash_token(secret: str) -> str:
    """What is stored of a token or code: hex SHA-256. Enough for random secrets; passwords use argon2."""
    return hashlib.sha256(secret.encode()).hexdigest()
