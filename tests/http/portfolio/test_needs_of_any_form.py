"""A programme asks for needs in a form of its own: they reach the portfolio by what its questions mean."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, update

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.forms.actions import install_instrument
from feedback_app.ledger.tables import Record, RecordFact
from feedback_app.portfolio.solutions.tables import Item
from tests.http.portfolio_people import (
    accepted,
    decide,
    demonstration,
    follow,
    listed,
    place_feed_row,
)
from tests.people import World

pytestmark = pytest.mark.both_databases

NAME, VERSION = "tour_des_villages", "1"
FORM = """
| survey |
| | type | name | label::French (fr) | required | means |
| | select_one vocabulary:domains | sujet | De quoi parlez-vous ? | yes | domain |
| | select_one manques | manque | Quoi au juste ? | | detail |
| | select_one vocabulary:severities | urgence | C’est urgent ? | yes | severity |
| | text | note | Une note ? | | |
| choices |
| | list_name | name | label::French (fr) |
| | manques | corde | La corde du puits est usée |
| | manques | fonds | Le puits est à sec |
| settings |
| | form_title | form_id | version | default_language |
| | Tour des villages | tour_des_villages | 1 | French (fr) |
"""


@pytest.fixture
def tour(world: World) -> World:
    with world.app.app_context(), transaction() as session:
        made = install_instrument(session, world.programme, name=NAME, source=FORM, now=clock.now())
        assert made == f"{NAME} {VERSION}"
    return world


def recorded_on_the_tour(client: FlaskClient, world: World, **answers: Any) -> uuid.UUID:
    """Adjoua has accepted what Awa recorded with the form of the programme."""
    given = {"sujet": "eau", "manque": "corde", "urgence": "grave"} | answers
    entry = world.awa.entry(instrument=NAME, instrument_version=VERSION, answers=given)
    assert world.awa.sync(client, entry)["acks"][0]["outcome"] == "stored"
    record = uuid.UUID(entry["id"])
    decide(world, record)
    return record


def item(world: World, record: uuid.UUID) -> Item | None:
    with world.app.app_context():
        return db.session.get(Item, (world.programme, record))


def test_a_need_of_the_programmes_own_form_reaches_the_portfolio(tour: World, client: FlaskClient) -> None:
    record = recorded_on_the_tour(client, tour)
    follow(tour)
    found = item(tour, record)
    assert found and (found.domain, found.subcategory, found.gravity) == ("eau", "corde", "grave")


def test_it_is_shown_to_anyone_in_the_words_of_its_form(tour: World, client: FlaskClient) -> None:
    demonstration(tour)
    recorded_on_the_tour(client, tour)
    follow(tour)
    (line,) = listed(client)["needs"]
    assert [part["label"]["fr"] for part in line["details"]] == ["La corde du puits est usée"]


def test_it_counts_beside_those_of_the_shipped_form(tour: World, client: FlaskClient) -> None:
    demonstration(tour)
    accepted(client, tour, answers={"domaine": "eau", "quoi_eau": "panne"})
    recorded_on_the_tour(client, tour)
    follow(tour)
    (line,) = listed(client)["needs"]
    assert (line["voices"], {part["code"] for part in line["details"]}) == (2, {"panne", "corde"})


def test_phones_of_the_place_read_it_in_the_words_of_its_form(tour: World, client: FlaskClient) -> None:
    record = recorded_on_the_tour(client, tour)
    follow(tour)
    tour.awa.sync(client)
    assert tour.awa.pulled[place_feed_row(tour, record)]["summary"] == "L’eau : La corde du puits est usée"


def test_a_form_without_meanings_of_a_need_yields_none(world: World, client: FlaskClient) -> None:
    plain = FORM.replace("| severity |", "| |")
    with world.app.app_context(), transaction() as session:
        install_instrument(session, world.programme, name=NAME, source=plain, now=clock.now())
    record = recorded_on_the_tour(client, world)
    follow(world)
    assert item(world, record) is None


def test_no_need_leaves_while_its_facts_are_still_of_an_earlier_rule(world: World, client: FlaskClient) -> None:
    record = accepted(client, world, answers={"domaine": "eau", "quoi_eau": "panne"})
    with world.app.app_context(), transaction() as session:
        session.execute(delete(RecordFact))
        session.execute(update(Record).values(facts_stamp=""))
    follow(world)
    assert item(world, record) is not None
    with world.app.app_context():
        jobs.run("facts")
    follow(world)
    found = item(world, record)
    assert found and found.subcategory == "panne"
