"""A sign-in that is under way at the provider: what the answer is compared with, sealed into a cookie of the browser
that began it."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass

from feedback_app.base.sealing import Sealer

MINUTES = 10
PURPOSE = "OpenID Connect flow"


@dataclass(frozen=True, slots=True)
class Flow:
    """One sign-in at the provider."""

    state: str
    nonce: str
    verifier: str
    wanted: str
    ends: int
    links: str = ""
    """The hash of the session whose person wants to link an account; empty where somebody signs in."""

    @property
    def challenge(self) -> str:
        """Of the verifier (RFC 7636, S256)."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def fits(self, state: str, now: dt.datetime) -> bool:
        """Whether an answer with this state is to this flow, and in time."""
        return hmac.compare_digest(self.state.encode(), state.encode()) and now.timestamp() < self.ends


def new_flow(*, wanted: str, now: dt.datetime, links: str = "") -> Flow:
    """A flow that begins now."""
    ends = int((now + dt.timedelta(minutes=MINUTES)).timestamp())
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Flow(state, nonce, verifier, wanted[:1000], ends, links)


def seal_flow(flow: Flow, sealer: Sealer) -> str:
    """As a cookie."""
    return sealer.seal(json.dumps(asdict(flow)), PURPOSE)


def open_flow(cookie: str, sealer: Sealer) -> Flow | None:
    """What `seal_flow` made; None for anything else."""
    plain = sealer.open(cookie, PURPOSE)
    return Flow(**json.loads(plain)) if plain else None
