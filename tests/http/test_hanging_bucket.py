"""A bucket that takes connections and answers nothing: phones hand over their records, pages come, and photos wait."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from feedback_app.edge.limits import Limits
from feedback_app.media import s3
from tests.edge.live import Live, serving, until
from tests.http.tus import BYTES, described
from tests.people import World

PHOTOS = [b"\xff\xd8\xff\xe0" + bytes([n]) * 500 for n in range(20)]


@pytest.fixture
def live(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """The server, its photos in a bucket that hangs for a minute at a time."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(s3, "READ_S", 5)
    with socket.create_server(("127.0.0.1", 0), backlog=100) as silent:
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}"
        settings = world.app.extensions["echo_settings"]
        world.app.extensions["echo_settings"] = replace(
            settings, media_url="s3://echo", s3_endpoint=endpoint, threads=8
        )
        with serving(world.app, Limits(threads=8)) as made:
            yield made


def announced(world: World, photo: bytes) -> bytes:
    """A photo announced, with its bytes."""
    heads = {
        "Tus-Resumable": "1.0.0", "Upload-Length": str(len(photo)), "Upload-Metadata": described(photo),
        "Content-Type": BYTES, "Content-Length": str(len(photo)), **world.awa.headers(),
    }  # fmt: skip
    lines = "".join(f"{name}: {value}\r\n" for name, value in heads.items())
    return f"POST /api/v1/media/ HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n".encode() + photo


def asked(live: Live, method: str, path: str, body: str = "", **heads: str) -> int:
    link = http.client.HTTPConnection("127.0.0.1", live.port, timeout=30)
    link.request(method, path, body, {name.replace("_", "-"): value for name, value in heads.items()})
    return link.getresponse().status


def test_records_and_pages_go_on_while_twenty_photos_wait_for_a_bucket_that_hangs(world: World, live: Live) -> None:
    links = [live.link(announced(world, photo)) for photo in PHOTOS]
    until(lambda: live.asked(lambda: live.state.scheduler.running) >= 3)
    body = json.dumps({"nonce": "n", "clock": "2026-11-28T10:00:00.000Z", "entries": [], "health": {}})
    for _ in range(3):
        assert asked(live, "POST", "/api/v1/exchange", body, **world.awa.headers()) == 200
        assert asked(live, "GET", "/desk/login") == 200
    answers = [link.recv(65536) for link in links]
    assert all(b" 503 " in one and b"Retry-After: " in one for one in answers)
    for link in links:
        link.close()
