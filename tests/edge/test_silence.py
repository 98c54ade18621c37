"""Time-outs: whoever falls silent is disconnected, whoever is merely slow is waited for, and nobody else notices."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.edge.limits import Limits, TransferMonitor
from tests.edge.live import rest_of, serving, until
from tests.edge.test_requests import body, echo

SHORT = Limits(threads=2, head_s=0.4, idle_s=0.4, silent_s=0.4, least_rate=2000)
LARGE = b"0123456789" * 2_000_000


def large(_environ: Any, start: Any) -> list[bytes]:
    start("200 OK", [])
    return [LARGE]


SILENT = {
    "nothing": b"",
    "empty lines": b"\r\n\r\n",
    "half a request line": b"GET / HT",
    "half a head": b"GET / HTTP/1.1\r\nHost: x\r\nX-a: ",
    "half a body": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc",
    "half a chunk": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nabc",
    "a body that was asked for": b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n",
    "an answered request": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    "a request and a half": b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HT",
}


@pytest.mark.parametrize("kind", SILENT)
def test_a_phone_that_falls_silent_is_disconnected(kind: str) -> None:
    with serving(echo, SHORT) as live, live.link(SILENT[kind]) as link:
        got = rest_of(link)
        expected = b"408" if "half" in kind or "asked for" in kind else b"200" if "answered" in kind else b""
        assert expected in got
        assert until(
            lambda: live.asked(lambda: (live.state.connections.count, live.state.connections.spooled)) == (0, 0)
        )


@pytest.mark.parametrize("kind", ["head", "body", "empty lines"])
def test_a_byte_now_and_then_does_not_keep_a_connection_open_for_long(kind: str) -> None:
    begun = {"head": b"GET / HTTP/1.1\r\nX: ", "body": SILENT["half a body"], "empty lines": b"\r\n"}[kind]
    with serving(echo, SHORT) as live, live.link(begun) as link:
        started = time.monotonic()
        while time.monotonic() - started < 10:
            try:
                link.sendall(b"\r\n" if kind == "empty lines" else b"a")
            except OSError:
                break
            time.sleep(0.1)
        else:
            pytest.fail("still open")


def test_a_phone_on_a_slow_link_is_waited_for() -> None:
    limits = Limits(threads=2, head_s=0.5, idle_s=0.5, silent_s=0.5, least_rate=100)
    with serving(echo, limits) as live:
        link = live.link(b"POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: 200\r\n\r\n")
        for _ in range(20):
            link.sendall(b"slow body.")
            time.sleep(0.07)
        assert body(rest_of(link)) == "POST|/||" + "slow body." * 20 + "|CONTENT_LENGTH=200"


def test_who_does_not_read_the_answer_is_disconnected_and_blocks_no_thread() -> None:
    with serving(large, SHORT) as live:
        links = [live.link(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", buffer=4096) for _ in range(8)]
        assert len(live.answer(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")) > len(LARGE)
        assert until(lambda: live.asked(lambda: live.state.connections.count) == 0)
        for link in links:
            link.close()


def test_who_reads_the_answer_slowly_gets_all_of_it() -> None:
    with serving(large, SHORT) as live:
        with live.link(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", buffer=65536) as link:
            got = b""
            while some := link.recv(1_000_000):
                got += some
                time.sleep(0.001)
        assert got.endswith(LARGE)


@pytest.mark.parametrize("most", [{"connections": 20}, {"connections_per_address": 20}])
def test_when_there_are_too_many_the_one_silent_longest_makes_room(most: dict[str, int]) -> None:
    with serving(echo, Limits(threads=2, **most)) as live:
        links = [live.link(SILENT["half a body"]) for _ in range(20)]
        until(lambda: live.asked(lambda: live.state.connections.count) == 20)
        links[0].sendall(b"x")  # not the longest silent any more
        time.sleep(0.05)
        got = live.answer(b"GET /mine HTTP/1.1\r\nConnection: close\r\n\r\n")
        assert body(got) == "GET|/mine||"
        assert rest_of(links[1]) == b""
        links[0].sendall(b"x" * 96)
        assert b"200 OK" in links[0].recv(65536)
        for link in links:
            link.close()


@given(
    st.lists(st.tuples(st.floats(0.01, 59), st.integers(1, 5000)), min_size=1, max_size=50),
    st.floats(1000, 1_000_000),
)
def test_at_a_kilobyte_a_second_nobody_is_too_slow(steps: list[tuple[float, int]], rate: float) -> None:
    now, transfer = 0.0, TransferMonitor(Limits(), 0.0)
    for _, count in steps:
        now += min(59.0, count / rate)
        transfer.moved(count, now)
        assert not transfer.is_late(now)


@given(st.integers(1, 100), st.floats(0.1, 59))
def test_whoever_sends_a_byte_now_and_then_is_too_slow_within_two_minutes(size: int, every: float) -> None:
    now, transfer = 0.0, TransferMonitor(Limits(), 0.0)
    while not transfer.is_late(now):
        now += every
        if size / every < 100:
            transfer.moved(size, now)
        assert now < 180


def test_large_bodies_that_never_end_keep_out_nobody_with_a_record() -> None:
    """Who filled the space for bodies, and then sent a byte now and then, blocked everybody for an hour."""
    head = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
    with serving(echo, Limits(threads=2, spooled=100_000)) as live:
        largest = live.link(head % 60_000 + b"a" * 50_500)
        with live.link(head % 60_000 + b"a" * 49_400):
            until(lambda: live.asked(lambda: live.state.connections.spooled) == 99_900)
            for _ in range(3):
                assert live.answer(head % 1000 + b"b" * 1000).startswith(b"HTTP/1.1 200 ")
            assert rest_of(largest).startswith(b"HTTP/1.1 503 ")
            assert live.asked(lambda: live.state.connections.spooled) == 49_400
        largest.close()
        until(lambda: live.asked(lambda: (live.state.connections.count, live.state.connections.spooled)) == (0, 0))


def test_the_largest_body_is_refused_when_it_is_what_wants_more_space() -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\n"
    with serving(echo, Limits(threads=2, spooled=50_000)) as live:
        assert live.answer(head + b"a" * 60_000).startswith(b"HTTP/1.1 503 ")
        assert live.answer(head.replace(b"90000", b"3\r\nConnection: close") + b"abc").startswith(b"HTTP/1.1 200 ")
