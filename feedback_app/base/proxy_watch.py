"""Watches each request for settings that do not fit the proxies in front: once a day a line in the log for each kind,
and a warning at the desk for as long as it goes on.

Anybody can write the headers of a proxy. So only requests of enrolled phones and of people who are signed in
warn the desk; of others the log says that they may be made up.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, Response, current_app, g, request

from feedback_app.base.received_request import FORWARDED, ProxyMismatch, ReceivedRequest, is_direct, mismatches

EXTENSION = "echo_front"
SHOWN_S = 3600.0
"""A mismatch is shown at the desk for so long after it was last seen."""
LOGGED_S = 86400.0

LOG_LINES = {
    "unnamed": (
        "requests come through a proxy (%s) but FEEDBACK_PROXIES is 0: everybody counts as one address, so one who "
        "guesses codes slows everybody, and https is not seen. Set FEEDBACK_PROXIES to the number of proxies in front"
    ),
    "too-many": (
        "the proxy does not pass on every address (%s): everybody counts as one. Add to the proxy: nginx "
        "`proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;` or set FEEDBACK_PROXIES to the number of "
        "proxies in front"
    ),
    "too-few": "there are more proxies in front than FEEDBACK_PROXIES says (%s): everybody counts as one address",
    "host": (
        "the proxy does not pass on the Host that browsers ask for (%s). Set FEEDBACK_PUBLIC_URL to the address that "
        "people open, and add to the proxy: nginx `proxy_set_header Host $host;`"
    ),
    "scheme": (
        "the proxy does not say that browsers speak https (%s). Set FEEDBACK_PROXIES to the number of proxies in "
        "front, and add to the proxy: nginx `proxy_set_header X-Forwarded-Proto $scheme;`"
    ),
    "address": "people come by another address than links and QR codes are made with (%s). Set FEEDBACK_PUBLIC_URL",
}
"""For whoever reads the log; %s is what was seen."""
UNKNOWN = "set-up, as a request of somebody unknown has it, who may have made it up: "


@dataclass
class _Seen:
    mismatch: ProxyMismatch
    last: float


class ProxyWatch:
    """What was seen by this process. Time is measured by a clock that nobody sets."""

    def __init__(
        self, *, public_url: str, proxies: int, log: logging.Logger, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.public_url, self.proxies = public_url, proxies
        self._log, self._clock = log, clock
        self._seen: dict[str, _Seen] = {}
        self._logged: dict[tuple[str, bool], float] = {}
        self._lock = threading.Lock()

    def look_at(self, received: ReceivedRequest, *, is_known: bool) -> None:
        """Notes what does not fit. `is_known` says that an enrolled phone asks, or somebody who is signed in."""
        found = mismatches(received, public_url=self.public_url, proxies=self.proxies)
        with self._lock:
            if is_known:
                self._note(found, received)
            unlogged = [misfit for misfit in found if self._is_unlogged(misfit.kind, is_known=is_known)]
        for misfit in unlogged:
            words = ("set-up: " if is_known else UNKNOWN) + LOG_LINES[misfit.kind]
            self._log.warning(words, _printable(misfit.seen))

    def _note(self, found: list[ProxyMismatch], received: ReceivedRequest) -> None:
        if is_direct(received):
            self._seen.pop("unnamed", None)
        self._seen |= {mismatch.kind: _Seen(mismatch, self._clock()) for mismatch in found}

    def _is_unlogged(self, kind: str, *, is_known: bool) -> bool:
        """What is known for sure is logged again after somebody may have made it up; not the other way round."""
        now = self._clock()
        lines = [self._logged.get((kind, True)), None if is_known else self._logged.get((kind, False))]
        if any(line is not None and now - line < LOGGED_S for line in lines):
            return False
        self._logged[kind, is_known] = now
        return True

    def mismatches(self) -> list[ProxyMismatch]:
        """What did not fit of late."""
        now = self._clock()
        with self._lock:
            return [seen.mismatch for seen in self._seen.values() if now - seen.last < SHOWN_S]


def _printable(text: str) -> str:
    """Headers are a stranger's words: no line of the log is made up by them."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


_FORWARDED = [(name, "HTTP_" + name.upper().replace("-", "_")) for name in FORWARDED]


def received_request() -> ReceivedRequest:
    """The request under way, as it arrived."""
    if "received_request" not in g:
        g.received_request = _read()
    found: ReceivedRequest = g.received_request
    return found


def _read() -> ReceivedRequest:
    asked, fields = request._get_current_object(), request.environ  # type: ignore[attr-defined]
    named = fields.get("HTTP_X_FORWARDED_FOR", "")
    return ReceivedRequest(
        host=asked.host,
        scheme=asked.scheme,
        address=asked.remote_addr or "",
        origin=fields.get("HTTP_ORIGIN", ""),
        site=fields.get("HTTP_SEC_FETCH_SITE", ""),
        forwarded=tuple([name for name, key in _FORWARDED if key in fields]),
        addresses=tuple([one.strip() for one in named.split(",") if one.strip()]) if named else (),
    )


def proxy_watch() -> ProxyWatch:
    """What watches the requests of this app."""
    found: ProxyWatch = current_app.extensions[EXTENSION]
    return found


def is_https() -> bool:
    """Whether the browser that asks speaks https: cookies are then marked so."""
    return received_request().is_https(proxy_watch().public_url)


def watch(app: Flask, *, public_url: str, proxies: int) -> None:
    """Looks at every request of an app; at that of a known caller when a guard says who it is (`known_caller`)."""
    app.extensions[EXTENSION] = ProxyWatch(public_url=public_url, proxies=proxies, log=app.logger)
    app.after_request(_look)


def known_caller() -> None:
    """An enrolled phone, or somebody who is signed in, made the request under way."""
    g.is_known = True
    proxy_watch().look_at(received_request(), is_known=True)


def _look(response: Response) -> Response:
    if "is_known" not in g:
        proxy_watch().look_at(received_request(), is_known=False)
    return response
