"""A phone above a whole country: its first answers while a snapshot is made, and what others wait for meanwhile.

`./run bench national [sqlite|postgresql ...] [--rounds N]`. On the feed: 9,167 places, 20,000 needs, 50,000 codes, the
drops of 80,000 needs that were once there, and 120,000 timelines of others. A server of one worker runs its jobs; each
round begins without a snapshot, while another phone hands over one record after the other.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from bench._country import PROGRAMME, Where, make_country, row, token_of
from bench._load import WORDS, Bearer, asked, exchange, pulled, record
from bench._pages import national_phones
from bench.grow import KINDS, opened
from bench.jobs import _waits
from feedback_app.app import create_app
from feedback_app.base import clock
from feedback_app.base.bulk import insert_many
from feedback_app.base.db import AnySession, db, transaction
from feedback_app.base.ids import hash_token, new_id
from feedback_app.enrol.tables import Device
from feedback_app.ledger.positions import next_positions
from feedback_app.ledger.reference import publish_reference
from feedback_app.ledger.tables import FeedRow, SnapshotHead, SnapshotPart, WantedSnapshot
from feedback_app.register.tables import Place
from feedback_app.serve import prepare_database
from feedback_app.settings import Settings
from tests.journeys import server
from tests.people import make_world

NEEDS, CODES, DROPS, TIMELINES = 20_000, 50_000, 80_000, 120_000
AT_ONCE = 5_000
LATER = 10
"""Phones that come when the snapshot is there."""
LINE_S = 0.5
"""What an answer is on the way to a phone with a good line."""
ENOUGH_S = 120
SETTLED_S = 15
"""The jobs of a start are over."""


def main(args: list[str]) -> None:
    """Prints what each round took."""
    parser = argparse.ArgumentParser(prog="bench national")
    parser.add_argument("kinds", nargs="*", default=list(KINDS))
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args(args)
    for kind in chosen.kinds:
        with _folder() as folder, opened(kind, folder) as settings:
            token, bearer = _filled(settings)
            url = None if kind == "sqlite" else settings.database_url
            running = server.start(
                settings.data,
                database_url=url,
                words=("--workers", "1"),
                environment={"FEEDBACK_PROXIES": "0"},
            )
            try:
                cursor = pulled(running.port, bearer)
                time.sleep(SETTLED_S)
                _report(kind, "nobody packs", _pushes(running.port, bearer, cursor, threading.Event(), seconds=10))
                for _ in range(chosen.rounds):
                    _delete_snapshots(settings)
                    _round(kind, running.port, token, (bearer, cursor))
            finally:
                running.stop()


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for a while, in which PostgreSQL's own user may go on."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def _filled(settings: Settings) -> tuple[str, Bearer]:
    """The token of a national phone, and a phone that hands over records."""
    app = create_app(settings)
    with app.app_context():
        prepare_database(clock.now())
        make_world(app)
        with transaction() as session:
            make_country(session, 20, clock.now())
        with transaction() as session:
            publish_reference(session, PROGRAMME)
            chance = random.Random(8)
            columns = session.execute(select(Place.code, Place.path, Place.label).where(Place.level == "locality"))
            villages = [Where(code, path, label or code) for code, path, label in columns]
        rows = list(_rows(chance, villages))
        chance.shuffle(rows)
        for start in range(0, len(rows), AT_ONCE):
            with transaction() as session:
                _put(session, rows[start : start + AT_ONCE])
        (token,) = national_phones(1)
        phone = db.session.scalars(select(Device).where(Device.token_hash == hash_token(token_of(1)))).one()
        bearer = Bearer(token_of(1), str(phone.person_id), PROGRAMME, phone.place_code)
        db.session.remove()
        db.engine.dispose()
    return token, bearer


def _put(session: AnySession, rows: list[dict[str, Any]]) -> None:
    positions = next_positions(session, PROGRAMME, len(rows))
    insert_many(session, {FeedRow: [one | {"position": at} for one, at in zip(rows, positions, strict=True)]})


def _rows(chance: random.Random, villages: list[Where]) -> Iterator[dict[str, Any]]:
    body: dict[str, Any]
    for n in range(NEEDS + DROPS):
        place, name = chance.choice(villages), f"{chance.getrandbits(80):020x}"
        body = {
            "id": name, "place": place.code, "place_label": place.label, "domain": "eau",
            "summary": " ".join(chance.choices(WORDS, k=24)), "accepted_at": "2026-11-01T00:00:00Z",
        }  # fmt: skip
        yield _row("need", name, place.path, body if n < NEEDS else None)
    for _ in range(CODES):
        body = {
            "code": f"{chance.randrange(10**10):010}",
            "state": "accepted",
            "date": f"2026-10-{chance.randint(1, 28):02}",
        }
        yield _row("fate", f"{chance.getrandbits(80):020x}", chance.choice(villages).path, body)
    for _ in range(TIMELINES):
        at = "2026-10-01T00:00:00Z"
        events = [{"id": str(new_id()), "state": one, "at": at, "rev": 1} for one in ("received", "read", "accepted")]
        name = str(new_id())
        body = {"id": name, "rev": 1, "state": "accepted", "events": events}
        yield _row("record", name, chance.choice(villages).path, body, owner=str(new_id()))


def _row(kind: str, name: str, path: str, body: dict[str, Any] | None, *, owner: str = "") -> dict[str, Any]:
    text = None if body is None else json.dumps(body)
    given = {"id": new_id(), "programme_id": PROGRAMME, "kind": kind, "name": name, "scope_path": path, "owner": owner}
    return row(FeedRow, **given, position=0, body=text)


def _delete_snapshots(settings: Settings) -> None:
    """No snapshot is there."""
    app = create_app(settings)
    with app.app_context():
        with transaction() as session:
            for table in (SnapshotPart, SnapshotHead, WantedSnapshot):
                session.execute(delete(table))
        db.session.remove()
        db.engine.dispose()


def _round(kind: str, port: int, token: str, pushing: tuple[Bearer, str]) -> None:
    over, waits = threading.Event(), list[float]()
    others = threading.Thread(target=lambda: waits.extend(_pushes(port, *pushing, over)))
    others.start()
    link, began = http.client.HTTPConnection("127.0.0.1", port, timeout=120), time.perf_counter()
    answer, pages = _asks(link, token, None), 1
    first, longest = time.perf_counter() - began, 0.0
    while "snapshot" not in answer and answer["more"]:
        time.sleep(LINE_S)
        asked_at = time.perf_counter()
        answer, pages = _asks(link, token, answer["cursor"]), pages + 1
        longest = max(longest, time.perf_counter() - asked_at)
    which = "the snapshot is named" if "snapshot" in answer else "all has come by pages"
    when = f"{which} at request {pages}, after {time.perf_counter() - began:.1f} s"
    while "snapshot" not in answer and time.perf_counter() - began < ENOUGH_S:
        time.sleep(LINE_S)
        answer = _asks(link, token, None)
    there = time.perf_counter() - began
    over.set()
    others.join()
    print(f"{kind:10} first answer {first * 1000:.0f} ms, others at most {longest * 1000:.0f}; {when}", flush=True)
    print(f"{'':10} a snapshot is there after {there:.1f} s: {_weight(answer)}", flush=True)
    _report("", "meanwhile", waits)
    later = []
    for _ in range(LATER):
        asked_at = time.perf_counter()
        _asks(link, token, None)
        later.append((time.perf_counter() - asked_at) * 1000)
    print(f"{'':10} later first answers: p50 {statistics.median(later):.0f} ms, at most {max(later):.0f}", flush=True)


def _asks(link: http.client.HTTPConnection, token: str, cursor: str | None) -> dict[str, Any]:
    body = json.dumps({"nonce": "n", "cursor": cursor, "entries": [], "snapshots": True}).encode()
    answer: dict[str, Any] = json.loads(exchange(link, token, body))
    return answer


def _weight(answer: dict[str, Any]) -> str:
    found = answer.get("snapshot", {"rows": 0, "parts": []})
    size = sum(one["bytes"] for one in found["parts"])
    return f"{found['rows']:,} rows, {len(found['parts'])} parts, {size / 1e6:.2f} MB"


def _pushes(port: int, bearer: Bearer, cursor: str, over: threading.Event, *, seconds: float = ENOUGH_S) -> list[float]:
    """How long each of one record after the other took, until it is over."""
    link, chance = http.client.HTTPConnection("127.0.0.1", port, timeout=120), random.Random(6)
    waits, ends = list[float](), time.monotonic() + seconds
    while not over.is_set() and time.monotonic() < ends:
        body = asked([record(bearer, chance)], cursor)
        began = time.perf_counter()
        if b'"stored"' not in exchange(link, bearer.token, body):
            raise RuntimeError("not stored")
        waits.append((time.perf_counter() - began) * 1000)
        time.sleep(0.01)
    return waits


def _report(kind: str, when: str, waits: list[float]) -> None:
    print(f"{kind:10} {when}, one record: {_waits(waits)}", flush=True)
