"""An OpenID Connect provider on loopback: whoever comes is signed in as the account that was chosen, and it can be made to
lie in each way that a hostile one, or one in between, would."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "echo", "a secret: of /ours"


@dataclass
class Provider:
    """`account` is who signs in; `claims` and `sign` change the ID token, `published` what it says of itself."""

    server: ThreadingHTTPServer
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1", "use": "sig"}))
    account: dict[str, Any] = field(
        default_factory=lambda: {"sub": "akissi-1", "preferred_username": "akissi@lab.example"}
    )
    claims: dict[str, Any] = field(default_factory=dict)
    published: dict[str, Any] = field(default_factory=dict)
    sign: Callable[[dict[str, Any]], str] | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    redirects: bool = False

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def metadata(self) -> dict[str, Any]:
        at = self.issuer
        return {
            "issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token",
            "jwks_uri": f"{at}/keys",
        } | self.published  # fmt: skip

    def authorized(self, asked: Mapping[str, str]) -> str:
        """Where the browser goes back to, with a code."""
        assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = dict(asked)
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.issuer})}"

    def token(self, form: Mapping[str, str], authorization: str) -> dict[str, Any] | None:
        """The answer to a code, which is good once, for its client and verifier."""
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        basic = base64.b64encode(b"echo:a%20secret%3A%20of%20%2Fours").decode()
        if (
            asked is None
            or asked["code_challenge"] != base64.urlsafe_b64encode(digest).decode().rstrip("=")
            or asked["redirect_uri"] != form.get("redirect_uri")
            or authorization != f"Basic {basic}"
        ):
            return None
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.id_token(asked["nonce"])}

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce} | self.account
        claims = {name: value for name, value in (claims | self.claims).items() if value is not None}
        return self.sign(claims) if self.sign else jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key)


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def log_message(self, *_: Any) -> None: ...

    def _json(self, body: Any, status: int = 200) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if self.provider.redirects:
            self._to("http://127.0.0.1:9/")
        elif parts.path == "/authorize":
            self._to(self.provider.authorized({name: some[0] for name, some in parse_qs(parts.query).items()}))
        elif parts.path == "/keys":
            self._json({"keys": [self.provider.key.as_dict(private=False), {"kty": "oct", "k": "AAAA"}]})
        else:
            self._json(self.provider.metadata())

    def _to(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        answer = self.provider.token(
            {name: some[0] for name, some in form.items()}, self.headers.get("Authorization", "")
        )
        self._json(answer or {"error": "invalid_grant"}, 200 if answer else 400)


@contextmanager
def oidc_provider() -> Iterator[Provider]:
    """One that listens until the block ends."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    handler.provider = Provider(server)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield handler.provider  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
