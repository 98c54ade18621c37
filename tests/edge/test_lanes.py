"""Threads for whole requests: whoever writes and waits stops no reader, and hundreds of readers stop no writer."""

from __future__ import annotations

import threading
from typing import Any

from feedback_app.edge.limits import Limits
from tests.edge.live import serving, until
from tests.edge.test_requests import body


def test_pages_come_while_all_that_write_wait_and_records_while_hundreds_of_pages_wait() -> None:
    go, order = {"POST": threading.Event(), "GET": threading.Event()}, list[str]()

    def app(environ: dict[str, Any], start: Any) -> list[bytes]:
        if "waits" in environ["PATH_INFO"]:
            go[environ["REQUEST_METHOD"]].wait(20)
        order.append(environ["REQUEST_METHOD"] + environ["PATH_INFO"])
        start("200 OK", [])
        return [b"done"]

    def asked(method: str, path: str) -> bytes:
        return f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()

    with serving(app, Limits(threads=4, queued=200)) as live:
        writers = [live.link(asked("POST", "/waits")) for _ in range(20)]
        until(lambda: live.asked(lambda: live.site.lanes.running_writers) == 3)
        assert body(live.said(asked("GET", "/page"))) == "done"
        readers = [live.link(asked("GET", "/waits")) for _ in range(100)]
        until(lambda: live.asked(lambda: live.site.lanes.running) == 4)
        go["POST"].set()
        until(lambda: live.asked(lambda: live.site.lanes.running_writers) == 0)
        record = live.link(asked("POST", "/record"))
        go["GET"].set()
        assert b"done" in record.recv(65536)
        for link in (*writers, *readers, record):
            link.close()


def test_more_than_can_wait_are_asked_to_come_back() -> None:
    go = threading.Event()

    def app(_environ: dict[str, Any], start: Any) -> list[bytes]:
        go.wait(20)
        start("200 OK", [])
        return [b"done"]

    with serving(app, Limits(threads=1, queued=2, queued_s=0.2)) as live:
        asked = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        links = [live.link(asked) for _ in range(6)]
        answers = [link.recv(65536) for link in links[1:]]  # three at once, two when they have waited too long
        assert all(b" 503 " in one and b"Retry-After: 5" in one for one in answers)
        go.set()
        assert b"done" in links[0].recv(65536)
        for link in links:
            link.close()
