"""Two servers on one PostgreSQL and one bucket: restarted in turn, killed, while phones and a reviewer go on."""

from __future__ import annotations

import datetime as dt
import json
import random
import secrets
import threading
import time
import urllib.request
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, create_engine

from feedback_app.app import create_app
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.enrol import actions as enrol
from feedback_app.enrol.demo import DEMO
from feedback_app.register import store as register_store
from feedback_app.settings import read_settings
from tests.faults.cluster import Cluster, Stop
from tests.faults.node_checks import Ledger
from tests.faults.node_findings import Findings
from tests.faults.node_phone import Failure, Follower, Line, NodePhone
from tests.faults.node_reviewer import Reviewer
from tests.postgres import postgres_server
from tests.s3 import BUCKET, S3Server, s3_server

PREFIX = "pilote"
BACKUP_EVERY_S = 20
STEPS = 3
"""Of a round: one node stops and starts, then the other, then one of them is killed and starts."""


def cut_by_stops(failed: Iterable[Failure], stops: Collection[Stop]) -> list[Failure]:
    """Of the requests that failed, those that reached a server during one of its graceful stops."""
    return [
        one
        for one in failed
        if one.kind == "broken"
        and any(stop.port == one.port and stop.since < one.at and one.sent_at < stop.until for stop in stops)
    ]


