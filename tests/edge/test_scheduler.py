"""Threads for whole requests: whoever writes and waits stops no reader, and hundreds of readers stop no writer."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from feedback_app.edge.appointments import SHORTEST, SPREAD
from feedback_app.edge.limits import Limits
from tests.edge.live import Live, serving, until
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
        until(lambda: live.asked(lambda: live.state.scheduler.running_writers) == 3)
        assert body(live.answer(asked("GET", "/page"))) == "done"
        readers = [live.link(asked("GET", "/waits")) for _ in range(100)]
        until(lambda: live.asked(lambda: live.state.scheduler.running) == 4)
        go["POST"].set()
        until(lambda: live.asked(lambda: live.state.scheduler.running_writers) == 0)
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
        first = live.link(asked)
        until(lambda: live.asked(lambda: live.state.scheduler.running) == 1)
        links = [live.link(asked) for _ in range(5)]
        answers = [link.recv(65536) for link in links]  # three at once, two when they have waited too long
        assert all(b" 503 " in one for one in answers)
        at_most = 2 + len(links) + SPREAD  # a second for each who waits and for each who was refused before
        assert all(SHORTEST <= wait_of(one) <= at_most for one in answers)
        go.set()
        assert b"done" in first.recv(65536)
        for link in (first, *links):
            link.close()


def wait_of(answer: bytes) -> int:
    return int(answer.partition(b"Retry-After: ")[2].partition(b"\r\n")[0])


def asked_by(address: str, path: str = "/", method: str = "GET") -> bytes:
    """As the one trusted proxy passes it on."""
    return f"{method} {path} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {address}\r\nConnection: close\r\n\r\n".encode()


class Kitchen:
    """An application whose answers wait until the test lets them go, and that notes whose requests it began with."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.begun = list[str]()

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        self.begun.append(environ["HTTP_X_FORWARDED_FOR"] + environ["PATH_INFO"])
        if environ["PATH_INFO"] == "/waits":
            self.go.wait(20)
        start("200 OK", [])
        return [b"done"]

    @contextmanager
    def open(self, limits: Limits) -> Iterator[Live]:
        with serving(self, limits, proxies=1) as live:
            try:
                yield live
            finally:
                self.go.set()


def fill(live: Live, kitchen: Kitchen, address: str, *, method: str = "GET", running: int, waiting: int) -> list[Any]:
    links = [live.link(asked_by(address, "/waits", method)) for _ in range(running + waiting)]
    until(
        lambda: live.asked(lambda: (live.state.scheduler.running, live.state.scheduler.waiting)) == (running, waiting)
    )
    return links


def test_a_phone_takes_the_next_turn_though_another_address_has_hundreds_of_requests_waiting() -> None:
    kitchen = Kitchen()
    with kitchen.open(Limits(threads=1)) as live:
        many = fill(live, kitchen, "41.0.0.1", running=1, waiting=200)
        phone = live.link(asked_by("41.0.0.2", "/phone"))
        until(lambda: live.asked(lambda: live.state.scheduler.waiting) == 201)
        kitchen.go.set()
        assert b"done" in phone.recv(65536)
        assert kitchen.begun.index("41.0.0.2/phone") <= 2
        for link in many:
            link.close()


def test_one_address_never_keeps_all_threads_once_another_has_asked() -> None:
    kitchen = Kitchen()
    with kitchen.open(Limits(threads=4)) as live:
        assert b"done" in live.answer(asked_by("41.0.0.2", "/phone"))
        many = fill(live, kitchen, "41.0.0.1", method="POST", running=2, waiting=30)
        assert b"done" in live.answer(asked_by("41.0.0.2", "/page"))
        assert b"done" in live.answer(asked_by("41.0.0.2", "/exchange", "POST"))
        for link in many:
            link.close()


