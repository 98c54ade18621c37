"""The server as it is started: hundreds of silent connections beside phones, kills that leave nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench._load import Bearer, hand_over
from bench.silence import KINDS, Silent, bodies_of
from tests.edge.live import until
from tests.faults.run import enrol
from tests.journeys import server
from tests.journeys.server import RunningServer

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[RunningServer]:
    made = server.start(tmp_path / "data", environment={"FEEDBACK_JOBS": "off"})
    yield made
    made.stop()


def test_phones_hand_over_beside_hundreds_of_connections_that_fell_silent(running: RunningServer) -> None:
    phones = [Bearer(one.token, one.author, one.programme, one.place) for one in enrol(running, 3, 0, running.port)]
    for kind in KINDS:
        with Silent(running.port, kind, 120, token=phones[0].token):
            work = bodies_of(phones, 3)
            outcome = hand_over(running.port, work, records_each=1)
            assert outcome.requests == 9
            assert max(outcome.latencies) < 10, f"{kind}: a phone waited"  # the bench says how much less it is


def test_after_the_master_is_killed_the_port_is_free_for_the_next_server(running: RunningServer) -> None:
    links = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(12)]
    for link in links:
        link.sendall(b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n")
        assert link.recv(100)
    os.kill(running.process.pid, signal.SIGKILL)
    running.process.wait(10)
    again = server.start(running.data, port=running.port, environment={"FEEDBACK_JOBS": "off"})
    again.stop()
    for link in links:
        link.close()


def test_it_stops_in_a_moment_although_connections_are_open(running: RunningServer) -> None:
    idle = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(5)]
    upload = socket.create_connection(("127.0.0.1", running.port))
    upload.sendall(b"PATCH /api/v1/media/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc")
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(15) == 0
    for link in (*idle, upload):
        link.close()


def test_two_processes_share_the_work(tmp_path: Path) -> None:
    running = server.start(tmp_path / "data", words=("--workers", "2"), environment={"FEEDBACK_JOBS": "off"})
    try:
        phones = [Bearer(one.token, one.author, one.programme, one.place) for one in enrol(running, 2, 0, running.port)]
        assert hand_over(running.port, bodies_of(phones, 10), records_each=1).requests == 20
        os.kill(running.workers()[0], signal.SIGKILL)
        end = time.monotonic() + 30
        while True:
            try:
                with urllib.request.urlopen(f"{running.url}/api/v1/openapi.json", timeout=5):
                    break
            except OSError:
                assert time.monotonic() < end
        assert hand_over(running.port, bodies_of(phones, 5), records_each=1).requests == 10
    finally:
        running.stop()


ASKED = b"HEAD /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"


def test_phones_that_connected_before_a_stop_are_answered(running: RunningServer) -> None:
    """The worker is so busy that a hundred phones wait to be accepted when the server is asked to stop."""
    (worker,) = running.workers()
    reused = _link(running.port)
    reused.sendall(ASKED)
    assert _status(reused) == b"200"
    os.kill(worker, signal.SIGSTOP)
    waiting = [_link(running.port) for _ in range(100)]
    for link in (reused, *waiting[:90]):
        link.sendall(ASKED)
    waiting[-1].sendall(ASKED[:20])
    running.process.send_signal(signal.SIGTERM)
    until(lambda: _has_pending(worker, signal.SIGTERM))
    os.kill(worker, signal.SIGCONT)
    for link in waiting[90:99]:  # these had connected, and their first bytes are slow
        time.sleep(0.02)
        link.sendall(ASKED)
    waiting[-1].sendall(ASKED[20:])
    assert [_status(link) for link in (reused, *waiting)] == [b"200"] * 101
    assert running.process.wait(15) == 0
    for link in (reused, *waiting):
        link.close()


def _link(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=30)


def _status(link: socket.socket) -> bytes:
    """The status of the next answer, or why there is none."""
    try:
        return (link.recv(4096) + b"  ").split(b" ")[1]
    except OSError as why:
        return str(why).encode()


def _has_pending(process: int, sent: signal.Signals) -> bool:
    """Whether a signal waits for a process to go on."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    masks = [int(line.split()[1], 16) for line in lines if line.startswith(("SigPnd", "ShdPnd"))]
    return any(mask >> (sent - 1) & 1 for mask in masks)
