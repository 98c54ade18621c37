"""Asks the public address from outside, as phones and browsers do, and says what is wrong in plain words."""

from __future__ import annotations

import datetime as dt
import email.utils
import http.client
import json
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from feedback_app.base.address import BadAddress, is_local, public_url, same_host
from feedback_app.selfcheck import token
from feedback_app.selfcheck.probe import Finding, heads_of, open_connection
from feedback_app.selfcheck.slow_requests import SlowPhone

SLOW_S = 20.0
CLOCK_S = 60.0
CERTIFICATE_DAYS = 14
NGINX_BODY = "nginx: client_max_body_size 300m; Caddy: request_body { max_size 300MB }"


@dataclass(frozen=True)
class Doctor:
    """Who asks: with the server's secret, and what it believes of proxies."""

    secret: str
    proxies: int
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    pause_s: float | None = None
    """Seconds for which it falls silent to see who gives up; None to leave that out."""

    def examine(self, url: str, now: dt.datetime) -> Iterator[Finding]:
        """What is found, one after another; stops where the rest would only say the same."""
        try:
            address = public_url(url)
        except BadAddress as bad:
            yield Finding(False, str(bad))
            return
        try:
            yield from self._reached(address, now)
        except ssl.SSLCertVerificationError as bad:
            yield Finding(
                False, f"TLS: browsers do not trust the certificate ({bad.verify_message}); phones will not open it"
            )
        except ssl.SSLError as bad:
            yield Finding(False, f"TLS: {address} does not speak it ({bad.reason}): is it http?")
        except (OSError, http.client.HTTPException) as bad:
            yield Finding(False, f"{address} cannot be reached: {bad or type(bad).__name__}")

    def _reached(self, address: str, now: dt.datetime) -> Iterator[Finding]:
        yield _secure(address)
        answer = self._ask(address, "GET", "/api/v1/openapi.json")
        if answer.status != 200 or not answer.is_ours:
            yield Finding(False, f"it is not Écho that answers there ({answer.status}): {answer.first_words()!r}")
            return
        yield Finding(True, f"Écho answers at {address}")
        if address.startswith("https://"):
            yield _hsts(answer)
            yield from _expires(answer, now)
        yield _clock(answer, now)
        yield from self._reflected(address, now)

    def _reflected(self, address: str, now: dt.datetime) -> Iterator[Finding]:
        shown = {token.HEADER: token.make_token(self.secret, now.timestamp())}
        answer = self._ask(address, "POST", token.PATH, b"?", shown)
        if answer.status == 403:
            yield Finding(False, _host_lost(answer.json().get("seen", {}).get("host", "?")))
            return
        if answer.status != 200:
            yield Finding(
                False,
                "the server does not know this doctor: run it on the server's machine, with the same FEEDBACK_DATA",
            )
            return
        seen = answer.json()
        yield from _passed_on(address, seen, self.proxies)
        for size in token.TRIED:
            yield self._tried(address, size, shown)
        if self.pause_s is not None:
            yield from SlowPhone(address, shown, self.context, self.pause_s).examine()

    def _tried(self, address: str, size: int, shown: dict[str, str]) -> Finding:
        began = time.monotonic()
        try:
            answer = self._ask(address, "POST", token.PATH, bytes(size), shown)
        except (ConnectionError, ssl.SSLError, http.client.HTTPException) as cut:
            return Finding(False, f"a body of {_size(size)} is cut off ({cut}): let it through ({NGINX_BODY})")
        took = time.monotonic() - began
        if answer.status == 413:
            return Finding(False, f"a body of {_size(size)} is refused (413): let it through ({NGINX_BODY})")
        if answer.status != 200 or answer.json().get("bytes") != size:
            return Finding(
                False, f"a body of {_size(size)} does not arrive whole ({answer.status}): see the proxy's time-outs"
            )
        return Finding(took < SLOW_S, f"a body of {_size(size)} arrives, in {took:.1f} s")

    def _ask(
        self, address: str, method: str, path: str, body: bytes | None = None, more: dict[str, str] | None = None
    ) -> _Answer:
        heads = heads_of(address) | (more or {}) if body else {}
        link = open_connection(address, self.context)
        try:
            link.request(method, path, body, heads)
            answer = link.getresponse()
            return _Answer(answer.status, dict(answer.getheaders()), answer.read(1_000_000), _expiry(link))
        finally:
            link.close()


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    heads: dict[str, str]
    body: bytes
    expires: str | None = None

    @property
    def is_ours(self) -> bool:
        return "Content-Security-Policy" in self.heads

    def json(self) -> Any:
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def first_words(self) -> str:
        return self.body[:80].decode(errors="replace")