def test_when_too_many_wait_it_is_whoever_asks_most_that_is_to_come_back_not_all_at_once() -> None:
    kitchen = Kitchen()
    with kitchen.open(Limits(threads=1, queued=60)) as live:
        many = fill(live, kitchen, "41.0.0.1", running=1, waiting=60)
        phones = [live.link(asked_by(f"41.0.1.{n}", "/phone")) for n in range(20)]
        refused = [link.recv(65536) for link in many[-20:]]
        assert all(b" 503 " in one for one in refused)
        assert len({wait_of(one) for one in refused}) > 1, "they would all come back in the same second"
        kitchen.go.set()
        assert all(b"done" in phone.recv(65536) for phone in phones)
        assert all(b"done" in link.recv(65536) for link in many[:-20])
        for link in (*many, *phones):
            link.close()


def test_a_village_of_five_hundred_phones_behind_one_address_is_served_by_all_threads() -> None:
    kitchen = Kitchen()
    with kitchen.open(Limits(threads=4)) as live:
        village = fill(live, kitchen, "41.0.0.1", running=4, waiting=496)
        kitchen.go.set()
        assert all(b"done" in phone.recv(65536) for phone in village)
        for link in village:
            link.close()


def test_of_hundreds_of_pages_a_few_are_made_at_a_time_and_a_record_has_a_thread_at_once() -> None:
    kitchen = Kitchen()
    with kitchen.open(Limits(threads=16, computes_s=1000)) as live:
        pages = fill(live, kitchen, "41.0.0.1", running=4, waiting=96)
        assert b"done" in live.answer(asked_by("41.0.0.9", "/record", "POST"))
        for link in pages:
            link.close()


def test_while_records_are_taken_fewer_pages_are_made_at_a_time() -> None:
    kitchen = Kitchen()
    with kitchen.open(Limits(threads=16, computes_s=1000)) as live:
        records = fill(live, kitchen, "41.0.0.1", method="POST", running=3, waiting=0)
        pages = [live.link(asked_by("41.0.0.2", "/waits")) for _ in range(50)]
        until(lambda: live.asked(lambda: (live.state.scheduler.running, live.state.scheduler.waiting)) == (5, 48))
        for link in (*records, *pages):
            link.close()


def test_pages_that_wait_for_something_keep_no_other_page_from_being_made() -> None:
    kitchen = Kitchen()
    with kitchen.open(Limits(threads=16, computes_s=0)) as live:
        waiting = fill(live, kitchen, "41.0.0.1", running=12, waiting=0)
        assert b"done" in live.answer(asked_by("41.0.0.2", "/page"))
        for link in waiting:
            link.close()


def test_where_one_record_at_a_time_is_computed_the_next_begins_once_the_one_before_waits_for_something() -> None:
    kitchen = Kitchen()
    limits = Limits(threads=16, writes_at_once=1, write_computes_s=3)
    with kitchen.open(limits) as live:
        first = live.link(asked_by("41.0.0.1", "/waits", "POST"))
        until(lambda: kitchen.begun)
        assert b"done" in live.answer(asked_by("41.0.0.2", "/page"))
        second = live.link(asked_by("41.0.0.3", "/record", "POST"))
        until(lambda: live.asked(lambda: live.state.scheduler.waiting) == 1)
        assert b"done" in second.recv(65536)
        for link in (first, second):
            link.close()


def test_of_many_records_at_once_each_is_answered_though_one_at_a_time_is_computed() -> None:
    most, inside, lock = 0, 0, threading.Lock()

    def app(_environ: dict[str, Any], start: Any) -> list[bytes]:
        nonlocal most, inside
        with lock:
            inside += 1
            most = max(most, inside)
        time.sleep(0.002)
        with lock:
            inside -= 1
        start("200 OK", [])
        return [b"done"]

    with serving(app, Limits(threads=16, writes_at_once=1, write_computes_s=1000)) as live:
        links = [live.link(b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") for _ in range(100)]
        assert all(b"done" in link.recv(65536) for link in links)
        for link in links:
            link.close()
    assert most == 1
