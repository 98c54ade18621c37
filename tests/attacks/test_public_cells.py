"""Ange overheard a code, and reads the public list and `/suivi` every minute to learn what Awa said.

Why nothing is found: decision 40.
"""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.base import clock
from feedback_app.base.db import db
from feedback_app.base.timestamps import start_of_week
from feedback_app.ledger.status_event import StatusEvent
from feedback_app.receipt import actions as receipt
from feedback_app.receipt.changes import changes
from schemas.states import State
from sync.spoken_code import code_of
from tests.http.portfolio_people import accepted, listed, next_week, settings
from tests.people import World

LISTS = (
    "/",
    "/besoins",
    "/api/v1/portfolio",
    "/api/v1/portfolio.csv",
    "/api/v1/portfolio.geojson",
    "/besoins?domain=san",
    "/besoins?place=S1",
)


def read(client: FlaskClient) -> list[str]:
    return [re.sub(r"csrf[^>]*", "", client.get(address).text) for address in LISTS]


def test_nothing_changes_in_public_on_the_day_a_need_is_accepted(world: World, client: FlaskClient) -> None:
    before = read(client)
    accepted(client, world, answers={"domaine": "san"})
    assert read(client) == before


@pytest.mark.parametrize("count", [1, 4])
def test_a_single_voice_is_in_no_figure_of_the_next_week_either(world: World, client: FlaskClient, count: int) -> None:
    for _ in range(5):
        accepted(client, world, answers={"domaine": "eau"})
    next_week(world)
    before = read(client)
    for _ in range(count):
        accepted(client, world, answers={"domaine": "san"})
    next_week(world)
    assert read(client) == before


@pytest.mark.parametrize(("own", "shown"), [(0, []), (5, [("S1", 10, True)])])
def test_needs_of_two_villages_are_found_by_no_filter(
    world: World, client: FlaskClient, own: int, shown: list[tuple[str, int, bool]]
) -> None:
    """Of three each nothing is said: of five in the place above, each village would have one at least. Where enough is
    said of that place itself, theirs is counted there, and nothing says which village it is of."""
    settings(world, public_level="locality")
    for phone, place, count in ((world.awa, "V1", 3), (world.koffi, "V2", 3), (world.koffi, "S1", own)):
        for _ in range(count):
            accepted(client, world, phone, place=place)
    assert next_week(world) == 6 + own
    lines = listed(client)["needs"]
    assert [(one["place"]["code"], one["voices"], one["gathered"]) for one in lines] == shown
    for place in ("V1", "V2"):
        assert listed(client, place=place)["total"] == 0


def test_whoever_makes_up_an_exact_figure_by_a_setting_does_not_get_it(world: World, client: FlaskClient) -> None:
    settings(world, k_public=1, k_sensitive=1)
    accepted(client, world)
    accepted(client, world)
    assert next_week(world) == 0 and listed(client)["total"] == 0


def test_by_a_code_the_week_of_an_acceptance_is_known_and_not_its_day(world: World, client: FlaskClient) -> None:
    record = accepted(client, world, answers={"domaine": "san"})
    with world.app.app_context():
        receipt.catch_up(db.session, world.programme, now=clock.now())
        db.session.commit()
    page = client.post("/suivi", data={"code": code_of(record)}).text
    assert "semaine du" in page


@given(st.integers(0, 400), st.integers(0, 60 * 24 * 40))
def test_the_days_by_a_code_are_that_of_arrival_and_mondays(start: int, minutes: int) -> None:
    received = dt.datetime(2026, 1, 1, 17, 5, tzinfo=dt.UTC) + dt.timedelta(days=start)
    accepted_at = received + dt.timedelta(minutes=minutes)
    first, then = changes([StatusEvent("review", "1", State.ACCEPTED.value, accepted_at)], received)
    assert first.day == received.date()
    assert then.day == max(received.date(), start_of_week(accepted_at).date()) <= accepted_at.date()
    assert then.day.weekday() == 0 or then.day == first.day
