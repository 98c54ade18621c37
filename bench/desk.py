"""How long the desk's pages take among a million records, by filter, on both databases, and their statements."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import event, select, text, update

from bench._desk_fill import fill
from feedback_app.app import create_app
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.base.table_statistics import gather_statistics
from feedback_app.enrol.tables import Membership
from feedback_app.review.case import State
from feedback_app.review.case_change_store import work_out_anew
from feedback_app.review.store import is_case_under
from feedback_app.review.tables import Case
from feedback_app.serve import prepare_database
from feedback_app.settings import read_settings
from tests.people import World, make_world
from tests.postgres import postgres

RECORDS, ROUNDS = 1_000_000, 20
PART = "N2"
"""A fourteenth of the country."""
FILTERS = {
    "what waits": "", "every state": "tab=all", "accepted": "tab=accepted", "rejected": "tab=rejected",
    "a far page": "tab=all&after={far}", "an earlier page": "before={far}", "a district": "place=N2",
    "a sous-préfecture": "place=N250", "a village": "place=N900", "an author": "author={author}",
    "a day": "since={day}&until={day}", "since a day": "since={day}", "a form": "instrument=besoin",
    "a form of none": "instrument=emotion", "a project": "tab=all&project=N1", "an odd clock": "clock=1",
    "in quarantine": "tab=all&waiting=1", "a word of each": "q=pompe", "a word of few": "tab=all&q={few}",
    "a word of none": "tab=all&q=zebrezz", "a part of words": "tab=rejected&q=omp", "two words": "tab=all&q={two}",
    "a word, a village": "q=pompe&place=N900", "a word, a project": "tab=all&q={few}&project=N1",
}  # fmt: skip


def main(args: list[str]) -> None:
    """`./run bench desk [RECORDS]`."""
    count = int(args[0]) if args else RECORDS
    with tempfile.TemporaryDirectory() as folder, postgres(durable=True) as server:
        for kind, url in (("sqlite", f"sqlite:///{folder}/echo.db"), ("postgresql", server)):
            settings = read_settings({"FEEDBACK_DATABASE_URL": url, "FEEDBACK_DATA": str(Path(folder, kind))})
            app = create_app(settings)
            with app.app_context():
                prepare_database(clock.now())
                world = make_world(app)
                fill(world, count)
                _settle(world)
                names = _names(count)
            measure(kind, world, names)
            with app.app_context():
                db.session.remove()
                db.engine.dispose()


def _settle(world: World) -> None:
    started = time.perf_counter()
    with transaction() as session:
        work_out_anew(session, world.programme)
    gather_statistics()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("vacuum analyze"))
    print(f"counts and words: {time.perf_counter() - started:.0f} s", flush=True)


def _names(count: int) -> Mapping[str, str]:
    """What the filters ask for, out of what is there."""
    author, search, at = db.session.execute(
        select(Case.author_id, Case.search, Case.received_at).where(Case.position == count // 2)
    ).one()
    waits = select(Case.record_id).where(Case.state == State.RECEIVED, is_case_under("/XX/N2/"))
    words = sorted(search.split()[4:-1], key=len, reverse=True)
    return {
        "far": str(count * 9 // 10), "author": str(author), "few": words[0], "two": f"{words[0]}+{words[1]}",
        "day": at.date().isoformat(), "record": str(db.session.scalars(waits.limit(1)).one()),
    }  # fmt: skip


def measure(kind: str, world: World, names: Mapping[str, str]) -> None:
    """Prints p50 and p95 of each page, for somebody who reviews all and for somebody who reviews a part."""
    for of, place in (("all", "XX"), ("a part", PART)):
        with world.app.app_context(), transaction() as session:
            session.execute(update(Membership).where(Membership.person_id == world.adjoua).values(place_code=place))
        desk = world.signed_in()
        for name, filters in FILTERS.items():
            _time(world, f"{kind:10} {of:7} {name:18}", desk, f"/desk/?{filters.format(**names)}")
        _time(world, f"{kind:10} {of:7} {'a record':18}", desk, f"/desk/records/{world.programme}/{names['record']}")


def _time(world: World, name: str, desk: FlaskClient, address: str) -> None:
    asked, taken, spent = list[str](), list[float](), list[float]()
    with world.app.app_context():
        engine = db.engine

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    assert desk.get(address).status_code == 200, address
    for _ in range(ROUNDS):
        asked.clear()
        started, worked = time.perf_counter(), time.process_time()
        desk.get(address)
        taken.append((time.perf_counter() - started) * 1000)
        spent.append((time.process_time() - worked) * 1000)
    event.remove(engine, "before_cursor_execute", note)
    p50, p95 = statistics.median(taken), sorted(taken)[-2]
    print(f"{name} {p50:5.0f} / {p95:5.0f} ms [{statistics.median(spent):.0f}], {len(asked)} statements", flush=True)
