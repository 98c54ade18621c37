"""WebAuthn: what a browser is asked for, and what of its answer is believed. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

NAME = "Écho"
LONGEST_ANSWER = 20_000
"""Characters of what a browser sends; attestations are not asked for."""
LONGEST_ID = 1023
UNREADABLE = (WebAuthnException, ValueError, TypeError, KeyError, RecursionError)
"""What reading an answer may end with that no browser gave. Anybody may send one."""


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Whom passkeys are for: the host of the public address, and pages of that very address."""

    id: str
    origin: str


@dataclass(frozen=True, slots=True)
class KnownKey:
    """What is stored of a passkey that browsers and signatures are compared with."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: tuple[str, ...]


def relying_party(public_url: str) -> RelyingParty | None:
    """None where browsers make no passkeys: without https but on the own machine, and under a bare number."""
    parts = urlsplit(public_url)
    host = parts.hostname or ""
    if not (parts.scheme == "https" or host == "localhost") or _is_number(host):
        return None
    return RelyingParty(host, public_url)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def creation_options(
    party: RelyingParty, *, person: bytes, login: str, name: str, known: Iterable[KnownKey], challenge: bytes
) -> str:
    """What a browser needs to make a passkey, as JSON."""
    return webauthn.options_to_json(
        webauthn.generate_registration_options(
            rp_id=party.id, rp_name=NAME, user_id=person, user_name=login, user_display_name=name, challenge=challenge,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
            ),
            exclude_credentials=_descriptors(known),
        )
    )  # fmt: skip


def request_options(party: RelyingParty, *, known: Iterable[KnownKey], challenge: bytes) -> str:
    """What a browser needs to sign with one of somebody's passkeys, as JSON."""
    return webauthn.options_to_json(
        webauthn.generate_authentication_options(
            rp_id=party.id, allow_credentials=_descriptors(known), challenge=challenge,
            user_verification=UserVerificationRequirement.PREFERRED,
        )
    )  # fmt: skip


def _descriptors(known: Iterable[KnownKey]) -> list[PublicKeyCredentialDescriptor]:
    usual = {one.value for one in AuthenticatorTransport}
    return [
        PublicKeyCredentialDescriptor(
            id=one.credential_id, transports=[AuthenticatorTransport(way) for way in one.transports if way in usual]
        )
        for one in known
    ]


def made_key(party: RelyingParty, answer: str, challenge: bytes) -> KnownKey | None:
    """The passkey that a browser made; None for any other answer."""
    if len(answer) > LONGEST_ANSWER:
        return None
    try:
        credential = webauthn.helpers.parse_registration_credential_json(answer)
        made = webauthn.verify_registration_response(
            credential=credential, expected_challenge=challenge, expected_rp_id=party.id,
            expected_origin=party.origin, require_user_verification=False,
        )  # fmt: skip
    except UNREADABLE:
        return None
    if len(made.credential_id) > LONGEST_ID:
        return None
    ways = tuple(one.value for one in credential.response.transports or ())
    return KnownKey(made.credential_id, made.credential_public_key, made.sign_count, ways)


def credential_id(answer: str) -> bytes | None:
    """Which passkey a browser says that it signed with; None for what is no such answer."""
    if len(answer) > LONGEST_ANSWER:
        return None
    try:
        return base64url_to_bytes(parse_authentication_credential_json(answer).id)
    except UNREADABLE:
        return None


def signed_count(party: RelyingParty, answer: str, *, key: KnownKey, challenge: bytes) -> int | None:
    """The passkey's counter after a signature that is right; None for any other answer, and where the counter went
    back, as that of a copy does."""
    try:
        return webauthn.verify_authentication_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=party.id, expected_origin=party.origin,
            credential_public_key=key.public_key, credential_current_sign_count=key.sign_count,
            require_user_verification=False,
        ).new_sign_count  # fmt: skip
    except UNREADABLE:
        return None
