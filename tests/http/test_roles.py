"""What people with each role find at the desk: where they arrive, what they are offered, what they read."""

from __future__ import annotations

import re
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import update

from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.base.http import EchoFlask
from feedback_app.enrol import actions, commands
from feedback_app.enrol.tables import Membership
from schemas.roles import PHONE_ROLES, ROLES, Permission, Reach, Role
from tests.http.desk import csrf, need
from tests.http.test_desk_menu import menu
from tests.http.tus import Tus, sha256
from tests.people import World

VOICE = b"OggS" + b"la pompe est en panne " * 20


def signs_in(app: EchoFlask, role: str, *, wanted: str | None = None) -> tuple[FlaskClient, str]:
    """Bintou gets this role and signs in: her browser, and where she is led."""
    with app.app_context(), transaction() as session:
        made = actions.add_person(
            session, name="Bintou", login="bintou", programme="pilote", role=role, place=None, now=clock.now()
        )
    client = app.test_client()
    form = {"login": "bintou", "password": made.password} | ({"next": wanted} if wanted else {})
    return client, client.post("/desk/login", data=form).headers["Location"]


@pytest.mark.parametrize("role", ROLES)
def test_whoever_signs_in_arrives_at_a_page_that_opens(app: EchoFlask, world: World, role: str) -> None:
    client, first = signs_in(app, role, wanted="/desk/")
    assert client.get(first).status_code == 200
    assert (first == "/desk/") == (Permission.REVIEW in ROLES[role].permissions)


@pytest.mark.parametrize("role", ["surveyor", "facilitator", "observer"])
def test_who_has_permission_for_no_page_of_the_desk_reads_what_the_role_is_for_and_finds_the_public_portfolio(
    app: EchoFlask, world: World, role: str
) -> None:
    client, first = signs_in(app, role)
    page = client.get(first).text
    assert "Bonjour Bintou" in page and ROLES[role].may["fr"] in page
    assert ("votre travail se fait sur le téléphone" in page) == (role in PHONE_ROLES)
    assert '<li><a href="/">' in page
    assert client.get("/").status_code == 200
    assert ROLES[role].may["en"] in client.get(first, headers={"Accept-Language": "en"}).text


def test_a_page_that_is_not_theirs_leads_back_to_one_that_is(app: EchoFlask, world: World) -> None:
    client, first = signs_in(app, "observer", wanted="/desk/admin/people")
    page = {"Accept": "text/html"}
    refused = client.get(first, headers=page)
    assert (first, refused.status_code) == ("/desk/admin/people", 403)
    assert 'href="/desk/home"' in refused.text and 'href="/desk/"' not in refused.text
    assert 'href="/desk/"' in world.signed_in().get("/desk/admin/people", headers=page).text


def test_an_observer_s_menu_is_the_public_portfolio_alone(app: EchoFlask, world: World) -> None:
    client, first = signs_in(app, "observer")
    assert menu(client.get(first).text) == {"Portefeuille public": "/"}


def test_whose_role_is_no_longer_in_the_list_gets_a_page_that_says_so(app: EchoFlask, world: World) -> None:
    client, _ = signs_in(app, "partner")
    with app.app_context(), transaction() as session:
        session.execute(update(Membership).where(Membership.role == "partner").values(role="queen"))
    assert "Vous n’avez plus de rôle ici" in client.get("/desk/home").text


def offered(page: str) -> list[str]:
    return re.findall(r'<option value="([a-z_]+)"', page)


def test_a_form_offers_the_roles_that_lead_somewhere_from_there_and_says_what_each_allows(world: World) -> None:
    akissi = world.signed_in("akissi")
    people, phones = (akissi.get(f"/desk/admin/{page}").text for page in ("people", "phones"))
    given = {code: role for code, role in ROLES.items() if role.given_at_the_desk}
    assert offered(people) == [code for code, role in given.items() if role.opens_the_desk]
    assert offered(phones) == list(PHONE_ROLES)
    assert all(role.may["fr"] in (phones if code in PHONE_ROLES else people) for code, role in given.items())
    assert "référent protection" in people


