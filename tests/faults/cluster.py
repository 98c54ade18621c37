"""Two servers on one database and one bucket, each with a data folder of its own, as on two machines."""

from __future__ import annotations

import signal
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.journeys import server
from tests.journeys.server import RunningServer

STOP_S = 60
"""More than a server may take to stop: gunicorn itself ends a worker after 30 seconds."""


@dataclass(frozen=True)
class Stop:
    """A graceful stop: of which port, from the signal to the end of the process."""

    port: int
    since: float
    until: float

    @property
    def seconds(self) -> float:
        return self.until - self.since


@dataclass
class Cluster:
    """The two nodes, and what was done to them."""

    folder: Path
    environment: Mapping[str, str]
    ports: tuple[int, int] = field(default_factory=lambda: (server.free_port(), server.free_port()))
    nodes: list[RunningServer] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    kills: int = 0

    def start_together(self) -> None:
        """Both at the same moment; the database may be empty."""
        with ThreadPoolExecutor(2) as both:
            self.nodes = list(both.map(self._start, range(2)))

    def roll(self, n: int) -> None:
        """Stops one node gracefully and starts it again: half of a rolling restart."""
        node, since = self.nodes[n], time.monotonic()
        node.process.send_signal(signal.SIGTERM)
        node.process.wait(STOP_S)
        self.stops.append(Stop(node.port, since, time.monotonic()))
        self.nodes[n] = self._start(n)

    def kill(self, n: int) -> None:
        """SIGKILL to one node and its workers, and starts it again."""
        self.nodes[n].kill()
        self.kills += 1
        self.nodes[n] = self._start(n)

    def stop(self) -> None:
        for node in self.nodes:
            node.stop()

    def log(self) -> str:
        """What all processes of both nodes wrote."""
        return "\n".join(file.read_text() for file in sorted(self.folder.glob("node-*/server*.log")))

    def _start(self, n: int) -> RunningServer:
        data = self.folder / f"node-{n}"
        if (log := data / "server.log").exists():
            log.rename(data / f"server-{time.monotonic_ns()}.log")
        return server.start(data, port=self.ports[n], environment=self.environment)
