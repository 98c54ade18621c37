"""What phones sent that cannot be read as a record is seen at the desk by who can do something about it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from feedback_app.base.db import transaction
from feedback_app.enrol.tables import Membership
from tests.http.desk import csrf, need
from tests.people import World

pytestmark = pytest.mark.both_databases

PAGE = "/desk/unreadable/pilote"


def damaged(world: World, words: str = "La pompe est en panne") -> dict[str, Any]:
    """A need whose body changed on its way."""
    entry = need(world.awa, words)
    return entry | {"body": entry["body"].replace("panne", "pann")}


def test_adjoua_sees_what_arrived_from_whom_and_why_it_cannot_be_read(client: FlaskClient, world: World) -> None:
    bad = damaged(world)
    world.awa.sync(client, bad, 7, {"id": "<script>"})
    desk = world.signed_in()
    assert "3 envois n’ont pas pu être lus" in desk.get("/desk/").text
    shown = desk.get(PAGE)
    assert shown.status_code == 200 and shown.headers["Cache-Control"] == "no-store"
    assert "Envoyé par Awa, Téléphone de Awa" in shown.text and "abîmé en route" in shown.text
    assert bad["id"] in shown.text and "La pompe est en pann" in shown.text
    assert "&lt;script&gt;" in shown.text and "<script>" not in shown.text.replace("<script src", "")


def test_what_she_has_seen_is_no_longer_announced_and_stays(client: FlaskClient, world: World) -> None:
    world.awa.sync(client, damaged(world))
    desk = world.signed_in()
    html = desk.get(PAGE).text
    address = re.findall(rf'action="({PAGE}/[0-9a-f]+)"', html)[0]
    for _ in range(2):
        assert desk.post(address, data={"csrf": csrf(html)}).status_code == 303
    assert "n’a pas pu être lu" not in desk.get("/desk/").text
    after = desk.get(PAGE).text
    assert "Vu le" in after and "La pompe est en pann" in after
    assert desk.post(f"{PAGE}/{'0' * 64}", data={"csrf": csrf(after)}).status_code == 404


def test_without_anything_unreadable_the_page_says_so(world: World) -> None:
    assert "Tout ce qui est arrivé a pu être lu" in world.signed_in().get(PAGE).text


@pytest.mark.usefixtures("session")
def test_it_is_shown_to_who_reviews_that_place_and_to_nobody_else(client: FlaskClient, world: World) -> None:
    world.awa.sync(client, damaged(world))
    digest = re.findall(rf"{PAGE}/([0-9a-f]+)", world.signed_in().get(PAGE).text)[0]
    world.stranger.sync(client, {"id": 1})
    assert world.signed_in().get("/desk/unreadable/ailleurs").status_code == 404
    assert world.signed_in("yao").get(PAGE).status_code == 403
    with transaction() as writing:
        writing.execute(update(Membership).where(Membership.person_id == world.adjoua).values(place_code="R2"))
    elsewhere = world.signed_in()
    html = elsewhere.get(PAGE).text
    assert "La pompe" not in html and "n’a pas pu être lu" not in elsewhere.get("/desk/").text
    assert elsewhere.post(f"{PAGE}/{digest}", data={"csrf": csrf(html)}).status_code == 404


def test_a_very_long_one_is_shown_in_part(client: FlaskClient, world: World) -> None:
    world.awa.sync(client, damaged(world, "panne " + "a" * 30_000))
    assert "La suite est gardée" in world.signed_in().get(PAGE).text
