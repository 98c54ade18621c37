"""Whether a big ledger slows the exchange: the rate on a fresh one and at two million rows, and nothing new at both.

`./run bench growth [sqlite|postgresql ...] [--rows N]`. The rows between are written as the ledger writes them, past
HTTP; both rates are measured over HTTP in the same run, in turns, so that a noisy machine is noisy to both.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import random
import statistics
import time
import uuid
from typing import Any

from bench._load import Bearer, asked, exchange, hand_over, pulled, record
from bench.ingest import bearers, serving, settle
from feedback_app.app import create_app
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.enrol.identity import identify_device
from feedback_app.ledger.store import Arrival
from feedback_app.ledger.withdrawal import DeviceLedger
from feedback_app.settings import read_settings
from sync.entry import Entry, read
from sync.store import Filing
from tests.journeys import server

AT_ONCE = 5000
ROUNDS = 7


def main(args: list[str]) -> None:
    """Prints the rates before and after, and their ratio."""
    parser = argparse.ArgumentParser(prog="bench growth")
    parser.add_argument("kinds", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--rows", type=int, default=2_000_000)
    chosen = parser.parse_args(args)
    for kind in chosen.kinds:
        with serving(kind, workers=2) as small, serving(kind, workers=2) as big:
            _fill(big, bearers(big, 1)[0], chosen.rows)
            _compare(kind, small, big, chosen.rows)


def _fill(running: server.RunningServer, bearer: Bearer, rows: int) -> None:
    """Copies of one entry under ever new names, as the ledger writes what a phone sends."""
    settings = read_settings(running.environment)
    with create_app(settings).app_context():
        with transaction() as session:
            phone = identify_device(session, bearer.token)
        first = read(record(bearer, random.Random(1)))
        if not isinstance(first, Entry):
            raise TypeError(first)
        for start in range(0, rows, AT_ONCE):
            with transaction() as session:
                ledger = DeviceLedger(session, bearer.programme, Arrival(phone.id, clock.now(), 0), lambda _: "/")
                filings = [Filing(_again(first, start + n)) for n in range(min(AT_ONCE, rows - start))]
                ledger.take_write_lock(len(filings), [filing.entry.id for filing in filings])
                ledger.append(filings)
        db.session.remove()
        db.engine.dispose()


def _again(entry: Entry, n: int) -> Entry:
    name = uuid.UUID(
        int=(int(dt.datetime(2026, 1, 1, tzinfo=dt.UTC).timestamp() * 1000) + n) << 80 | 7 << 76 | 2 << 62 | n
    )
    return Entry(name, 1, entry.digest, entry.body, entry.content)


def _compare(kind: str, small: server.RunningServer, big: server.RunningServer, rows: int) -> None:
    rates: dict[str, list[float]] = {"fresh": [], "grown": []}
    idle: dict[str, list[float]] = {"fresh": [], "grown": []}
    chance = random.Random(2)
    sides = [("fresh", small, bearers(small, 2)), ("grown", big, bearers(big, 2))]
    known: dict[str, Any] = {name: [pulled(one.port, phone) for phone in phones] for name, one, phones in sides}
    for name, one, phones in sides:
        settle(one, phones[0], known[name][0])
    for _ in range(ROUNDS):
        for name, one, phones in sides:
            work = [
                (phone, [asked([record(phone, chance) for _ in range(50)], at) for _ in range(30)])
                for phone, at in zip(phones, known[name], strict=True)
            ]
            rates[name].append(hand_over(one.port, work, records_each=50).rate)
            idle[name].append(_nothing_new(one.port, phones[0], known[name][0]))
    fresh, grown = statistics.median(rates["fresh"]), statistics.median(rates["grown"])
    ratio = statistics.median(b / a for a, b in zip(rates["fresh"], rates["grown"], strict=True))
    print(
        f"{kind:10} fresh {fresh:,.0f} records/s, at {rows:,} rows {grown:,.0f}; median of the ratios {ratio:.2f}; "
        f"nothing new {statistics.median(idle['fresh']):.1f} ms fresh, {statistics.median(idle['grown']):.1f} ms grown",
        flush=True,
    )


def _nothing_new(port: int, bearer: Bearer, cursor: str) -> float:
    """Milliseconds of an exchange that sends nothing and gets nothing: the median of fifty."""
    link, taken = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
    body = asked([], cursor)
    for _ in range(50):
        started = time.perf_counter()
        exchange(link, bearer.token, body)
        taken.append(time.perf_counter() - started)
    link.close()
    return statistics.median(taken) * 1000
