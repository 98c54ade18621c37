"""How long the queue of the desk takes among 100,000 records, by filter, on both databases, and its statements."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import event, insert, text

from feedback_app.app import create_app
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.base.query_plans import gather_statistics
from feedback_app.enrol.permissions import Area
from feedback_app.ledger.tables import Record
from feedback_app.review.case import OPEN, State
from feedback_app.review.queue.query import Query
from feedback_app.review.queue.view import queue_view
from feedback_app.review.tables import Case
from feedback_app.serve import prepare_database
from feedback_app.settings import read_settings
from tests.people import World, make_world
from tests.postgres import postgres

RECORDS = 100_000
ROUNDS = 7
STATES = [*OPEN * 16, *[State.ACCEPTED] * 50, *[State.REJECTED] * 10, *[State.NEEDS_CORRECTION] * 8]
PLACES = {"V1": "/XX/R1/S1/V1/", "V2": "/XX/R1/S1/V2/", "S1": "/XX/R1/S1/", "XX": "/XX/"}
QUERIES = {
    "what waits": Query(),
    "every state": Query(tab="all"),
    "accepted": Query(tab="accepted"),
    "a project": Query(tab="all", project="P1"),
    "an odd clock": Query(tab="all", clock="1"),
    "in quarantine": Query(tab="all", waiting="1"),
    "a word of each": Query(tab="all", q="pompe"),
    "a word of none": Query(tab="all", q="zebre"),
    "a place": Query(tab="all", place="V1"),
}


def main(args: list[str]) -> None:
    """`./run bench desk [RECORDS]`."""
    count = int(args[0]) if args else RECORDS
    with tempfile.TemporaryDirectory() as folder, postgres() as server:
        for kind, url in (("sqlite", f"sqlite:///{folder}/echo.db"), ("postgresql", server)):
            settings = read_settings({"FEEDBACK_DATABASE_URL": url, "FEEDBACK_DATA": str(Path(folder, kind))})
            app = create_app(settings)
            with app.app_context():
                prepare_database(clock.now())
                _fill(make_world(app), count)
                _measure(kind)
                db.session.remove()
                db.engine.dispose()


def _fill(world: World, count: int) -> None:
    chance, now = random.Random(1), clock.now()
    rows = list(_rows(world, count, chance, now))
    with transaction() as session:
        for start in range(0, count, 5000):
            session.execute(insert(Record), [record for record, _ in rows[start : start + 5000]])
            session.execute(insert(Case), [case for _, case in rows[start : start + 5000]])
    gather_statistics()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("vacuum analyze"))


def _rows(world: World, count: int, chance: random.Random, now: dt.datetime) -> Iterator[tuple[Any, Any]]:
    """(record, case): one in a hundred is of a project, as many have an odd clock or a revision in quarantine."""
    for n in range(1, count + 1):
        code = chance.choice(list(PLACES))
        both = {
            "programme_id": world.programme, "rev": 1, "position": n, "instrument": "echo_need", "place_code": code,
            "place_path": PLACES[code], "author_id": chance.choice([world.awa.person_id, world.koffi.person_id]),
            "received_at": now - dt.timedelta(minutes=count - n),
        }  # fmt: skip
        name = uuid.UUID(int=chance.getrandbits(128))
        record = both | {
            "id": name, "digest": "0" * 64, "instrument_version": "1", "recorded_at": both["received_at"],
            "first_received_at": both["received_at"], "answers": {"domaine": "eau", "texte": "La pompe est en panne"},
            "project_id": "P1" if chance.random() < 0.01 else None, "quarantined": chance.random() < 0.01,
            "clock_offset_ms": 600_000 if chance.random() < 0.01 else 0,
            "danger": "maybe" if chance.random() < 0.0005 else "",
        }  # fmt: skip
        yield record, both | {"record_id": name, "state": chance.choice(STATES), "search": f"pompe en panne {n}"}


def _measure(kind: str) -> None:
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _k, statement, *_more: asked.append(statement))
    for of, area in (("the whole programme", Area("pilote", ("/XX/",))), ("a part", Area("pilote", ("/XX/R1/",)))):
        for name, query in QUERIES.items():
            taken = []
            for _ in range(ROUNDS):
                db.session.rollback()
                asked.clear()
                started = time.perf_counter()
                queue_view(db.session, area, query, lang="fr", now=clock.now())
                taken.append(time.perf_counter() - started)
            print(f"{kind:10} {of:19} {name:15} {min(taken) * 1000:5.0f} ms, {len(asked)} statements", flush=True)
