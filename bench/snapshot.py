"""Fifty phones enrolled the same morning for a whole country: requests, bytes and server time, packed and by pages.
The first of them comes by pages, for the snapshot is made after it came.

`./run bench snapshot [FILE]`: 10,000 rows (the places of the file, filled up with projects), SQLite and PostgreSQL.
"""

from __future__ import annotations

import gzip
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import create_engine, text, update

from feedback_app.app import create_app
from feedback_app.base import clock, ids
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.enrol.tables import Device
from feedback_app.ledger.feed import Put, put
from feedback_app.ledger.reference import publish_reference
from feedback_app.ledger.transactions import make_snapshots
from feedback_app.register.actions import import_places
from feedback_app.register.tables import Place, Programme
from feedback_app.serve import prepare_database
from feedback_app.settings import read_settings
from tests.people import Phone, World, make_world
from tests.postgres import postgres

COUNTRY = Path(__file__).parents[2] / "shared" / "data" / "places" / "civ_places.csv"
PHONES = 50
ROWS = 10_000


def main(args: list[str]) -> None:
    """Prints a line for the first phone and one for the others, each way, on each database."""
    data = Path(args[0] if args else COUNTRY).read_bytes()
    with tempfile.TemporaryDirectory() as folder, postgres(durable=True) as server:
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("create database bench_snapshot"))
        engine.dispose()
        for kind, url in (
            ("sqlite", f"sqlite:///{folder}/echo.db"),
            ("postgresql", server.rsplit("/", 1)[0] + "/bench_snapshot"),
        ):
            _measure(kind, url, Path(folder) / kind, data)


def _measure(kind: str, url: str, folder: Path, data: bytes) -> None:
    app = create_app(read_settings({"FEEDBACK_DATABASE_URL": url, "FEEDBACK_DATA": str(folder)}))
    with app.app_context():
        prepare_database(clock.now())
        world = make_world(app)
        phones = _country(world, data)
    client = app.test_client()
    for way, packed in (("packed", True), ("by pages", False)):
        runs = [_fresh(client, phones[0], packed=packed)]
        _say(f"{kind}, {way}, the first", runs)
        if packed:
            _pack(app, kind)
        runs = [_fresh(client, phone, packed=packed) for phone in phones[1:]]
        _say(f"{kind}, {way}, the next {len(runs)}", runs)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _pack(app: EchoFlask, kind: str) -> None:
    """What the first phone wanted is made, as the job does it."""
    cpu = time.process_time()
    with app.app_context():
        made = make_snapshots("pilote")
    print(f"{kind}, {made} snapshot made: {(time.process_time() - cpu) * 1000:.0f} ms of processor", flush=True)


def _country(world: World, data: bytes) -> list[Phone]:
    """The whole country on the feed, and phones that are enrolled for all of it."""
    with transaction() as session:
        import_places(session, data, kind="csv")
        root = session.query(Place).filter(Place.parent_code.is_(None), Place.code != "XX").one()
        session.execute(update(Programme).where(Programme.id == "pilote").values(place_code=root.code))
        session.flush()
        rows = publish_reference(session, "pilote")
        more = range(max(0, ROWS - rows))
        put(
            session,
            "pilote",
            [Put("project", f"Q{n}", root.path, json.dumps({"id": f"Q{n}", "title": f"Projet {n}"})) for n in more],
        )
        return [_enrolled(session, world.koffi, root.code, n) for n in range(PHONES)]


def _enrolled(session: Any, koffi: Phone, place: str, n: int) -> Phone:
    token = ids.new_token()
    device = Device(
        id=ids.new_id(), token_hash=ids.hash_token(token), programme_id="pilote", person_id=koffi.person_id,
        place_code=place, role="facilitator", name=f"Phone {n}", platform="Android 10", app_version="1",
        enrolled_at=clock.now(),
    )  # fmt: skip
    session.add(device)
    session.flush()
    return Phone(token, device.id, koffi.person_id, "pilote", place)


def _fresh(client: FlaskClient, phone: Phone, *, packed: bool) -> tuple[int, int, int, float, float]:
    """(rows, requests, bytes down, milliseconds of the server's processor, milliseconds) of one phone's first pull."""
    headers = phone.headers() | {"Accept-Encoding": "gzip"}
    rows, requests, size, cursor, parts = 0, 0, 0, None, []
    cpu, wall = time.process_time(), time.perf_counter()
    while True:
        asked: dict[str, Any] = {"nonce": "n", "cursor": cursor, "entries": [], "snapshots": packed}
        got = client.post("/api/v1/exchange", json=asked, headers=headers)
        assert got.status_code == 200, got.text
        answer = json.loads(gzip.decompress(got.data) if got.headers.get("Content-Encoding") else got.data)
        parts = [one["hash"] for one in answer.get("snapshot", {}).get("parts", [])]
        for name in parts:
            part = client.get(f"/api/v1/snapshot/{name}", headers=headers)
            assert part.status_code == 200
            size, requests, rows = (
                size + len(part.data),
                requests + 1,
                rows + gzip.decompress(part.data).count(b'"op":"put"'),
            )
        rows += sum(one["op"] == "put" for one in answer["changes"])
        size, requests, cursor = size + len(got.data), requests + 1, answer["cursor"]
        if not (answer["more"] or parts):
            return rows, requests, size, (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def _say(what: str, runs: list[tuple[int, int, int, float, float]]) -> None:
    rows, requests, size = runs[0][:3]
    cpu, wall = (statistics.median(one[n] for one in runs) for n in (3, 4))
    line = f"{rows} rows, {requests} requests, {size / 1000:.0f} kB, {cpu:.0f} ms of processor, {wall:.0f} ms in all"
    print(f"{what}: {line}", flush=True)
