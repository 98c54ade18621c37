"""Adjoua's list: a village of which little was heard is not behind a campaign in town."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.review import place_weight
from tests.http.desk import need, page
from tests.people import Phone, World, _phone

pytestmark = pytest.mark.both_databases
FEW = 3


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_weight, "FEW", FEW)


def order(world: World) -> list[str]:
    """The records of the list, in its order."""
    return re.findall(r'id="row-([0-9a-f-]+)"', world.signed_in().get("/desk/").text)


def village(world: World) -> Phone:
    with world.app.app_context(), transaction() as session:
        return _phone(session, "Bintou", world.programme, "V2", "surveyor", clock.now())


def test_among_equals_a_place_little_heard_comes_first(client: FlaskClient, world: World) -> None:
    town = [need(world.awa, f"La pompe {n}") for n in range(FEW + 2)]
    world.awa.sync(client, *town)
    world.signed_in().get("/desk/")
    bintou = village(world)
    hers, less = need(bintou, "Le puits", place="V2"), need(bintou, "Le banc", place="V2", answers={"gravite": "gene"})
    bintou.sync(client, hers, less)
    found = order(world)
    assert set(found[: FEW + 1]) == {*(one["id"] for one in town[:FEW]), hers["id"]}, "one batch: the first ones count"
    assert found[FEW + 1 : -1] == [one["id"] for one in town[FEW:]]
    assert found[-1] == less["id"], "what is less serious stays behind"


def test_the_page_says_why_and_where_lives_are_at_risk_age_alone_counts(client: FlaskClient, world: World) -> None:
    town = [need(world.awa, f"La pompe {n}", answers={"gravite": "vital"}) for n in range(FEW + 1)]
    world.awa.sync(client, *town)
    world.signed_in().get("/desk/")
    bintou = village(world)
    hers, other = (
        need(bintou, "Le puits", place="V2", answers={"gravite": "vital"}),
        need(bintou, "Le banc", place="V2"),
    )
    bintou.sync(client, hers, other)
    assert order(world) == [*(one["id"] for one in town), hers["id"], other["id"]]
    assert "les lieux peu entendus" in world.signed_in().get("/desk/").text
    assert "Peu est venu de ce lieu" in page(world.signed_in(), other).text
    assert "Peu est venu de ce lieu" not in page(world.signed_in(), hers).text


def test_what_was_received_long_ago_does_not_count(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place_weight, "WEEKS", 0)
    many = [need(world.awa, f"La pompe {n}") for n in range(FEW + 2)]
    world.awa.sync(client, *many)
    assert "Peu est venu de ce lieu" in page(world.signed_in(), many[-1]).text
