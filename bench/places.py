"""How long the whole country takes to import, on both databases: median of five, each into a fresh database."""

from __future__ import annotations

import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import create_engine, func, select, text

from feedback_app.app import create_app
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.register.actions import import_places
from feedback_app.register.place_files import complete_rows, read_table_of_places
from feedback_app.register.places import rows_with_paths
from feedback_app.register.tables import Place
from feedback_app.serve import prepare_database
from feedback_app.settings import read_settings
from tests.postgres import postgres

COUNTRY = Path(__file__).parents[2] / "shared" / "data" / "places" / "civ_places.csv"
ROUNDS = 5


def main(args: list[str]) -> None:
    """`./run bench places [FILE]`."""
    data = Path(args[0] if args else COUNTRY).read_bytes()
    with tempfile.TemporaryDirectory() as folder, postgres(durable=True) as server:
        for kind in ("sqlite", "postgresql"):
            taken = [_once(url, data) for url in _fresh(kind, server, Path(folder))]
            count, seconds = taken[0][0], [one[1] for one in taken]
            print(f"{kind:10} {count} places: median {statistics.median(seconds):.2f} s of {sorted(seconds)}")
    started = time.perf_counter()
    rows_with_paths(complete_rows(read_table_of_places(data), {}), {}, {})
    print(f"of which reading and checking the file: {time.perf_counter() - started:.2f} s")


def _fresh(kind: str, server: str, folder: Path) -> Iterator[str]:
    for n in range(ROUNDS):
        if kind == "sqlite":
            yield f"sqlite:///{folder / f'{n}.db'}"
            continue
        name = f"bench_{uuid.uuid4().hex[:8]}"
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"create database {name}"))
        engine.dispose()
        yield server.rsplit("/", 1)[0] + f"/{name}"


def _once(url: str, data: bytes) -> tuple[int, float]:
    """(places, seconds from the bytes of the file to the commit)."""
    settings = read_settings({"FEEDBACK_DATABASE_URL": url, "FEEDBACK_DATA": tempfile.mkdtemp()})
    with create_app(settings).app_context():
        prepare_database(clock.now())
        started = time.perf_counter()
        with transaction() as session:
            import_places(session, data, kind="csv")
        seconds = round(time.perf_counter() - started, 2)
        count = db.session.scalar(select(func.count()).select_from(Place)) or 0
        db.session.remove()
        db.engine.dispose()
    return count, seconds
