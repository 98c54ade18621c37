"""What a phone or the desk asks of the ledger reads the few entries that it is about, and never all of a programme:
without statistics, and with those of a database in which there was next to nothing when it was counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.base.table_statistics import gather_statistics
from feedback_app.media.actions import files_of
from feedback_app.review.actions import catch_up
from feedback_app.safe.transactions import back_up
from tests.http.desk import need, page, press
from tests.http.tus import Tus, sha256
from tests.people import World
from tests.query_plans import Statements, drop_statistics, watched

PHOTO = b"\xff\xd8\xff" + b"photo" * 100
WHOLE = ("(programme_id=?)", "(programme_id=? AND position<?)")
"""The keys of a step that reads the entries of a programme, or those before a position."""


def counted_when_empty(_: Engine) -> None:
    gather_statistics()


STATISTICS = {"none": drop_statistics, "of next to nothing": counted_when_empty}


@pytest.fixture(params=STATISTICS)
def statistics(request: pytest.FixtureRequest, app: EchoFlask) -> Callable[[], None]:
    """What is known of the tables."""

    def make() -> None:
        with app.app_context():
            STATISTICS[request.param](db.engine)
            db.engine.dispose()

    return make


def reading_whole(app: EchoFlask, seen: Statements) -> list[tuple[str, str]]:
    """The steps that read all entries of a programme."""
    with app.app_context():
        steps = seen.plans(db.engine, "ledger_entry")
    assert steps, "entries were looked up"
    return [one for one in steps if one[0].startswith("SCAN") or one[0].endswith(WHOLE)]


def engine_of(app: EchoFlask) -> Engine:
    with app.app_context():
        return db.engine


def test_a_phone_that_hands_over_what_is_known_reads_those_records(
    app: EchoFlask, client: FlaskClient, world: World, statistics: Callable[[], None]
) -> None:
    sent = [world.awa.entry() for _ in range(50)]
    world.awa.sync(client, *sent)
    statistics()
    with watched(engine_of(app)) as seen:
        acks = world.awa.exchange(client, *sent).get_json()["acks"]
    assert {one["outcome"] for one in acks} == {"known"}
    assert reading_whole(app, seen) == []


def test_a_phone_with_a_photo_hears_what_is_safe_from_its_own_entries(
    app: EchoFlask, client: FlaskClient, world: World, statistics: Callable[[], None], tmp_path: Path
) -> None:
    medium = {"sha256": sha256(PHOTO), "type": "image/jpeg", "bytes": len(PHOTO), "question": "photo"}
    world.awa.sync(client, world.awa.entry(media=[medium]))
    Tus(client, world.awa).send(PHOTO, "image/jpeg")
    with app.app_context():
        back_up(tmp_path / "backups", app.extensions["echo_settings"], files_of(app.extensions["echo_settings"]))
    statistics()
    with watched(engine_of(app)) as seen:
        assert world.awa.exchange(client).get_json()["safe"] > 0
    assert reading_whole(app, seen) == []


def test_the_page_of_a_record_and_a_decision_read_its_own_entries(
    app: EchoFlask, client: FlaskClient, world: World, statistics: Callable[[], None]
) -> None:
    sent = need(world.awa)
    world.awa.sync(client, sent)
    with app.app_context(), transaction() as session:
        catch_up(session, "pilote")
    desk = world.signed_in()
    statistics()
    with watched(engine_of(app)) as seen:
        assert page(desk, sent).status_code == 200
        assert press(desk, sent, "accept").status_code == 303
    assert reading_whole(app, seen) == []
