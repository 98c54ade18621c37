"""A real server for the journeys: the console script in a process of its own, on a folder of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

PROGRAM = Path(sys.executable).with_name("feedback-app")


@dataclass
class RunningServer:
    """`url`, the demo's login, and how to use the command line beside it."""

    port: int
    data: Path
    process: subprocess.Popen[str]
    greeting: str
    environment: dict[str, str]

    @property
    def database_url(self) -> str | None:
        """The database that it was given; None for SQLite in its folder."""
        return self.environment.get("FEEDBACK_DATABASE_URL")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def login(self) -> tuple[str, str]:
        """The demo reviewer's login and password, as the server printed them."""
        found = re.search(r"login (\S+)\s+password (\S+)", self.greeting)
        assert found, self.greeting
        return found[1], found[2]

    def cli(self, *words: str, seconds: float = 90) -> str:
        """Runs a command of `feedback-app` on the same data, for so long at most; returns what it printed."""
        done = subprocess.run(
            [PROGRAM, *words], env=self.environment, capture_output=True, text=True, timeout=seconds, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def enrolment_code(self, *, place: str | None = None, person: str = "Awa") -> str:
        """A one-time code for the demo programme."""
        programme = self.programme
        words = ["enrol", "new", "--programme", programme["id"], "--place", place or programme["place"]]
        made: dict[str, Any] = json.loads(self.cli(*words, "--role", "surveyor", "--person", person, "--json"))
        return str(made["code"])

    @cached_property
    def programme(self) -> dict[str, Any]:
        """The demo programme: its id and place."""
        found: dict[str, Any] = json.loads(self.cli("programme", "list", "--json"))[0]
        return found

    def photos(self) -> list[Path]:
        """Every photo that has arrived, as it came."""
        contents = (self.data / "media").glob("*/??/??/" + "?" * 64)
        return [file for file in contents if file.read_bytes()[:3] == b"\xff\xd8\xff"]

    def kill(self) -> None:
        """The power goes: SIGKILL to the server and its workers."""
        for pid in (self.process.pid, *self._children()):
            os.kill(pid, signal.SIGKILL)
        self.process.wait(10)

    def workers(self) -> list[int]:
        """The processes that answer requests: of the server's children, those that are the same program."""
        program = Path(f"/proc/{self.process.pid}/cmdline").read_bytes()
        return [pid for pid in self._children() if Path(f"/proc/{pid}/cmdline").read_bytes() == program]

    def _children(self) -> list[int]:
        tasks = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in tasks.read_text().split()]

    def stop(self) -> None:
        """Ends the server by its process id."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(
    data: Path,
    *,
    database_url: str | None = None,
    port: int | None = None,
    words: tuple[str, ...] = (),
    environment: Mapping[str, str] | None = None,
    filled: bool = False,
) -> RunningServer:
    """Starts a server with the demo programme, without made-up records unless `filled`, and waits until it answers.
    `words` go to `serve`."""
    port = port or free_port()
    env = {k: v for k, v in os.environ.items() if not k.startswith("FEEDBACK_")} | {"FEEDBACK_DATA": str(data)}
    env |= environment or {}
    if database_url:
        env["FEEDBACK_DATABASE_URL"] = database_url
    data.mkdir(parents=True, exist_ok=True)
    log = data / "server.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [PROGRAM, "serve", "--port", str(port), *(() if filled else ("--empty",)), *words],
            env=env,
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
        )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(log.read_text())
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/openapi.json", timeout=2):
                return RunningServer(port, data, process, log.read_text(), env)
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError("the server did not answer: " + log.read_text())
