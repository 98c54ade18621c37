"""Adjoua sorts accepted needs at the desk; nobody else does."""

from __future__ import annotations

import re
import uuid

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app.base.db import transaction
from feedback_app.enrol.tables import Membership
from feedback_app.portfolio.solutions.tables import Assignment, Solution, Theme
from tests.desk_actions import REOPEN
from tests.http.portfolio_people import accepted, assigned, decide, demonstration, listed, publish, say
from tests.people import World

DESK = "/desk/portfolio/"


@pytest.fixture(autouse=True)
def shown_at_once(world: World) -> None:
    """What these tests accept is made up: it is in the public list at once, with exact figures."""
    demonstration(world)


def token(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]


def send(desk: FlaskClient, address: str, **form: object) -> TestResponse:
    csrf = token(desk.get(DESK).text)
    return desk.post(address, data={"csrf": csrf, **form})


def theme_of(world: World, title: str) -> uuid.UUID:
    with world.app.app_context(), transaction() as session:
        return next(one.id for one in session.query(Theme) if one.title == title)


def test_adjoua_finds_the_accepted_need_at_once_and_assigns_it(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa, answers={"domaine": "eau", "quoi_eau": "panne"})
    decide(world, record)
    desk = world.signed_in()
    page = desk.get(DESK).text
    assert str(record) in page and "Kongodougou" in page and "Le Lac" in page
    page = desk.get(f"{DESK}pilote/{record}").text
    assert "Pompe de Kongodougou" in page, "the projects of the register are offered"
    got = send(desk, f"{DESK}pilote/{record}/tie", new_theme="Pompes", new_solution="Former", project="P1")
    assert got.status_code == 303 and "did=tied" in got.headers["Location"]
    assert "C’est classé" in desk.get(got.headers["Location"]).text
    assert listed(client)["needs"][0]["theme"] is None, "nobody else has read the words"
    publish(world)
    need = listed(client)["needs"][0]
    assert (need["theme"]["title"], need["solution"]["project"]["id"]) == ("Pompes", "P1")
    with world.app.app_context(), transaction() as session:
        assignment = session.query(Assignment).one()
        assert assignment.by == world.adjoua and assignment.record_id == record


def test_a_need_can_be_assigned_right_after_it_was_accepted(world: World, client: FlaskClient) -> None:
    desk = world.signed_in()
    csrf_page = desk.get(DESK).text
    record = say(client, world.awa)
    decide(world, record)
    got = desk.post(f"{DESK}pilote/{record}/tie", data={"csrf": token(csrf_page), "new_theme": "Eau"})
    publish(world)
    assert got.status_code == 303 and listed(client)["needs"][0]["theme"]["title"] == "Eau"


def test_several_are_sorted_at_once(world: World, client: FlaskClient) -> None:
    records = [accepted(client, world) for _ in range(3)]
    desk = world.signed_in()
    got = send(desk, f"{DESK}pilote/ties", record=[str(one) for one in records[:2]], new_theme="Eau")
    assert got.status_code == 303
    page = desk.get(DESK).text
    assert str(records[2]) in page and str(records[0]) not in page.split('id="themes"')[0]


def test_missing_fields_are_validation_errors_and_nothing_is_done(world: World, client: FlaskClient) -> None:
    record = accepted(client, world)
    desk = world.signed_in()
    for address in (f"{DESK}pilote/{record}/tie", f"{DESK}pilote/ties"):
        got = send(desk, address, record=str(record), new_solution="Former")
        assert got.status_code == 422 and "Choisissez un thème" in got.text and "Former" in got.text
    assert send(desk, f"{DESK}pilote/ties", new_theme="Eau").status_code == 422
    assert send(desk, f"{DESK}pilote/{record}/tie", new_theme="x" * 300).status_code == 422
    assert send(desk, f"{DESK}pilote/{record}/tie", new_theme="Eau", project="nope").status_code == 422
    assert send(desk, f"{DESK}pilote/{record}/tie", theme=str(uuid.uuid4())).status_code == 422
    with world.app.app_context(), transaction() as session:
        assert session.query(Theme).count() == session.query(Solution).count() == session.query(Assignment).count() == 0


def test_a_need_that_was_reopened_meanwhile_is_not_assigned(world: World, client: FlaskClient) -> None:
    record = accepted(client, world)
    decide(world, record, REOPEN)
    got = send(world.signed_in(), f"{DESK}pilote/{record}/tie", new_theme="Eau")
    assert got.status_code == 422 and "n’est plus accepté" in got.text


