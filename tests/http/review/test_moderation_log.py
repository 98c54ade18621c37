"""A journalist reads how the Lab decides; nothing leads from there to anybody."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.out.datasets.moderation import DATASET
from feedback_app.out.formats import exports
from feedback_app.review.moderation_log.actions import count_week, is_behind
from schemas.moderation_log import ModerationLogSchema
from schemas.page_query import with_terms
from tests.desk_actions import ACCEPT, REJECT
from tests.http.portfolio.test_portfolio_public import readable
from tests.http.portfolio_people import decide, erase, say, settings
from tests.people import World

pytestmark = pytest.mark.both_databases
API = "/api/v1/moderation"


def counted(world: World, weeks: int = 1) -> int:
    """Counts what is over by then."""
    then = clock.now() + dt.timedelta(weeks=weeks, days=1)
    with world.app.app_context(), transaction() as session:
        return count_week(session, world.programme, now=then)


def log(client: FlaskClient, **asked: str) -> list[dict[str, Any]]:
    answer = client.get(API, query_string=asked).get_json()
    assert with_terms(ModerationLogSchema)().validate(answer) == {}
    return list(answer["lines"])


def decided(client: FlaskClient, world: World) -> list[uuid.UUID]:
    """Three records rejected for one reason, one for another, one accepted."""
    records = [say(client, world.awa) for _ in range(5)]
    for one in records[:3]:
        decide(world, one, REJECT, reason="duplicate")
    decide(world, records[3], REJECT, reason="abusive")
    decide(world, records[4], ACCEPT)
    return records


def test_a_week_is_counted_once_when_it_is_over(client: FlaskClient, world: World) -> None:
    decided(client, world)
    assert log(client) == []
    assert (counted(world), counted(world)) == (1, 0)
    lines = log(client)
    assert [(one["action"]["code"], one["reason"] and one["reason"]["code"], one["decisions"]) for one in lines] == [
        ("accept", None, 1), ("reject", "duplicate", 3), ("reject", "others", 1),
    ]  # fmt: skip
    assert lines[0]["waited_days"] == 0.0 and lines[1]["reason"]["label"]["fr"] == "Déjà dit dans un autre envoi"


def test_what_is_over_is_counted_by_the_job_and_this_week_is_not(client: FlaskClient, world: World) -> None:
    decided(client, world)
    with world.app.app_context():
        jobs.run("moderation-log")
        with transaction() as session:
            assert not is_behind(session, world.programme, now=clock.now())
            assert is_behind(session, world.programme, now=clock.now() + dt.timedelta(days=9))
    assert log(client) == []


def test_nothing_of_a_record_is_in_any_format_and_erasing_one_changes_no_line(
    client: FlaskClient, world: World
) -> None:
    records = decided(client, world)
    counted(world)
    before = log(client)
    erase(world, records[0])
    assert log(client) == before
    for one in exports(DATASET):
        shown = readable(client.get(one.address))
        assert ("duplicate" in shown or one.format.is_dictionary) and "Awa" not in shown
        assert not any(str(record) in shown for record in records)


def test_a_spreadsheet_has_the_words_of_both_languages(client: FlaskClient, world: World) -> None:
    decided(client, world)
    counted(world)
    rows = list(csv.DictReader(io.StringIO(client.get(f"{API}.csv").text.lstrip("\ufeff"))))
    assert [(one["action_fr"], one["decisions"]) for one in rows] == [
        ("Accepter", "1"),
        ("Écarter", "3"),
        ("Écarter", "1"),
    ]
    assert rows[2]["reason_fr"] == "Autres raisons, de moins de trois fiches chacune"


def test_a_programme_that_shows_nothing_has_no_log_and_another_one_is_asked_for_alone(
    client: FlaskClient, world: World
) -> None:
    decided(client, world)
    counted(world)
    assert log(client, programme="ailleurs") == [] and len(log(client, programme="pilote")) == 3
    settings(world, public=False)
    assert log(client) == []
