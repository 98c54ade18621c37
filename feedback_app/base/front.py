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

from feedback_app.base.arrival import FORWARDED, Arrival, Misfit, is_direct, misfits

EXTENSION = "echo_front"
SHOWN_S = 3600.0
"""A misfit is shown at the desk for so long after it was last seen."""
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
    misfit: Misfit
    last: float


class Front:
    """What was seen by this process. Time is measured by a clock that nobody sets."""

    def __init__(
        self, *, public_url: str, proxies: int, log: logging.Logger, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.public_url, self.proxies = public_url, proxies
        self._log, self._clock = log, clock
        self._seen: dict[str, _Seen] = {}
        self._logged: dict[tuple[str, bool], float] = {}
        self._lock = threading.Lock()

    def look_at(self, arrival: Arrival, *, is_known: bool) -> None:
        """Notes what does not fit. `is_known` says that an enrolled phone asks, or somebody who is signed in."""
        found = misfits(arrival, public_url=self.public_url, proxies=self.proxies)
        with self._lock:
            if is_known:
                self._note(found, arrival)
            unlogged = [misfit for misfit in found if self._is_unlogged(misfit.kind, is_known=is_known)]
        for misfit in unlogged:
            words = ("set-up: " if is_known else UNKNOWN) + LOG_LINES[misfit.kind]
            self._log.warning(words, _printable(misfit.seen))

    def _note(self, found: list[Misfit], arrival: Arrival) -> None:
        if is_direct(arrival):
            self._seen.pop("unnamed", None)
        self._seen |= {misfit.kind: _Seen(misfit, self._clock()) for misfit in found}

    def _is_unlogged(self, kind: str, *, is_known: bool) -> bool:
        """What is known for sure is logged again after somebody may have made it up; not the other way round."""
        now = self._clock()
        lines = [self._logged.get((kind, True)), None if is_known else self._logged.get((kind, False))]
        if any(line is not None and now - line < LOGGED_S for line in lines):
            return False
        self._logged[kind, is_known] = now
        return True

    def misfits(self) -> list[Misfit]:
        """What did not fit of late."""
        now = self._clock()
        with self._lock:
            return [seen.misfit for seen in self._seen.values() if now - seen.last < SHOWN_S]


def _printable(text: str) -> str:
    """Headers are a stranger's words: no line of the log is made up by them."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def arrival() -> Arrival:
    """The request under way, as it arrived."""
    if "arrival" not in g:
        g.arrival = _read()
    found: Arrival = g.arrival
    return found


def _read() -> Arrival:
    heads = request.headers
    return Arrival(
        host=request.host,
        scheme=request.scheme,
        address=request.remote_addr or "",
        origin=heads.get("Origin", ""),
        site=heads.get("Sec-Fetch-Site", ""),
        forwarded=tuple(name for name in FORWARDED if name in heads),
        addresses=tuple(one.strip() for one in heads.get("X-Forwarded-For", "").split(",") if one.strip()),
    )


def front() -> Front:
    """What watches the requests of this app."""
    found: Front = current_app.extensions[EXTENSION]
    return found


def is_https() -> bool:
    """Whether the browser that asks speaks https: cookies are then marked so."""
    return arrival().is_https(front().public_url)


def watch(app: Flask, *, public_url: str, proxies: int) -> None:
    """Looks at every request of an app; at that of a known caller when a guard says who it is (`vouched`)."""
    app.extensions[EXTENSION] = Front(public_url=public_url, proxies=proxies, log=app.logger)
    app.after_request(_look)


def vouched() -> None:
    """An enrolled phone, or somebody who is signed in, made the request under way."""
    g.is_vouched = True
    front().look_at(arrival(), is_known=True)


def _look(response: Response) -> Response:
    if "is_vouched" not in g:
        front().look_at(arrival(), is_known=False)
    return response
