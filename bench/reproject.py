"""How fast `ledger reproject` works the facts of stored records out anew, while phones file single records beside it.

`./run bench reproject [sqlite|postgresql ...] [--records N]`. The records come in through the exchange, then are marked
as worked out by an earlier rule. A phone files one record after the other, before the command and while it runs.
"""

from __future__ import annotations

import argparse
import http.client
import random
import statistics
import subprocess
import time

from sqlalchemy import create_engine, func, select, update

from bench._load import Bearer, asked, exchange, hand_over, pulled, record
from bench.ingest import KINDS, PHONES, bearers, serving, settle
from feedback_app.ledger.tables import Record
from tests.journeys.server import PROGRAM, RunningServer

BEFORE = 300
"""Single records filed before, to compare with."""


def main(args: list[str]) -> None:
    """Prints a line a database."""
    parser = argparse.ArgumentParser(prog="bench reproject")
    parser.add_argument("kinds", nargs="*", default=list(KINDS))
    parser.add_argument("--records", type=int, default=100_000)
    chosen = parser.parse_args(args)
    for kind in chosen.kinds:
        with serving(kind, workers=2) as running:
            phones = bearers(running, PHONES)
            cursor = _fill(running, phones, chosen.records)
            _measure(kind, running, phones[0], cursor, _of_an_earlier_rule(running))


def _fill(running: RunningServer, phones: list[Bearer], records: int) -> str:
    chance, cursor = random.Random(5), pulled(running.port, phones[0])
    settle(running, phones[0], cursor)
    share = records // PHONES // 50
    work = [(one, [asked([record(one, chance) for _ in range(50)], cursor) for _ in range(share)]) for one in phones]
    hand_over(running.port, work, records_each=50)
    return cursor


def _of_an_earlier_rule(running: RunningServer) -> int:
    engine = create_engine(running.database_url or f"sqlite:///{running.data}/echo.db")
    with engine.begin() as connection:
        connection.execute(update(Record).values(facts_stamp="earlier"))
        count = connection.execute(select(func.count()).select_from(Record)).scalar_one()
    engine.dispose()
    return count


def _measure(kind: str, running: RunningServer, phone: Bearer, cursor: str, count: int) -> None:
    link, chance = http.client.HTTPConnection("127.0.0.1", running.port, timeout=120), random.Random(6)
    before = [_file_one(link, phone, cursor, chance) for _ in range(BEFORE)]
    started, during = time.perf_counter(), []
    command = subprocess.Popen([PROGRAM, "ledger", "reproject"], env=running.environment, stdout=subprocess.DEVNULL)
    while command.poll() is None:
        during.append(_file_one(link, phone, cursor, chance))
    seconds = time.perf_counter() - started
    if command.returncode:
        raise SystemExit("ledger reproject failed")
    print(f"{kind:10} {count:,} records in {seconds:.0f} s: {count / seconds * 60:,.0f} a minute", flush=True)
    print(f"{kind:10} one record filed: before {_waits(before)}; during {_waits(during)}", flush=True)


def _file_one(link: http.client.HTTPConnection, phone: Bearer, cursor: str, chance: random.Random) -> float:
    body = asked([record(phone, chance)], cursor)
    started = time.perf_counter()
    if b'"stored"' not in exchange(link, phone.token, body):
        raise RuntimeError("not stored")
    return (time.perf_counter() - started) * 1000


def _waits(taken: list[float]) -> str:
    p99 = sorted(taken)[int(len(taken) * 0.99)]
    return f"p50 {statistics.median(taken):.1f} ms, p99 {p99:.1f} ms, at most {max(taken):.0f} ms ({len(taken):,})"