@dataclass(frozen=True)
class NodesOutcome:
    """The outcome of a run."""

    records: int
    media: int
    accepted: int
    ledger: Ledger
    broken: tuple[str, ...]
    kills: int
    stops: tuple[Stop, ...]
    requests: int
    failed: tuple[Failure, ...]
    backups: int
    seconds: float

    @property
    def cut_by_stops(self) -> list[Failure]:
        """Requests that a node took while it stopped gracefully, and did not answer."""
        return cut_by_stops(self.failed, self.stops)

    def line(self) -> str:
        """One line for people."""
        kinds = {
            kind: sum(one.kind == kind for one in self.failed) for kind in sorted({one.kind for one in self.failed})
        }
        slow = max((stop.seconds for stop in self.stops), default=0)
        middle = sorted(stop.seconds for stop in self.stops)[len(self.stops) // 2] if self.stops else 0
        return (
            f"{self.records} records, {self.media} photos and voices, {self.accepted} accepted, {len(self.stops)} graceful "
            f"stops ({middle:.1f} s, at most {slow:.1f} s), {self.kills} kills, {self.backups} backups, "
            f"{self.requests} requests, failed {len(self.failed)} {kinds}, of these cut by a graceful stop "
            f"{len(self.cut_by_stops)}, {self.seconds:.0f} s: lost {self.ledger.lost}, duplicated {self.ledger.doubled}, "
            f"falsely acknowledged {self.ledger.falsely_acknowledged}, other {len(self.broken)}"
        )


@dataclass
class Progress:
    """How many steps were begun, and so which part of their records phones may hand over."""

    steps: int
    begun: int = 0

    def allowed(self) -> float:
        return (self.begun + 1) / (self.steps + 1)


class Field:
    """Phones, a follower and a reviewer at work on a cluster, in threads of their own."""

    def __init__(self, cluster: Cluster, url: str, environment: dict[str, str]) -> None:
        self.cluster, self.environment, self.since = cluster, environment, time.monotonic()
        self.engine: Engine = create_engine(url)
        self.app = create_app(read_settings({**environment, "FEEDBACK_DATA": str(cluster.folder / "desk")}))
        self.phones: list[NodePhone] = []
        self.lines: list[Line] = []

    def enrolled(self, seed: int, *, known: uuid.UUID | None = None) -> tuple[Line, str, str]:
        """A new phone's way to the servers, its author and its place."""
        with self.app.app_context(), transaction() as session:
            place = next(one.place_code for one in register_store.programmes(session) if one.id == DEMO)
            code = enrol.new_code(
                session, programme=DEMO, place=place, role="surveyor", now=clock.now(), known=known,
                public_url="http://localhost", person=None if known else f"Personne {seed}",
            )  # fmt: skip
        with self.app.app_context():
            db.engine.dispose()
        device = {"name": f"Téléphone {seed}", "platform": "model", "app_version": "1"}
        body = json.dumps({"code": code.code, "device": device}).encode()
        where = f"http://127.0.0.1:{self.cluster.ports[seed % 2]}/api/v1/enrol"
        request = urllib.request.Request(where, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            mine = json.load(answer)
        line = Line(self.cluster.ports, mine["token"], random.Random(seed))
        self.lines.append(line)
        return line, mine["person"]["id"], mine["scope"]["place"]

    def phone(self, seed: int, records: int, media_every: int, allowed: Callable[[], float]) -> NodePhone:
        line, author, place = self.enrolled(seed)
        made = NodePhone(
            0, line.token, author, DEMO, place, records, seed, ports=line.ports, media_every=media_every, allowed=allowed,
        )  # fmt: skip
        self.lines[-1] = made.line
        self.phones.append(made)
        return made

    def follower(self, seed: int, author: str) -> Follower:
        """One more phone of a person."""
        return Follower(self.enrolled(seed, known=uuid.UUID(author))[0])

    def has_done(self, part: float) -> bool:
        """Whether so much of all records is acknowledged."""
        return sum(len(one.acked) for one in self.phones) >= part * sum(one.records for one in self.phones)


@contextmanager
def cluster_of(folder: Path, url: str, s3: S3Server) -> Iterator[Field]:
    """Two nodes that start together on an empty database, and what works on them."""
    environment = {
        **s3.environment, "FEEDBACK_DATABASE_URL": url, "FEEDBACK_SECRET_KEY": secrets.token_hex(32),
        "FEEDBACK_MEDIA": f"s3://{BUCKET}/{PREFIX}", "FEEDBACK_S3_ENDPOINT": s3.endpoint,
        "FEEDBACK_BACKUP": str(folder / "backups"), "FEEDBACK_BACKUP_EVERY": str(BACKUP_EVERY_S),
    }  # fmt: skip
    cluster = Cluster(folder, environment)
    try:
        cluster.start_together()
        field = Field(cluster, url, environment)
        yield field
        field.engine.dispose()
    finally:
        cluster.stop()


@contextmanager
def threads(*workers: Callable[[threading.Event], None]) -> Iterator[None]:
    """Each in a thread of its own until the block ends."""
    stop = threading.Event()
    running = [threading.Thread(target=worker, args=(stop,)) for worker in workers]
    for one in running:
        one.start()
    try:
        yield
    finally:
        stop.set()
        for one in running:
            one.join()


def disturb(field: Field, progress: Progress, chance: random.Random, until: float) -> None:
    """All steps of all rounds, each in the middle of its part of the work."""
    for step in range(progress.steps):
        progress.begun = step + 1
        middle = (step + chance.random()) / (progress.steps + 1)
        _wait(partial(field.has_done, middle), until)
        if step % STEPS < 2:
            field.cluster.roll(step % STEPS)
        else:
            field.cluster.kill(chance.randrange(2))


def nodes(
    folder: Path, *, phones: int, records: int, rounds: int, media_every: int, seconds: float, seed: int = 1
) -> NodesOutcome:
    """One run; ends when all was handed over and all rounds are done, or after so many seconds."""
    until, progress = time.monotonic() + seconds, Progress(rounds * STEPS)
    with (
        postgres_server(durable=True) as postgres,
        s3_server() as s3,
        cluster_of(folder, postgres.url, s3) as field,
    ):
        for n in range(phones):
            field.phone(n, records // phones + (n < records % phones), media_every, progress.allowed)
        follower = field.follower(phones, field.phones[0].author)
        reviewer = Reviewer(field.cluster, field.engine, random.Random(seed))
        with threads(*(phone.run for phone in field.phones), follower.run, reviewer.run):
            disturb(field, progress, random.Random(seed), until)
            _wait(lambda: all(phone.done for phone in field.phones), until)
        return _outcome(field, follower, reviewer, Findings(field.engine, s3, field.phones, reviewer.accepted))


def _outcome(field: Field, follower: Follower, reviewer: Reviewer, findings: Findings) -> NodesOutcome:
    """What is there once the jobs have dealt with everything."""
    cluster, seconds = field.cluster, time.monotonic() - field.since
    _wait(findings.jobs_are_done, time.monotonic() + 180)
    broken = [
        *(fault for phone in field.phones for fault in phone.broken), *follower.broken, *reviewer.broken,
        *_different_rows(field, follower),
        *findings.faults(every=dt.timedelta(seconds=BACKUP_EVERY_S), ends=cluster.kills + len(cluster.stops)),
        *findings.verified(cluster.nodes[0], Path(field.environment["FEEDBACK_BACKUP"])),
        *_errors(cluster.log()),
    ]  # fmt: skip
    return NodesOutcome(
        records=len(findings.records), media=len(findings.media_made), accepted=len(reviewer.accepted),
        ledger=findings.ledger(), broken=tuple(broken), kills=cluster.kills, stops=tuple(cluster.stops),
        requests=sum(line.requests for line in field.lines) + reviewer.requests,
        failed=(*(one for line in field.lines for one in line.failed), *reviewer.failed), backups=findings.backups(),
        seconds=seconds,
    )  # fmt: skip


def _different_rows(field: Field, follower: Follower) -> list[str]:
    """How phones that start from nothing now, by pages and by a snapshot, differ from one that followed all the time.
    The jobs may still be at it, so they are looked at until there is no difference."""
    seed, author = len(field.phones) + 1, field.phones[0].author
    ways = {snapshots: field.follower(seed + snapshots, author).line for snapshots in (False, True)}

    def differences() -> list[str]:
        fresh = [Follower(line, snapshots) for snapshots, line in ways.items()]
        for one in (*fresh, follower):
            one.catch_up()
        return [_difference(one.rows, follower.rows) for one in fresh if one.rows != follower.rows]

    _wait(lambda: not differences(), time.monotonic() + 60)
    return differences()


def _difference(fresh: dict[tuple[str, str], object], followed: dict[tuple[str, str], object]) -> str:
    differing = [key for key in {*fresh, *followed} if fresh.get(key) != followed.get(key)]
    return f"a new phone has {len(fresh)} rows, one that followed {len(followed)}; {len(differing)} differ, as {differing[0]}"


def _errors(log: str) -> list[str]:
    """Errors in the logs of the nodes."""
    lines = [line for line in log.splitlines() if '"level":"error"' in line or "Traceback" in line]
    return [f"log: {line[:600]}" for line in lines]


def _wait(holds: Callable[[], bool], until: float) -> None:
    while not holds() and time.monotonic() < until:
        time.sleep(0.02)
