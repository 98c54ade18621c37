"""SQLite learns how its large tables are filled, while it runs and in time, and nothing about small ones."""

from __future__ import annotations

from sqlalchemy import insert, select

from feedback_app import jobs
from feedback_app.base import ids
from feedback_app.base.db import db, intent, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.base.table_statistics import WORTH_COUNTING, gather_statistics, has_outgrown_statistics
from feedback_app.ledger.tables import Counter, FeedRow
from tests.people import World

ROWS = WORTH_COUNTING + 2000
BY_POSITION = f"select id from feed_row where programme_id = ? and kind in ({', '.join('?' * 5)}) order by position"


def fill() -> None:
    rows = [
        {"id": ids.new_id(), "programme_id": "pilote", "kind": f"k{n}", "name": str(n), "scope_path": "/", "owner": "",
         "position": 100_000 + n, "body": None}
        for n in range(ROWS)
    ]  # fmt: skip
    with transaction() as session:
        session.execute(insert(FeedRow), rows)


def statistics() -> dict[str, list[int]]:
    with intent(write=False), db.engine.connect() as connection:
        found = connection.exec_driver_sql("select idx, stat from sqlite_stat1")
        return {index: [int(n) for n in stat.split()] for index, stat in found}


def test_what_is_small_is_taken_for_large_rather_than_for_what_it_was(app: EchoFlask, world: World) -> None:
    with app.app_context():
        gather_statistics()
        assert statistics() == {}


def test_a_key_that_leads_to_a_whole_programme_is_known_to(app: EchoFlask, world: World) -> None:
    with app.app_context():
        fill()
        gather_statistics()
        rows, of_a_programme, *_ = statistics()["ix_feed_row_programme_position"]
    assert rows >= ROWS * 0.9
    assert of_a_programme > rows / 4, "a sample ends after 400 of one programme"


def test_a_connection_that_was_open_hears_of_it(app: EchoFlask, world: World) -> None:
    def plan(when: str) -> str:
        open_before.execute(select(1).select_from(FeedRow).limit(1)).all()  # it looks whether the schema changed
        steps = open_before.exec_driver_sql(
            f"explain query plan {BY_POSITION} -- {when}", ("pilote", *map(str, range(5)))
        )
        return str([row[3] for row in steps])

    with app.app_context():
        fill()
        with intent(write=False), db.engine.connect() as open_before:
            before = plan("before")
            open_before.rollback()
            with intent(write=True):
                gather_statistics()
            assert plan("after") != before


def test_a_ledger_that_grew_is_counted_within_a_minute(app: EchoFlask, world: World) -> None:
    with app.app_context():
        assert jobs.run("statistics") == 0
        with transaction() as session:
            session.get_one(Counter, "pilote").last = WORTH_COUNTING
            assert has_outgrown_statistics(session, "ledger_entry", WORTH_COUNTING)
            assert has_outgrown_statistics(session, "feed_row", ROWS)
        assert jobs.run("statistics") == 1
        fill()
        gather_statistics()
        assert not has_outgrown_statistics(db.session, "feed_row", ROWS)
        assert has_outgrown_statistics(db.session, "feed_row", 3 * ROWS)
        db.session.rollback()
