"""How fast the server takes records with everything on: batches of 50 and single ones, on both databases.

`./run bench ingest [sqlite|postgresql ...] [--workers N] [--rounds N]`. Client and server share the machine. Every
record is new and is answered `stored`: token, gzip, digests, the instrument's rules, places and the projection are all
in the figure, and every commit is on the disk. And exchanges that carry nothing, for which nothing is new.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from bench._load import Bearer, Throughput, asked, cpu_seconds, family, hand_over, pulled, record, resident_mb
from tests.faults.run import enrol
from tests.journeys import server
from tests.postgres import postgres_server

PHONES = 4
KINDS = ("sqlite", "postgresql")


def main(args: list[str]) -> None:
    """Prints the median of the rounds of each kind."""
    parser = argparse.ArgumentParser(prog="bench ingest")
    parser.add_argument("kinds", nargs="*", default=list(KINDS))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--records", type=int, default=20000)
    chosen = parser.parse_args(args)
    for kind in chosen.kinds:
        with serving(kind, workers=chosen.workers, threads=chosen.threads) as running:
            _measure(kind, running, chosen)
            with bare(kind, workers=chosen.workers, threads=chosen.threads) as port:
                _yardstick(kind, port, bearers(running, PHONES), chosen)


@contextmanager
def serving(kind: str, *, workers: int, threads: int = 4, proxies: int = 0) -> Iterator[server.RunningServer]:
    """A fresh server on a fresh database, whose commits are on the disk. No jobs run beside it."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield from _run(Path(folder), None, workers, threads, proxies)
            return
        with postgres_server(durable=True) as database:
            yield from _run(Path(folder), database.url, workers, threads, proxies)


def _run(folder: Path, url: str | None, workers: int, threads: int, proxies: int) -> Iterator[server.RunningServer]:
    words = ("--workers", str(workers), "--threads", str(threads))
    running = server.start(
        folder / "data",
        database_url=url,
        words=words,
        environment={"FEEDBACK_JOBS": "off", "FEEDBACK_PROXIES": str(proxies)},
    )
    try:
        yield running
    finally:
        running.stop()


def bearers(running: server.RunningServer, count: int) -> list[Bearer]:
    """So many phones of the demo programme."""
    made = enrol(running, count, 0, running.port)
    return [Bearer(one.token, one.author, one.programme, one.place) for one in made]


@contextmanager
def bare(kind: str, *, workers: int, threads: int) -> Iterator[int]:
    """The port of the yardstick (`bench/_bare.py`), served the same way."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        url = f"{folder}/bare.db"
        if kind == "postgresql":
            url = stack.enter_context(postgres_server(durable=True)).url.replace("+psycopg", "")
        port = server.free_port()
        words = [
            "--bind",
            f"127.0.0.1:{port}",
            "--workers",
            str(workers),
            "--threads",
            str(threads),
            "--log-level",
            "error",
        ]
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                *words,
                "--worker-class",
                "gthread",
                "--log-level",
                "error",
                "bench._bare:app",
            ],
            env=os.environ | {"BARE_DATABASE": url},
        )
        stack.callback(process.wait, 20)
        stack.callback(process.terminate)
        for _ in range(100):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                    break
            except OSError:
                time.sleep(0.1)
        yield port


def _yardstick(kind: str, port: int, phones: list[Bearer], chosen: argparse.Namespace) -> None:
    chance = random.Random(3)
    for size, records in ((50, chosen.records), (1, chosen.records // 8)):
        share = records // size // len(phones)
        runs = []
        for _ in range(chosen.rounds):
            work = [
                (
                    phone,
                    [gzip.decompress(asked([record(phone, chance) for _ in range(size)], None)) for _ in range(share)],
                )
                for phone in phones
            ]
            runs.append(hand_over(port, work, records_each=size))
        print(f"{kind:10} yardstick, a bare insert, by {size:2}: {_line(runs)}", flush=True)


def _plain(entries: list[dict[str, Any]]) -> bytes:
    return gzip.decompress(asked(entries, None))


def _measure(kind: str, running: server.RunningServer, chosen: argparse.Namespace) -> None:
    first = bearers(running, 1)[0]
    settle(running, first, pulled(running.port, first))
    for size, records in ((50, chosen.records), (1, chosen.records // 8), (0, chosen.records // 8)):
        runs, spent = [], []
        for _ in range(chosen.rounds):
            work = _work(running, size, max(1, records // max(1, size) // PHONES))
            ours = list(family(running.process.pid))
            before = cpu_seconds(ours)
            runs.append(hand_over(running.port, work, records_each=size))
            spent.append((cpu_seconds(ours) - before) / max(runs[-1].records, runs[-1].requests) * 1e6)
        name = f"batches of {size:2}" if size else "nothing new  "
        print(f"{kind:10} {name}: {_line(runs)}; {statistics.median(spent):.0f} µs of Python each", flush=True)
    workers = list(family(running.process.pid))[1:]
    print(f"{kind:10} memory of a worker at most: {max(map(resident_mb, workers)):.0f} MB", flush=True)


def _work(running: server.RunningServer, size: int, requests: int) -> list[tuple[Bearer, list[bytes]]]:
    """What phones hand over in a round: other ones in each, because there is a limit to what one may in a day."""
    chance = random.Random(1)
    found = [(phone, pulled(running.port, phone)) for phone in bearers(running, PHONES)]
    return [
        (phone, [asked([record(phone, chance) for _ in range(size)], cursor) for _ in range(requests)])
        for phone, cursor in found
    ]


def settle(running: server.RunningServer, phone: Bearer, cursor: str) -> None:
    """As after the first minute: PostgreSQL's autovacuum has looked at the tables. Of ones that were just born its
    planner believes that any index is as good as the key."""
    chance = random.Random(4)
    bodies = [asked([record(phone, chance) for _ in range(50)], cursor) for _ in range(40)]
    hand_over(running.port, [(phone, bodies)], records_each=50)
    if running.database_url:
        engine = create_engine(running.database_url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("vacuum analyze"))
        engine.dispose()


def _line(runs: list[Throughput]) -> str:
    rates = sorted(one.rate or one.requests / one.seconds for one in runs)
    middle = [statistics.median(one.percentile(part) for one in runs) for part in (0.5, 0.99)]
    what = "records" if runs[0].records else "exchanges"
    return (
        f"median {statistics.median(rates):,.0f} {what}/s ({rates[0]:,.0f} to {rates[-1]:,.0f}), "
        f"a request p50 {middle[0]:.1f} ms, p99 {middle[1]:.1f} ms"
    )