def test_who_looks_after_a_region_does_not_give_the_role_of_a_protection_officer(world: World) -> None:
    with world.app.app_context(), transaction() as session:
        session.execute(update(Membership).where(Membership.person_id == world.coordinator).values(place_code="R1"))
    akissi = world.signed_in("akissi")
    page = akissi.get("/desk/admin/people").text
    assert "observer" in offered(page)
    assert not [code for code in offered(page) if not ROLES[code].given_in_part]
    form = {"csrf": csrf(page), "name": "Bintou", "place": "V1"}
    refused = akissi.post("/desk/admin/people", data=form | {"role": "protection_officer"})
    assert refused.status_code == 422 and "role" in refused.text
    assert akissi.post("/desk/admin/people", data=form | {"role": "observer"}).status_code == 200


def test_the_role_of_an_administrator_is_given_by_the_command_line_alone(app: EchoFlask, world: World) -> None:
    akissi = world.signed_in("akissi")
    form = {"csrf": csrf(akissi.get("/desk/admin/people").text), "name": "Bintou", "role": "administrator"}
    assert akissi.post("/desk/admin/people", data=form).status_code == 422
    with app.app_context():
        given = CliRunner().invoke(
            commands.people, ["add", *["--name", "B", "--programme", "pilote", "--role", "administrator"]]
        )
    assert given.exit_code == 0, given.output


def test_the_command_line_knows_the_roles_and_says_what_each_allows(app: EchoFlask) -> None:
    help_ = " ".join(CliRunner().invoke(commands.people, ["add", "--help"]).output.split())
    assert all(code in help_ for code in ROLES)
    assert "Read what is public" in help_


def test_a_reviewer_here_who_is_a_partner_elsewhere_hears_no_voice_of_there(
    app: EchoFlask, world: World, client: FlaskClient, session: Any
) -> None:
    phone = Tus(client, world.stranger)
    phone.patch(phone.place(VOICE, "audio/ogg"), 0, VOICE)
    phone.names(VOICE, "audio/ogg")
    adjoua, address = world.signed_in(), f"/desk/media/ailleurs/{sha256(VOICE)}/original"

    def joins(role: str) -> None:
        with transaction() as writing:
            writing.add(Membership(person_id=world.adjoua, programme_id="ailleurs", role=role, place_code="XX"))

    joins("partner")
    assert adjoua.get(address).status_code == 404
    joins("reviewer")
    assert adjoua.get(address).status_code == 200


@pytest.mark.both_databases
def test_a_role_more_is_a_row_more_and_may_reach_further_than_its_place(
    world: World, client: FlaskClient, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    everywhere = dict.fromkeys((Permission.REVIEW, Permission.PORTFOLIO, Permission.PHONES), Reach.PROGRAMME)
    words = {"fr": "auditeur", "en": "auditor"}
    row = Role("auditor", words, words, given_in_part=False, permissions=everywhere)
    monkeypatch.setitem(ROLES, "auditor", row)
    entry = need(world.awa)
    world.awa.sync(client, entry)
    with transaction() as writing:
        of_adjoua = Membership.person_id == world.adjoua
        writing.execute(update(Membership).where(of_adjoua).values(role="auditor", place_code="R2"))
    desk = world.signed_in()
    assert entry["id"] in desk.get("/desk/?tab=all").text
    assert list(menu(desk.get("/desk/").text)) == [
        "Relecture", "Portefeuille", "Réponses aux lieux", "Solutions", "RSE", "Bourse", "Apprentissage", "Téléphones",
    ]  # fmt: skip
    assert "Téléphone de Awa" in desk.get("/desk/admin/phones").text
    assert desk.get("/desk/portfolio/").status_code == 200
    assert desk.get("/desk/admin/people").status_code == 403
