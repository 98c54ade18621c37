"""Who sees which records at the desk."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import update

from feedback_app.base.db import transaction
from feedback_app.enrol.tables import Membership
from tests.http.desk import csrf, need, page
from tests.people import World


def test_a_stranger_without_a_session_is_redirected_to_the_sign_in(client: FlaskClient, world: World) -> None:
    got = client.get("/desk/")
    assert got.status_code == 302 and "/desk/login" in got.headers["Location"]


def test_yao_of_a_company_sees_no_record(client: FlaskClient, world: World) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    yao = world.signed_in("yao")
    assert yao.get("/desk/").status_code == 403
    assert page(yao, entry).status_code == 403


def test_adjoua_of_one_programme_finds_nothing_of_another(client: FlaskClient, world: World) -> None:
    entry = need(world.stranger, place="V1")
    world.stranger.sync(client, entry)
    desk = world.signed_in()
    assert entry["id"] not in desk.get("/desk/?programme=ailleurs&tab=all").text
    assert page(desk, entry, "ailleurs").status_code == 404
    assert page(desk, entry, "pilote").status_code == 404
    assert page(desk, entry, "nulle-part").status_code == 404


def test_adjoua_of_one_region_sees_only_its_records(client: FlaskClient, world: World, session: Any) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    with transaction() as writing:
        mine = Membership.person_id == world.adjoua
        writing.execute(update(Membership).where(mine).values(place_code="R2"))
    desk = world.signed_in()
    html = desk.get("/desk/?tab=all").text
    assert entry["id"] not in html
    assert page(desk, entry).status_code == 404
    form = {"csrf": csrf(html), "action": "accept", "rev_seen": "1", "state_seen": "received"}
    assert desk.post(f"/desk/records/pilote/{entry['id']}/decision", data=form).status_code == 404


def test_static_files_of_pages_are_public_and_cached_by_their_hash(client: FlaskClient, world: World) -> None:
    html = world.signed_in().get("/desk/").text
    for address in [part.split('"')[0] for part in html.split('"/assets/')[1:]]:
        got = client.get(f"/assets/{address}")
        assert got.status_code == 200, address
        assert "immutable" in got.headers["Cache-Control"]
    for wrong in (
        "desk/../../__init__.py",
        "desk/none.css",
        "desk",
        "pictograms/../x.svg",
        "other/desk.css",
        "desk/%00",
    ):
        assert client.get(f"/assets/{wrong}").status_code == 404, wrong
