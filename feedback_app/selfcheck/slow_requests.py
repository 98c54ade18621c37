"""Falls silent for a while in the middle of things, as phones on a weak network do, to see who in front gives up."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass

from feedback_app.selfcheck import token
from feedback_app.selfcheck.probe import TIMEOUT_S, Finding, heads_of, open_connection

PAUSE_S = 45.0
"""Less than the minute that the server itself waits for, and that most proxies wait for as they come."""
BODY = 64 * 1024
UNREAD = 64 * 1024
"""About the bytes of an answer that this side takes without reading: the rest has to wait in front of it."""


@dataclass(frozen=True)
class SlowPhone:
    """Who asks: where, and with what it shows that it is the doctor."""

    address: str
    shown: dict[str, str]
    context: ssl.SSLContext
    pause_s: float = PAUSE_S

    def examine(self) -> Iterator[Finding]:
        """Three things at the same time, so that all take little longer than one pause."""
        tried: list[tuple[str, str, Callable[[], str]]] = [
            (f"an upload that falls silent for {self.pause_s:.0f} s", "nginx: client_body_timeout 120s;", self._upload),
            (
                f"an answer that takes {self.pause_s:.0f} s",
                "nginx: proxy_read_timeout 180s; Caddy: transport http { read_timeout 180s }",
                self._late_answer,
            ),
            (f"an answer that is not read for {self.pause_s:.0f} s", "nginx: send_timeout 120s;", self._unread_answer),
        ]
        with ThreadPoolExecutor(len(tried)) as threads:
            yield from threads.map(lambda one: _finding(*one), tried)

    def _upload(self) -> str:
        with closing(self._link()) as link:
            self._begin(link, token.PATH, BODY)
            link.send(bytes(BODY // 2))
            time.sleep(self.pause_s)
            link.send(bytes(BODY // 2))
            answer = link.getresponse()
            text = answer.read(BODY)
            return "" if answer.status == 200 and json.loads(text).get("bytes") == BODY else f"status {answer.status}"

    def _late_answer(self) -> str:
        with closing(self._link()) as link:
            self._begin(link, f"{token.SLOW_PATH}?wait={self.pause_s}&size=1", 0)
            return _whole(link.getresponse(), 1)

    def _unread_answer(self) -> str:
        with closing(self._link()) as link:
            link.connect()
            link.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, UNREAD)
            self._begin(link, f"{token.SLOW_PATH}?size={token.MOST_ANSWER}", 0)
            answer = link.getresponse()
            time.sleep(self.pause_s)
            return _whole(answer, token.MOST_ANSWER)

    def _link(self) -> http.client.HTTPConnection:
        return open_connection(self.address, self.context, TIMEOUT_S + self.pause_s)

    def _begin(self, link: http.client.HTTPConnection, path: str, length: int) -> None:
        link.putrequest("POST", path)
        for name, value in (heads_of(self.address) | self.shown | {"Content-Length": str(length)}).items():
            link.putheader(name, value)
        link.endheaders()


def _whole(answer: http.client.HTTPResponse, size: int) -> str:
    """What is wrong with an answer that should have so many bytes."""
    received = len(answer.read())
    if answer.status != 200:
        return f"status {answer.status}"
    return "" if received == size else f"{received} of {size} bytes came"


def _finding(what: str, cure: str, attempt: Callable[[], str]) -> Finding:
    began = time.monotonic()
    try:
        wrong = attempt()
    except (OSError, ValueError, http.client.HTTPException) as cut:
        wrong = str(cut) or type(cut).__name__
    if not wrong:
        return Finding(True, f"{what} arrives whole")
    took = time.monotonic() - began
    return Finding(False, f"{what} is cut off ({wrong}, {took:.0f} s after it began): wait for slow phones ({cure})")
