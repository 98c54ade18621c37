"""How long a phone waits while each job catches up 10,000 records, on both databases.

`./run bench jobs [sqlite|postgresql ...] [--records N] [--inside]`. The records come in through the exchange and are
accepted. Each job then runs until nothing is left, in a process of its own beside a server of two workers, and once
more with nothing new; meanwhile a phone pushes one record after the other. With `--inside` a server of one worker runs
all jobs by its own schedule instead, in the process that answers.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import multiprocessing
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import select, update

from bench._load import Bearer, asked, exchange, hand_over, pulled, record
from bench.ingest import KINDS, PHONES, bearers, settle
from feedback_app import jobs
from feedback_app.app import create_app
from feedback_app.base import clock
from feedback_app.base.db import db, reading, transaction
from feedback_app.enrol.tables import Person
from feedback_app.ledger.tables import Follower, Record
from feedback_app.review.decisions.decide import Verdict, decide_many
from feedback_app.review.tables import Case
from feedback_app.settings import read_settings
from schemas.states import State
from tests.desk_actions import ACCEPT
from tests.journeys import server
from tests.postgres import postgres_server

ENOUGH = 1000
"""A run that did fewer has come to where the phone is; its records go on coming."""
ALONE = 300
"""Single records filed before, to compare with."""
FOLLOWS = ("prompts", "consent", "review", "ledger-chain")
AFTERWARDS = ("facts", "portfolio", "insight", "receipts", "batches")


def main(args: list[str]) -> None:
    """Prints a line a job."""
    parser = argparse.ArgumentParser(prog="bench jobs")
    parser.add_argument("kinds", nargs="*", default=list(KINDS))
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--inside", action="store_true")
    chosen = parser.parse_args(args)
    for kind in chosen.kinds:
        with _serving(kind, inside=chosen.inside) as running:
            (_inside if chosen.inside else _beside)(kind, running, chosen.records)


@contextmanager
def _serving(kind: str, *, inside: bool) -> Iterator[server.RunningServer]:
    """As `bench.ingest.serving`, but with the jobs where they are to run inside."""
    more = {"FEEDBACK_JOBS": "on" if inside else "off", "FEEDBACK_PROXIES": "0"}
    words = ("--workers", "1" if inside else "2")
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield from _run(Path(folder), None, words, more)
            return
        with postgres_server(durable=True) as database:
            yield from _run(Path(folder), database.url, words, more)


def _run(folder: Path, url: str | None, words: tuple[str, ...], more: dict[str, str]) -> Iterator[server.RunningServer]:
    running = server.start(folder / "data", database_url=url, words=words, environment=more)
    try:
        yield running
    finally:
        running.stop()


def _beside(kind: str, running: server.RunningServer, records: int) -> None:
    phones, link = bearers(running, PHONES), http.client.HTTPConnection("127.0.0.1", running.port, timeout=120)
    cursor, chance = _filled(running, phones, records), random.Random(6)
    turns = itertools.cycle(phones)  # one phone alone may not hand over so many in a day

    def file_one() -> float:
        return _file_one(link, next(turns), cursor, chance)

    alone = [file_one() for _ in range(ALONE)]
    print(f"{kind:10} {'no job':12} {'':42} one record: {_waits(alone)}", flush=True)
    for names, prepare in ((FOLLOWS, None), (AFTERWARDS, _accept), (FOLLOWS + AFTERWARDS, None)):
        if prepare:
            prepare(running)
        for name in names:
            _measure(kind, running, name, file_one)


def _filled(running: server.RunningServer, phones: list[Bearer], records: int) -> str:
    chance, cursor = random.Random(5), pulled(running.port, phones[0])
    settle(running, phones[0], cursor)
    share = records // PHONES // 50
    work = [(one, [asked([record(one, chance) for _ in range(50)], cursor) for _ in range(share)]) for one in phones]
    hand_over(running.port, work, records_each=50)
    return cursor


def _accept(running: server.RunningServer) -> None:
    """Accepts whatever waits, and lets all facts be of an earlier rule."""
    with create_app(read_settings(running.environment)).app_context():
        with reading() as session:
            programme, by = running.programme["id"], session.scalars(select(Person.id)).first()
            waiting = session.scalars(select(Case.record_id).where(Case.state == State.RECEIVED)).all()
        if by is None:
            raise RuntimeError("nobody to decide")
        with transaction() as session:
            verdicts = {one: Verdict(ACCEPT, rev_seen=1, state_seen=State.RECEIVED) for one in waiting}
            decide_many(session, programme, verdicts, by=by, now=clock.now())
            session.execute(update(Record).values(facts_stamp="earlier"))
            session.execute(update(Follower).where(Follower.name.startswith("facts")).values(position=0))
        db.session.remove()
        db.engine.dispose()


def _measure(kind: str, running: server.RunningServer, name: str, file_one: Callable[[], float]) -> None:
    """Runs a job in a process of its own until nothing is left, while a phone pushes."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    child = multiprocessing.get_context("spawn").Process(target=_job, args=(running.environment, name, theirs))
    child.start()
    ours.recv()  # it is ready
    ours.send("go")
    waits = []
    while not ours.poll():
        waits.append(file_one())
    done, runs, seconds = ours.recv()
    child.join()
    print(f"{kind:10} {name:12} {done:>16} in {seconds:6.2f} s, {runs:2} runs, one record: {_waits(waits)}", flush=True)


def _job(environment: dict[str, str], name: str, link: Connection) -> None:
    with create_app(read_settings(environment)).app_context():
        with reading() as session:
            session.scalar(select(Record.id).limit(1))
        link.send("ready")
        link.recv()
        started, done, runs = time.perf_counter(), 0, 0
        while True:
            some = jobs.run(name)
            done, runs = done + (some if isinstance(some, int) else 0), runs + 1
            if not isinstance(some, int) or some < ENOUGH:
                break
        link.send((done, runs, time.perf_counter() - started))


def _inside(kind: str, running: server.RunningServer, records: int) -> None:
    """The server runs its jobs: over a minute, while what came and what was accepted is caught up with."""
    phones, link = bearers(running, PHONES), http.client.HTTPConnection("127.0.0.1", running.port, timeout=120)
    cursor, chance = _filled(running, phones, records), random.Random(6)
    for what in ("filed", "accepted"):
        if what == "accepted":
            _accept(running)
        waits, until, turns = [], time.monotonic() + 30, itertools.cycle(phones)
        while time.monotonic() < until:
            waits.append(_file_one(link, next(turns), cursor, chance))
        print(f"{kind:10} all jobs inside, {records:,} {what}; one record: {_waits(waits)}", flush=True)


def _file_one(link: http.client.HTTPConnection, phone: Bearer, cursor: str, chance: random.Random) -> float:
    body = asked([record(phone, chance)], cursor)
    started = time.perf_counter()
    if b'"stored"' not in exchange(link, phone.token, body):
        raise RuntimeError("not stored")
    return (time.perf_counter() - started) * 1000


def _waits(taken: list[float]) -> str:
    if not taken:
        return "none in that time"
    p99 = sorted(taken)[int(len(taken) * 0.99)]
    return f"p50 {statistics.median(taken):.1f} ms, p99 {p99:.1f} ms, at most {max(taken):.0f} ms ({len(taken):,})"