def test_taking_out_and_the_memory_of_it(world: World, client: FlaskClient) -> None:
    record = accepted(client, world)
    assigned(world, record)
    desk = world.signed_in()
    assert send(desk, f"{DESK}pilote/{record}/untie").status_code == 303
    assert listed(client)["needs"][0]["theme"] is None
    page = desk.get(f"{DESK}pilote/{record}").text
    assert "Déjà classé avant" in page and "Pompes en panne" in page


def test_themes_and_solutions_are_created_edited_and_removed(world: World, client: FlaskClient) -> None:
    desk = world.signed_in()
    assert send(desk, f"{DESK}pilote/themes", title=" Pompes  en panne ", domain="eau").status_code == 303
    theme = theme_of(world, "Pompes en panne")
    assert send(desk, f"{DESK}pilote/themes", title="pompes en panné").status_code == 422, "there is one of that name"
    assert send(desk, f"{DESK}pilote/themes", title="  ").status_code == 422
    assert (
        send(
            desk, f"{DESK}pilote/solutions", title="Former", description="Deux\r\npar village", project="P1"
        ).status_code
        == 303
    )
    with world.app.app_context(), transaction() as session:
        solution = session.query(Solution).one().id
    assert send(desk, f"{DESK}pilote/themes/{theme}", title="Pompes", domain="eau").status_code == 303
    written = {"title": "Former", "description": "Deux\r\npar village", "project": "P1", "theme": str(theme)}
    assert send(desk, f"{DESK}pilote/solutions/{solution}", **written).status_code == 303
    assert "Former" in desk.get(f"{DESK}pilote/themes/{theme}").text, "the theme's page says what answers it"
    assigned(world, accepted(client, world), theme="Pompes")
    assert listed(client)["needs"][0]["solution"]["description"] == "Deux\npar village"
    assert send(desk, f"{DESK}pilote/themes/{theme}/remove").status_code == 422, "a need is assigned to it"
    assert send(desk, f"{DESK}pilote/solutions/{solution}/remove").status_code == 422
    for address in (
        f"{DESK}pilote/themes/{theme}",
        f"{DESK}pilote/solutions/{solution}",
        f"{DESK}pilote/solutions/new",
    ):
        assert desk.get(address).status_code == 200


def test_an_empty_theme_can_go(world: World) -> None:
    desk = world.signed_in()
    send(desk, f"{DESK}pilote/themes", title="Vide")
    assert send(desk, f"{DESK}pilote/themes/{theme_of(world, 'Vide')}/remove").status_code == 303
    assert "Vide" not in desk.get(DESK).text


def test_strangers_partners_and_forgeries_sort_nothing(world: World, client: FlaskClient) -> None:
    record = accepted(client, world)
    assert client.get(DESK).status_code == 302
    assert world.signed_in("yao").get(DESK).status_code == 403
    forged = world.signed_in().post(f"{DESK}pilote/{record}/tie", data={"new_theme": "Eau"})
    assert forged.status_code == 403 and listed(client)["needs"][0]["theme"] is None


def test_a_need_of_another_area_is_not_found(world: World, client: FlaskClient) -> None:
    record = accepted(client, world)
    with world.app.app_context(), transaction() as session:
        session.query(Membership).filter_by(person_id=world.adjoua).update({"place_code": "R2"})
    desk = world.signed_in()
    assert str(record) not in desk.get(DESK).text
    assert desk.get(f"{DESK}pilote/{record}").status_code == 404
    assert send(desk, f"{DESK}pilote/{record}/tie", new_theme="Eau").status_code == 404
    assert send(desk, f"{DESK}pilote/ties", record=str(record), new_theme="Eau").status_code == 404
    assert desk.get(f"{DESK}ailleurs/{record}").status_code == 404


def test_a_theme_of_another_programme_cannot_be_named(world: World, client: FlaskClient) -> None:
    from feedback_app.base import clock, ids

    foreign = ids.new_id()
    with world.app.app_context(), transaction() as session:
        session.add(
            Theme(id=foreign, programme_id="ailleurs", title="Eux", created_at=clock.now(), created_by=world.yao)
        )
    record = accepted(client, world)
    desk = world.signed_in()
    assert send(desk, f"{DESK}pilote/{record}/tie", theme=str(foreign)).status_code == 422
    assert desk.get(f"{DESK}pilote/themes/{foreign}").status_code == 404
