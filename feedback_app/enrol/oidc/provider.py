"""What a provider says of itself, and asking it (OpenID Connect Discovery, RFC 6749, RFC 7636)."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.error import URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from feedback_app.settings import is_safe_issuer

WAIT_S = 10
LONGEST_ANSWER = 1024 * 1024


class ProviderError(Exception):
    """A provider that does not answer as one should. What it says is for the log, not for whoever signs in."""


@dataclass(frozen=True, slots=True)
class Client:
    """Who we are to the provider."""

    issuer: str
    client_id: str
    secret: str | None
    redirect_uri: str

    @property
    def name(self) -> str:
        """What people call the provider: its host."""
        return urlsplit(self.issuer).hostname or self.issuer


@dataclass(frozen=True, slots=True)
class Provider:
    """Where a provider's endpoints are."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> NoReturn:
        raise ProviderError("it redirects")


def discover(client: Client) -> Provider:
    """Reads what a provider publishes of itself. ProviderError where that is of another one."""
    found = _json(Request(f"{client.issuer.rstrip('/')}/.well-known/openid-configuration"))  # noqa: S310
    if found.get("issuer") != client.issuer:
        raise ProviderError(f"it calls itself {found.get('issuer')!r}")
    return Provider(*(_endpoint(found, name) for name in Provider.__slots__))


def _endpoint(found: Mapping[str, Any], name: str) -> str:
    address = found.get(name)
    if not isinstance(address, str) or not is_safe_issuer(address):
        raise ProviderError(f"its {name} is {address!r}")
    return address


def authorization_url(provider: Provider, client: Client, *, state: str, nonce: str, challenge: str) -> str:
    """Where the browser goes to sign in at the provider."""
    asked = {
        "response_type": "code", "client_id": client.client_id, "redirect_uri": client.redirect_uri,
        "scope": "openid profile", "state": state, "nonce": nonce, "code_challenge": challenge,
        "code_challenge_method": "S256",
    }  # fmt: skip
    joint = "&" if "?" in provider.authorization_endpoint else "?"
    return f"{provider.authorization_endpoint}{joint}{urlencode(asked)}"


def exchange_code(provider: Provider, client: Client, *, code: str, verifier: str) -> str:
    """The ID token for a code, unverified."""
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": client.redirect_uri,
        "client_id": client.client_id, "code_verifier": verifier,
    }  # fmt: skip
    asked = Request(provider.token_endpoint, data=urlencode(form).encode(), method="POST")  # noqa: S310
    if client.secret:
        both = f"{quote(client.client_id, safe='')}:{quote(client.secret, safe='')}"
        asked.add_header("Authorization", f"Basic {base64.b64encode(both.encode()).decode()}")
    token = _json(asked).get("id_token")
    if not isinstance(token, str):
        raise ProviderError("it answers without an ID token")
    return token


def keys_of(provider: Provider) -> Mapping[str, Any]:
    """The public keys that a provider signs with."""
    return _json(Request(provider.jwks_uri))  # noqa: S310


def _json(asked: Request) -> dict[str, Any]:
    asked.add_header("Accept", "application/json")
    try:
        with build_opener(_NoRedirects).open(asked, timeout=WAIT_S) as answer:
            data = answer.read(LONGEST_ANSWER + 1)
        found = json.loads(data) if len(data) <= LONGEST_ANSWER else None
    except (URLError, OSError, ValueError, RecursionError) as why:
        raise ProviderError(str(why)) from None
    if not isinstance(found, dict):
        raise ProviderError("it answers something else")
    return found