def _expiry(link: http.client.HTTPConnection) -> str | None:
    certificate = link.sock.getpeercert() if isinstance(link.sock, ssl.SSLSocket) else None
    return str(certificate["notAfter"]) if certificate and "notAfter" in certificate else None


def _secure(address: str) -> Finding:
    local = is_local(address.partition("://")[2])
    if address.startswith("https://") or local:
        return Finding(True, "https" if address.startswith("https://") else "this machine itself: fit for a trial")
    return Finding(False, "it is not https: phones give no camera, no microphone and no offline use to it")


def _hsts(answer: _Answer) -> Finding:
    if "Strict-Transport-Security" in answer.heads:
        return Finding(True, "browsers are told to stay with https")
    return Finding(
        False,
        "no Strict-Transport-Security: FEEDBACK_PUBLIC_URL is not https, or the proxy does not say X-Forwarded-Proto",
    )


def _expires(answer: _Answer, now: dt.datetime) -> Iterator[Finding]:
    if answer.expires:
        days = int((ssl.cert_time_to_seconds(answer.expires) - now.timestamp()) // 86400)
        yield Finding(days >= CERTIFICATE_DAYS, f"the certificate is good for {days} more days")


def _clock(answer: _Answer, now: dt.datetime) -> Finding:
    try:
        off = abs((email.utils.parsedate_to_datetime(answer.heads["Date"]) - now).total_seconds())
    except (KeyError, ValueError, TypeError):
        return Finding(False, "the answer has no date")
    return Finding(off < CLOCK_S, f"its clock and this one are {off:.0f} s apart")


def _host_lost(host: str) -> str:
    return f"the proxy passes on the Host {host!r}: nginx: proxy_set_header Host $host; and set FEEDBACK_PUBLIC_URL"


def _passed_on(address: str, seen: dict[str, Any], proxies: int) -> Iterator[Finding]:
    host, scheme, count = str(seen.get("host")), str(seen.get("scheme")), len(seen.get("addresses") or ())
    same = same_host(address, host)
    yield Finding(same, f"the proxy passes on the Host {host!r}" if same else _host_lost(host))
    if scheme == address.partition(":")[0]:
        yield Finding(True, f"the server sees {scheme}")
    else:
        yield Finding(
            False,
            f"the server sees {scheme}: nginx: proxy_set_header X-Forwarded-Proto $scheme; and FEEDBACK_PROXIES",
        )
    yield _counted(count, proxies, str(seen.get("address")))


def _counted(count: int, proxies: int, address: str) -> Finding:
    if count == proxies:
        return Finding(True, f"FEEDBACK_PROXIES is {proxies}, as many as there are; you come from {address}")
    if count == 0:
        return Finding(
            False,
            f"FEEDBACK_PROXIES is {proxies} but no X-Forwarded-For comes: nginx: proxy_set_header X-Forwarded-For "
            "$proxy_add_x_forwarded_for; or set it to 0 where no proxy stands in front",
        )
    return Finding(False, f"FEEDBACK_PROXIES is {proxies} but there are {count}: set it to {count}")


def _size(size: int) -> str:
    return f"{size // token.MIB} MB" if size >= token.MIB else f"{size // 1024} KB"
