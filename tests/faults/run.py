"""Phones, link, server and its killer together; and what must be true when it is over."""

from __future__ import annotations

import json
import random
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.faults.phone import ModelPhone
from tests.journeys import server
from tests.journeys.badlink import BadLink
from tests.postgres import postgres_server

LOST_ANSWER = b"POST /api/v1/exchange"


@dataclass(frozen=True)
class Outcome:
    """The outcome of a run."""

    records: int
    lost: int
    doubled: int
    falsely_acknowledged: int
    broken: tuple[str, ...]
    server_kills: int
    database_kills: int
    lost_answers: int
    requests: int
    failures: int
    seconds: float

    def line(self) -> str:
        """One line for people."""
        return (
            f"{self.records} records, {self.server_kills} kills of the server, {self.database_kills} of the database, "
            f"{self.lost_answers} answers lost, {self.requests} requests of which {self.failures} failed, "
            f"{self.seconds:.0f} s: lost {self.lost}, duplicated {self.doubled}, "
            f"falsely acknowledged {self.falsely_acknowledged}, other {len(self.broken)}"
        )


class Killer:
    """Kills the server, and the database where it is one of its own, every now and then, and starts them again."""

    def __init__(
        self,
        running: server.RunningServer,
        link: BadLink,
        database: Callable[[], None] | None,
        fleet: list[ModelPhone],
        seed: int,
    ) -> None:
        self.running, self.kills, self.database_kills = running, 0, 0
        self._link, self._database, self._fleet, self._chance = link, database, fleet, random.Random(seed)

    def run(self, most: int, stop: threading.Event) -> None:
        """Until so many kills, or until `stop` is set. They are spread over the work, however fast it goes: a server that
        is done before it is killed proves nothing."""
        while self.kills < most and not stop.is_set():
            self._wait_for((self.kills + self._chance.random()) / (most + 1), stop)
            self._trouble_link()
            self.running.kill()
            self.kills += 1
            if self._database and self._chance.random() < 0.4:
                self._database()
                self.database_kills += 1
            self.running = server.start(
                self.running.data, database_url=self.running.database_url, port=self.running.port
            )

    def _wait_for(self, part: float, stop: threading.Event) -> None:
        """Until so much of all records is acknowledged, and a moment more."""
        everything = sum(phone.records for phone in self._fleet)
        while sum(len(phone.acked) for phone in self._fleet) < everything * part and not stop.is_set():
            stop.wait(0.005)
        stop.wait(self._chance.random() * 0.05)

    def _trouble_link(self) -> None:
        self._link.link.lose_answers_to = LOST_ANSWER if self._chance.random() < 0.7 else None
        if self._chance.random() < 0.3:
            self._link.cut()
            time.sleep(0.05)
            self._link.link.down = False


def enrol(running: server.RunningServer, count: int, records: int, port: int) -> list[ModelPhone]:
    """So many phones of the demo programme, each with its share of the records."""
    phones = []
    for n in range(count):
        body = {
            "code": running.enrolment_code(person=f"Personne {n}"),
            "device": {"name": f"Téléphone {n}", "platform": "model", "app_version": "1"},
        }
        request = urllib.request.Request(
            f"{running.url}/api/v1/enrol", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            mine = json.load(answer)
        share = records // count + (n < records % count)
        phones.append(
            ModelPhone(port, mine["token"], mine["person"]["id"], "demo", mine["scope"]["place"], share, seed=n)
        )
    return phones


@contextmanager
def database(kind: str) -> Iterator[tuple[str | None, Callable[[], None] | None]]:
    """(URL, how to kill and start it again); SQLite dies with its server."""
    if kind == "sqlite":
        yield None, None
        return
    with postgres_server(durable=True) as postgres:

        def kill() -> None:
            postgres.kill()
            postgres.start()

        yield postgres.url, kill


def faults(kind: str, folder: Path, *, phones: int, records: int, kills: int, seconds: float, seed: int = 1) -> Outcome:
    """One run; ends when every phone has handed over everything and all kills were done, or after so many seconds."""
    started, stop, over = time.monotonic(), threading.Event(), threading.Event()
    with database(kind) as (url, kill_database):
        running = server.start(folder, database_url=url)
        link = BadLink(running.port)
        fleet: list[ModelPhone] = []
        killer = Killer(running, link, kill_database, fleet, seed)
        try:
            fleet += enrol(running, phones, records, link.port)
            hands = [threading.Thread(target=phone.run, args=(stop,)) for phone in fleet]
            death = threading.Thread(target=killer.run, args=(kills, over))
            for thread in (*hands, death):
                thread.start()
            _wait([*hands, death], started + seconds)
            over.set()
            death.join()
            link.link.lose_answers_to = None
            _wait(hands, time.monotonic() + 60)
            stop.set()
            for thread in hands:
                thread.join()
            return _outcome(killer, link, fleet, time.monotonic() - started)
        finally:
            stop.set()
            over.set()
            link.stop()
            killer.running.stop()


def _wait(threads: list[threading.Thread], until: float) -> None:
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))


def _outcome(killer: Killer, link: BadLink, fleet: list[ModelPhone], seconds: float) -> Outcome:
    running = killer.running
    engine = create_engine(running.database_url or f"sqlite:///{running.data / 'echo.db'}")
    with engine.connect() as connection:
        rows = connection.execute(text("select digest, position from ledger_entry where programme_id = 'demo'")).all()
    engine.dispose()
    stored: dict[str, list[int]] = {}
    for digest, position in rows:
        stored.setdefault(digest, []).append(position)
    made = [one["digest"] for phone in fleet for one in phone.entries]
    promised = {digest: at for phone in fleet for digest, at in phone.acked.items()}
    broken = [fault for phone in fleet for fault in phone.broken]
    verified = running.cli("ledger", "verify", seconds=60 + len(made) / 50)
    if "bad digests 0" not in verified:
        broken.append(verified)
    if sorted(at for positions in stored.values() for at in positions) != sorted(
        {at for positions in stored.values() for at in positions}
    ):
        broken.append("two entries at one position")
    return Outcome(
        records=len(made), lost=sum(digest not in stored for digest in made),
        doubled=sum(len(positions) > 1 for positions in stored.values()),
        falsely_acknowledged=sum(stored.get(digest) != [at] for digest, at in promised.items()), broken=tuple(broken),
        server_kills=killer.kills, database_kills=killer.database_kills, lost_answers=link.link.lost,
        requests=sum(phone.requests for phone in fleet), failures=sum(phone.failures for phone in fleet),
        seconds=seconds,
    )  # fmt: skip
