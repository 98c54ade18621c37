"""Conformance shown by somebody else: tus-js-client, which knows tus 1.0 and nothing of us, against a real server."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.faults.run import enrol
from tests.journeys import server
from tests.journeys.server import RunningServer
from tests.node import NODE

CLIENT = Path(__file__).with_name("tus_client.mjs")


@dataclass
class Medium:
    """A voice in a file, never the same twice, and who sends it."""

    file: Path
    token: str
    programme: str
    running: RunningServer

    @property
    def content(self) -> bytes:
        return self.file.read_bytes()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def client(self, how: str) -> subprocess.Popen[str]:
        """The client at work."""
        place = f"{self.running.url}/api/v1/media/"
        words = [str(NODE), str(CLIENT), place, str(self.file), self.sha256, self.token, how]
        return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)

    def sent(self, how: str) -> list[dict[str, Any]]:
        """What the client reported, when it has ended."""
        out, _ = self.client(how).communicate(timeout=60)
        return [json.loads(line) for line in out.splitlines()]

    def is_stored(self) -> bool:
        """Whether the server has exactly these bytes under their name, and says so in its database."""
        stored = self.running.data / "media" / self.programme / self.sha256[:2] / self.sha256[2:4] / self.sha256
        with sqlite3.connect(f"file:{self.running.data / 'echo.db'}?mode=ro", uri=True) as database:
            known = database.execute("select 1 from media where sha256 = ?", (self.sha256,)).fetchone()
        return bool(known) and stored.read_bytes() == self.content

    def asked(self, address: str) -> tuple[int, str | None]:
        """Status and offset of an upload."""
        heads = {"Authorization": f"Bearer {self.token}", "Tus-Resumable": "1.0.0"}
        try:
            with urllib.request.urlopen(urllib.request.Request(address, headers=heads, method="HEAD")) as got:
                return got.status, got.headers["Upload-Offset"]
        except urllib.error.HTTPError as refused:
            return refused.code, None


@pytest.fixture
def running(tmp_path: Path) -> Iterator[RunningServer]:
    made = server.start(tmp_path / "data", environment={"FEEDBACK_JOBS": "off"})
    yield made
    server.start(made.data, port=made.port).stop() if made.process.poll() is not None else made.stop()


@pytest.fixture
def medium(running: RunningServer, tmp_path: Path) -> Medium:
    (phone,) = enrol(running, 1, 0, running.port)
    file = tmp_path / "voice.ogg"
    file.write_bytes(b"OggS" + os.urandom(400_000))
    return Medium(file, phone.token, phone.programme, running)


@pytest.mark.parametrize("how", ["whole", "pieces", "together"])
def test_it_sends_a_voice_at_once_in_pieces_and_with_the_announcement(medium: Medium, how: str) -> None:
    event = medium.sent(how)
    assert event[-1] == {"done": True}
    assert medium.is_stored()
    if how == "pieces":
        assert [one["accepted"] for one in event if "accepted" in one] == [*range(50_000, 400_001, 50_000), 400_004]


def test_it_goes_on_where_it_stopped(medium: Medium) -> None:
    event = medium.sent("stop")
    address = next(one["url"] for one in event if "url" in one)
    assert event[-1] == {"stopped": 250_000}
    assert medium.asked(address) == (200, "250000")
    again = medium.sent(address)
    assert [one["accepted"] for one in again if "accepted" in one] == [300_000, 350_000, 400_000, 400_004]
    assert medium.is_stored()


def test_it_ends_an_upload_for_good(medium: Medium) -> None:
    event = medium.sent("end")
    address = next(one["url"] for one in event if "url" in one)
    assert medium.asked(address)[0] == 404
    assert not list((medium.running.data / "media" / "uploads").iterdir())
    assert medium.sent("pieces")[-1] == {"done": True}
    assert medium.is_stored()


def test_an_upload_that_expired_is_begun_anew(medium: Medium) -> None:
    address = next(one["url"] for one in medium.sent("stop") if "url" in one)
    with sqlite3.connect(medium.running.data / "echo.db") as database:
        database.execute("update upload set expires_at = '2020-01-01 00:00:00.000000'")
    assert medium.asked(address)[0] == 410
    assert medium.sent(address)[-1] == {"done": True}
    assert medium.is_stored()


def test_the_server_dies_in_the_middle_of_a_piece_and_the_client_goes_on(medium: Medium, tmp_path: Path) -> None:
    running = medium.running
    medium.file.write_bytes(b"OggS" + os.urandom(8_000_000))
    deaths = 0
    with medium.client("patient") as client:
        assert client.stdout is not None
        for line in client.stdout:
            event = json.loads(line)
            # With the next piece on its way: killed at once, again and again, and started anew.
            if event.get("accepted", 0) > (deaths + 1) * 1_500_000 and deaths < 4:
                running.kill()
                deaths += 1
                running.process = server.start(
                    running.data, port=running.port, environment={"FEEDBACK_JOBS": "off"}
                ).process
    assert deaths == 4
    assert event == {"done": True}
    assert medium.is_stored()


def test_a_stranger_with_the_address_gets_nothing(medium: Medium) -> None:
    address = next(one["url"] for one in medium.sent("stop") if "url" in one)
    (koffi,) = enrol(medium.running, 1, 1, medium.running.port)
    other = Medium(medium.file, koffi.token, koffi.programme, medium.running)
    assert other.asked(address)[0] == 404
    assert medium.asked(address) == (200, "250000")
