"""A long upload by tus whose link breaks, falls silent, or whose server stops: what arrived is stored, and seen at once."""

from __future__ import annotations

import random
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from feedback_app.edge.limits import Limits
from tests.edge.live import rest_of, serving, until

QUICK = Limits(threads=2, silent_s=1, slice_s=0.2, slice_bytes=10_000, in_memory=4_000, least_rate=1)


@dataclass
class Uploads:
    """As much of tus as this needs: one upload, and each request's length."""

    stored: bytes = b""
    takes: int = 10**9
    calls: list[tuple[str, str, int]] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        some = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        assert len(some) == int(environ["CONTENT_LENGTH"]), "a request that is not whole"
        self.calls.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], len(some)))
        if environ["REQUEST_METHOD"] == "POST":
            self.stored += some
            start("201 Created", [("Location", "/media/one"), ("Upload-Offset", str(len(self.stored)))])
        elif environ["HTTP_UPLOAD_OFFSET"] != str(len(self.stored)) or len(self.stored) + len(some) > self.takes:
            start("409 Conflict", [])
        else:
            self.stored += some
            start("204 No Content", [("Upload-Offset", str(len(self.stored)))])
        return []


PHOTO = random.Random(1).randbytes(100_000)
HEADS = {
    "patch": b"PATCH /media/one HTTP/1.1\r\nUpload-Offset: 0\r\n",
    "disguised": b"POST /media/one HTTP/1.1\r\nX-HTTP-Method-Override: PATCH\r\nUpload-Offset: 0\r\n",
    "creation": b"POST /media/ HTTP/1.1\r\nUpload-Length: 100000\r\n",
}
REST = b"Content-Type: application/offset+octet-stream\r\nContent-Length: 100000\r\nConnection: close\r\n\r\n"


@pytest.fixture
def uploads() -> Uploads:
    return Uploads()


@pytest.mark.parametrize("how", ["patch", "creation"])
def test_a_photo_sent_in_one_request_arrives_exactly_and_is_answered_once(uploads: Uploads, how: str) -> None:
    with serving(uploads, QUICK) as live, live.link(HEADS[how] + REST + PHOTO[:60_000]) as link:
        until(lambda: len(uploads.stored) >= 10_000)
        link.sendall(PHOTO[60_000:])
        got = rest_of(link)
    assert uploads.stored == PHOTO and len(uploads.calls) > 1
    assert got.count(b"HTTP/1.1 ") == 1 and b"Upload-Offset: 100000\r\n" in got
    assert got.startswith(b"HTTP/1.1 201" if how == "creation" else b"HTTP/1.1 204")
    assert (b"Location: /media/one" in got) == (how == "creation")


@pytest.mark.parametrize("how", ["patch", "creation"])
@pytest.mark.parametrize("end", ["close", "half-close", "reset", "silence"])
def test_what_arrived_before_the_link_ended_is_stored(uploads: Uploads, how: str, end: str) -> None:
    with serving(uploads, QUICK) as live:
        link = live.link(HEADS[how] + REST + PHOTO[:33_333])
        until(lambda: len(uploads.stored) >= 10_000)
        end_of(link, end)
        until(lambda: uploads.stored == PHOTO[:33_333])
        until(lambda: live.asked(lambda: (live.state.connections.count, live.state.connections.spooled)) == (0, 0))
    link.close()


def end_of(link: socket.socket, end: str) -> None:
    if end == "close":
        link.close()
    elif end == "half-close":
        link.shutdown(socket.SHUT_WR)
    elif end == "reset":
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        link.close()


def test_while_a_slow_phone_sends_the_server_can_say_how_far_it_is(uploads: Uploads) -> None:
    with serving(uploads, QUICK) as live:
        link = live.link(HEADS["patch"] + REST + PHOTO[:100])
        assert until(lambda: uploads.stored == PHOTO[:100])
        link.sendall(PHOTO[100:300])
        assert until(lambda: uploads.stored == PHOTO[:300])
        link.sendall(PHOTO[300:])
        assert b"Upload-Offset: 100000" in rest_of(link)
    assert uploads.stored == PHOTO


def test_a_slice_that_is_refused_ends_the_request_and_the_phone_hears_why(uploads: Uploads) -> None:
    uploads.takes = 25_000
    with serving(uploads, QUICK) as live, live.link(HEADS["patch"] + REST + PHOTO[:60_000]) as link:
        got = rest_of(link)
    assert got.startswith(b"HTTP/1.1 409 ") and b"Connection: close" in got
    assert uploads.stored == PHOTO[: len(uploads.stored)]


def test_a_second_attempt_goes_on_while_the_first_link_is_dead_and_nobody_knows(uploads: Uploads) -> None:
    with serving(uploads, QUICK) as live:
        dead = live.link(HEADS["patch"] + REST + PHOTO[:20_000])
        until(lambda: len(uploads.stored) == 20_000)
        again = HEADS["patch"].replace(b": 0", b": 20000") + REST.replace(b"100000", b"80000")
        assert b"Upload-Offset: 100000" in live.answer(again + PHOTO[20_000:])
        dead.close()
    assert uploads.stored == PHOTO


def test_a_piece_with_a_checksum_is_one_whole_and_leaves_nothing_behind_when_it_is_cut(uploads: Uploads) -> None:
    heads = HEADS["patch"] + b"Upload-Checksum: sha1 AAAA\r\n"
    with serving(uploads, QUICK) as live:
        with live.link(heads + REST + PHOTO[:50_000]):
            until(lambda: live.asked(lambda: live.state.connections.spooled) == 50_000)
        until(lambda: live.asked(lambda: (live.state.connections.count, live.state.connections.spooled)) == (0, 0))
        assert uploads.calls == []
        live.answer(heads + REST + PHOTO)
    assert [size for _, _, size in uploads.calls] == [100_000]


def test_stopping_hands_over_what_has_come(uploads: Uploads) -> None:
    with serving(uploads, Limits(threads=2)) as live:
        link = live.link(HEADS["patch"] + REST + PHOTO[:5_000])
        until(lambda: live.asked(lambda: live.state.connections.spooled) == 5_000)
        live.asked(lambda: live.state.stop(patient=True))
        assert rest_of(link).startswith(b"HTTP/1.1 503 ")
        assert uploads.stored == PHOTO[:5_000]
