"""ID tokens: whose account a provider says that somebody signed in to. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
"""By keys of which the public half is published alone: none that our own secret could make, nor the absence of one."""
KEY_TYPES = frozenset({"RSA", "EC", "OKP"})
SLACK_S = 60
LONGEST_SUBJECT = 255


@dataclass(frozen=True, slots=True)
class Account:
    """An account at a provider."""

    issuer: str
    subject: str
    label: str


def read_id_token(
    token: str, keys: Mapping[str, Any], *, issuer: str, client_id: str, nonce: str, now: dt.datetime
) -> Account | None:
    """The account that a token is of; None where it is not signed by this provider, for us, for this sign-in, now."""
    try:
        usable = KeySet.import_key_set({"keys": [one for one in keys["keys"] if _signs(one)]})
        claims = jwt.decode(token, usable, algorithms=SIGNATURES).claims
        jwt.JWTClaimsRegistry(
            now=int(now.timestamp()), leeway=SLACK_S, iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": client_id}, exp={"essential": True}, iat={"essential": True},
            sub={"essential": True}, nonce={"essential": True, "value": nonce},
        ).validate(claims)  # fmt: skip
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return _account(claims, issuer, client_id)


def _signs(key: Mapping[str, Any]) -> bool:
    return key.get("kty") in KEY_TYPES and key.get("use", "sig") == "sig"


def _account(claims: Mapping[str, Any], issuer: str, client_id: str) -> Account | None:
    for_many = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    subject, party = claims["sub"], claims.get("azp", None if for_many else client_id)
    if party != client_id or not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        return None
    label = next((str(claims[name]) for name in ("preferred_username", "email", "name") if claims.get(name)), subject)
    return Account(issuer, subject, label[:200])
