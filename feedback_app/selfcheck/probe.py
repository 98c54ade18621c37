"""A question to the public address, and what was found by it."""

from __future__ import annotations

import http.client
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    well: bool
    words: str


def open_connection(address: str, context: ssl.SSLContext, timeout: float = TIMEOUT_S) -> http.client.HTTPConnection:
    """A link by which to ask, over TLS where the address says so."""
    parts = urlsplit(address)
    name, port = parts.hostname or "", parts.port
    if parts.scheme == "https":
        return http.client.HTTPSConnection(name, port, timeout=timeout, context=context)
    return http.client.HTTPConnection(name, port, timeout=timeout)


def heads_of(address: str) -> dict[str, str]:
    """What a page of ours says with a body."""
    return {"Origin": address, "Content-Type": "application/octet-stream"}
