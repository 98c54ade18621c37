"""Where the server's time goes while it takes records: by part of the code, in batches of 50 and single.

`./run bench profile [sqlite|postgresql ...]`. The application is called in this process, one request after another, and
an alarm looks every millisecond which part is at work. PostgreSQL's own time counts as the database's.
"""

from __future__ import annotations

import argparse
import random
import signal
import time
from collections import Counter
from types import FrameType
from typing import Any

from bench._load import Bearer, asked, pulled, record
from bench.ingest import bearers, serving, settle
from feedback_app.app import create_app
from feedback_app.settings import read_settings

RECORDS = 6000
PARTS = (
    ("/sqlalchemy/engine/default.py", "database"),
    ("/psycopg/", "database"),
    ("/sqlalchemy/", "SQLAlchemy"),
    ("/flask", "Flask, Werkzeug"),
    ("/werkzeug/", "Flask, Werkzeug"),
    ("/marshmallow/", "marshmallow"),
    ("/json/", "JSON, gzip"),
    ("/gzip.py", "JSON, gzip"),
    ("/sync/", "sync"),
    ("/feedback_app/", "feedback_app"),
)
CALLS_THE_DATABASE = frozenset({"do_execute", "do_executemany", "do_commit", "do_begin", "do_rollback"})


def main(args: list[str]) -> None:
    """Prints the shares of each part, and of our own packages by name."""
    parser = argparse.ArgumentParser(prog="bench profile")
    parser.add_argument("kinds", nargs="*", default=["sqlite", "postgresql"])
    for kind in parser.parse_args(args).kinds:
        with serving(kind, workers=1) as running:
            phone = bearers(running, 1)[0]
            cursor = pulled(running.port, phone)
            settle(running, phone, cursor)
            client = create_app(read_settings(running.environment)).test_client()
            for size in (50, 1):
                _look(f"{kind:10} by {size:2}", client, phone, size, cursor)


def _look(name: str, client: Any, phone: Bearer, size: int, cursor: str) -> None:
    chance = random.Random(size)
    heads = {"Authorization": f"Bearer {phone.token}", "Content-Type": "application/json", "Content-Encoding": "gzip"}
    count = RECORDS // size if size > 1 else RECORDS // 6
    bodies = [asked([record(phone, chance) for _ in range(size)], cursor) for _ in range(count)]
    seen: Counter[str] = Counter()
    signal.signal(signal.SIGALRM, lambda _number, frame: seen.update([_part(frame)]))
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    started = time.perf_counter()
    for body in bodies:
        answer = client.post("/api/v1/exchange", data=body, headers=heads)
        if answer.data.count(b'"stored"') != size:
            raise RuntimeError(answer.data[:300])
    each = (time.perf_counter() - started) / (count * size) * 1e6
    signal.setitimer(signal.ITIMER_REAL, 0)
    total = sum(seen.values())
    shares = ", ".join(f"{part} {100 * hits / total:.0f} %" for part, hits in seen.most_common(9))
    print(f"{name}: {each:,.0f} µs a record: {shares}", flush=True)


def _part(frame: FrameType | None) -> str:
    """The part that is at work: what Python's own library does counts for who called it."""
    here: FrameType | None = frame
    while here is not None:
        path, called = here.f_code.co_filename, here.f_code.co_name
        for mark, part in PARTS:
            if mark in path:
                if part == "database" and "/sqlalchemy/" in path and called not in CALLS_THE_DATABASE:
                    return "SQLAlchemy"
                if part == "feedback_app":
                    return "our " + path.split("/feedback_app/")[-1].split("/")[0]
                return "our sync" if part == "sync" else part
        here = here.f_back
    return "the rest"
