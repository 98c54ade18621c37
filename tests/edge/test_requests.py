"""What comes as HTTP/1.1 and 1.0, whole, odd, or meant to be read in two ways, and what the server itself answers."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from feedback_app.edge.limits import Limits
from tests.edge.live import Live, rest_of, serving


def echo(environ: dict[str, Any], start: Any) -> list[bytes]:
    """Answers what it was asked."""
    body = environ["wsgi.input"].read()
    seen = [environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"], body.decode("latin-1")]
    seen += [f"{key}={value}" for key, value in sorted(environ.items()) if key.startswith(("HTTP_X", "CONTENT_L"))]
    start("200 OK", [("Content-Type", "text/plain")])
    return ["|".join(seen).encode("latin-1"), b"\n"]


echo.body_limit = lambda _method, path: 300_000 if path == "/small" else 10_000_000  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    with serving(echo, Limits(threads=2, pipelined=8)) as made:
        yield made


def body(answer: bytes) -> str:
    return answer.partition(b"\r\n\r\n")[2].decode("latin-1").strip()


def test_a_request_with_a_length_and_one_in_chunks_arrive_alike(live: Live) -> None:
    whole = live.answer(b"POST /a%20b?c=d HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello")
    chunks = live.answer(
        b"POST /a%20b?c=d HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"2;note=x\r\nhe\r\n3\r\nllo\r\n0\r\nX-Trailer: 1\r\n\r\n"
    )
    assert body(whole) == body(chunks) == "POST|/a b|c=d|hello|CONTENT_LENGTH=5"


def test_a_large_body_arrives_whole_and_its_answer_too(live: Live) -> None:
    sent = b"0123456789" * 500_000
    heads = b"POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(sent)
    assert body(live.answer(heads + sent)) == f"POST|/||{sent.decode()}|CONTENT_LENGTH={len(sent)}"


def test_requests_sent_together_are_answered_in_their_order(live: Live) -> None:
    sent = b"".join(b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n" % n for n in range(5))
    got = live.answer(sent + b"GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert [got.index(b"|/%d|" % n) for n in range(5)] == sorted(got.index(b"|/%d|" % n) for n in range(5))
    assert got.count(b"200 OK") == 6 and body(got).endswith("GET|/last||")


def test_too_many_requests_sent_together_end_the_connection(live: Live) -> None:
    got = live.answer(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 500)
    assert got.count(b"200 OK") <= 8 and b"429 Too Many Requests" in got


def test_an_old_client_is_closed_after_its_answer_unless_it_asks_otherwise(live: Live) -> None:
    assert b"Connection: close" in live.answer(b"GET / HTTP/1.0\r\n\r\n")
    with live.link(b"GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") as link:
        assert b"Connection: keep-alive" in link.recv(65536)
        link.sendall(b"GET /2 HTTP/1.0\r\n\r\n")
        assert body(rest_of(link)) == "GET|/2||"


def test_a_client_that_asks_before_it_sends_is_answered_100_continue(live: Live) -> None:
    heads = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"
    with live.link(heads) as link:
        assert link.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        link.sendall(b"abc")
        assert body(rest_of(link)) == "POST|/||abc|CONTENT_LENGTH=3"


def test_a_client_that_closed_its_side_still_gets_its_answer(live: Live) -> None:
    with live.link(b"GET /x HTTP/1.1\r\nHost: x\r\n\r\n") as link:
        link.shutdown(socket.SHUT_WR)
        assert body(rest_of(link)) == "GET|/x||"


def test_a_wish_for_another_protocol_is_answered_as_an_ordinary_request(live: Live) -> None:
    got = live.answer(b"GET /x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n")
    assert b"200 OK" in got and b"Connection: close" in got


def test_a_field_with_an_underscore_does_not_pass_for_a_proxys(live: Live) -> None:
    got = live.answer(
        b"GET / HTTP/1.1\r\nConnection: close\r\nX_Forwarded_For: 1.2.3.4\r\nX-Real: 1\r\nX-Real: 2\r\n\r\n"
    )
    assert body(got) == "GET|/|||HTTP_X_REAL=1,2"


POST = b"POST / HTTP/1.1\r\nHost: x\r\n"
TWO_WAYS = {
    "a length beside chunks": POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    "a length with a sign": POST + b"Content-Length: +3\r\n\r\nabc",
    "a coding that is none": POST + b"Transfer-Encoding: xchunked\r\n\r\n",
    "two codings": POST + b"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks of an old client": b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a chunk size that is none": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a negative chunk size": POST + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n",
    "a chunk longer than it says": POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
    "a name with a space": b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    "a folded field": b"GET / HTTP/1.1\r\nHost: x\r\n y\r\n\r\n",
    "bare line feeds": b"GET / HTTP/1.1\nHost: x\n\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
    "a NUL in a field": b"GET / HTTP/1.1\r\nHost: x\r\nA: \x00\r\n\r\n",
    "another version": b"GET / HTTP/2.0\r\nHost: x\r\n\r\n",
    "a tunnel": b"CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}


@pytest.mark.parametrize("name", TWO_WAYS)
def test_what_two_servers_could_read_differently_is_a_400_that_a_program_can_read(live: Live, name: str) -> None:
    got = live.answer(TWO_WAYS[name])
    assert got.startswith(b"HTTP/1.1 400 "), got
    assert b"Connection: close" in got and b"application/problem+json" in got
    assert json.loads(body(got))["type"] == "/problems/unreadable"


@pytest.mark.parametrize("head", [b"X: " + b"a" * 70_000, b"X: a\r\n" * 200, b"X: " + b"a" * 70_000 + b"\r\n\r\n"])
def test_a_head_without_end_is_a_431(live: Live, head: bytes) -> None:
    got = live.answer(b"GET / HTTP/1.1\r\nHost: x\r\n" + head)
    assert got.startswith(b"HTTP/1.1 431 ") and json.loads(body(got))["type"] == "/problems/head-too-large"


@pytest.mark.parametrize("how", ["length", "expects", "chunks"])
def test_a_body_that_is_too_large_is_refused_in_words_and_the_connection_says_that_it_ends(
    live: Live, how: str
) -> None:
    heads = {
        "length": b"Content-Length: 3000000\r\n\r\n",
        "expects": b"Expect: 100-continue\r\nContent-Length: 3000000\r\n\r\n",
        "chunks": b"Transfer-Encoding: chunked\r\n\r\n2dc6c0\r\n",
    }[how]
    with live.link(b"POST /small HTTP/1.1\r\nHost: x\r\n" + heads) as link:
        if how != "expects":  # and goes on sending, as clients do
            threading.Thread(target=send_all, args=(link, b"x" * 3_000_000), daemon=True).start()
        got = rest_of(link)
    assert got.startswith(b"HTTP/1.1 413 ") and b"Connection: close" in got
    assert json.loads(body(got)) | {"title": ""} == {
        "type": "/problems/too-large", "title": "", "status": 413, "limit": 300_000,
    }  # fmt: skip


def send_all(link: socket.socket, some: bytes) -> None:
    try:
        link.sendall(some)
    except OSError:
        return


def test_a_person_at_a_page_reads_a_page(live: Live) -> None:
    heads = b"POST /small HTTP/1.1\r\nAccept: text/html\r\nAccept-Language: en\r\nContent-Length: 3000000\r\n\r\n"
    got = live.answer(heads)
    assert b"Content-Type: text/html" in got and b"send less at a time" in got


def test_after_a_body_that_was_taken_whole_the_connection_can_be_used_again(live: Live) -> None:
    with live.link(b"POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 299999\r\n\r\n" + b"x" * 299_999) as link:
        link.sendall(b"GET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert body(rest_of(link)).endswith("GET|/next||")


def test_an_application_that_fails_is_a_500_in_our_words() -> None:
    def broken(_environ: Any, _start: Any) -> list[bytes]:
        raise LookupError

    with serving(broken) as live:
        got = live.answer(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert got.startswith(b"HTTP/1.1 500 ") and json.loads(body(got))["type"] == "/problems/unexpected"


def test_a_client_that_sends_a_byte_at_a_time_is_understood(live: Live) -> None:
    with live.link() as link:
        for one in b"POST /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab":
            link.sendall(bytes([one]))
        assert body(rest_of(link)) == "POST|/x||ab|CONTENT_LENGTH=2"
