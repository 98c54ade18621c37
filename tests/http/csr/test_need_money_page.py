"""The page of need against money: only figures that anyone may see already, and what is not known is said."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from feedback_app.base.db import db
from feedback_app.portfolio.csr import need_money
from feedback_app.portfolio.csr.gap import Verdict
from feedback_app.portfolio.csr.published import public_sheets
from tests.http.csr.csr_people import add, publish_all
from tests.http.portfolio_people import accepted, demonstration, listed, next_week, settings
from tests.people import World

WATER = {"domaine": "eau", "quoi_eau": "panne"}


def money(world: World) -> None:
    add(world, "initiative", "p1", title="Une école", sectors=["education"], places=["V3"], committed=90000000)
    add(world, "initiative", "p2", title="Un forage", sectors=["water"], places=["V1"], committed=1000000, stage="delivered")  # fmt: skip
    add(world, "initiative", "p3", title="Rien", sectors=["water"], places=["V1"], committed=10**12, stage="given_up")
    publish_all(world)


@pytest.mark.both_databases
def test_where_people_ask_for_water_and_money_goes_elsewhere_is_shown_with_its_parts(
    world: World, client: FlaskClient
) -> None:
    demonstration(world, public_level="region")
    for _ in range(12):
        accepted(client, world, answers=WATER)
    money(world)
    page = client.get("/rse/besoins").text
    assert "Moins d’argent que de besoin" in page and "Région du Lac" in page and "12 voix" in page
    assert "0,4 × besoin" in page and "Déjà réussi ici" in page
    with world.app.app_context():
        found = need_money.compare(db.session, public_sheets(db.session))
        water = next(one for one in found.gaps if one.cell == ("R1", "water"))
        (place,) = found.potentials
    assert (water.verdict, water.known_money) == (Verdict.LESS_MONEY, 1000000), "what was given up is no money"
    assert (place.place, place.need, place.precedent) == ("R1", 1.0, 1.0)


def test_no_count_is_used_that_the_public_list_does_not_show(world: World, client: FlaskClient) -> None:
    settings(world, k_public=5, public_level="region")
    for _ in range(7):
        accepted(client, world, answers=WATER)
    money(world)
    before = client.get("/rse/besoins").text
    assert "au moins 0 voix et" in before and "7 voix" not in before and "au moins 5 voix" not in before
    next_week(world)
    with world.app.app_context():
        found = need_money.compare(db.session, public_sheets(db.session))
        water = next(one for one in found.gaps if one.cell == ("R1", "water"))
    assert (water.voices.least, water.voices.most) == (listed(client)["needs"][0]["voices"], 9)
    assert ">7 voix" not in client.get("/rse/besoins").text and "au moins 5 voix" in client.get("/rse/besoins").text


def test_without_needs_or_money_nothing_is_claimed(world: World, client: FlaskClient) -> None:
    assert "Rien à comparer" in client.get("/rse/besoins").text
    money(world)
    page = client.get("/rse/besoins").text
    assert "Plus d’argent que de besoin" not in page and "Moins d’argent" not in page
