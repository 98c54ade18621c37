"""Somebody who left, somebody who knows a login or a password of another, a coordinator who wants more: accounts end, are
not locked by strangers, and nobody raises their own rights."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.base.ids import hash_token
from feedback_app.base.session_cookie import KNOWN_BROWSERS
from feedback_app.base.write_lock import WriteLockTimeout
from feedback_app.enrol import sign_in as signing_in
from feedback_app.enrol import sign_in_store
from feedback_app.enrol.passwords import hash_password
from feedback_app.enrol.tables import AccountLink, Device, Membership, Person
from tests.http.desk import csrf
from tests.people import PASSWORD, World

STRANGER = {"REMOTE_ADDR": "192.0.2.66"}
CAFE = {"REMOTE_ADDR": "198.51.100.7"}
ANOTHER = "trois mangues sous la pluie"


def sign_in(
    client: FlaskClient, password: str = PASSWORD, login: str = "adjoua", where: dict[str, str] | None = None
) -> TestResponse:
    return client.post("/desk/login", data={"login": login, "password": password}, environ_base=where or {})


def act(client: FlaskClient, address: str, **form: Any) -> TestResponse:
    """Sends a form of the desk as its page does."""
    token = csrf(client.get("/desk/me").text)
    return client.post(address, data={"csrf": token, "programme": "pilote", **form})


def account(person: object, what: str = "") -> str:
    return f"/desk/admin/people/{person}{what}"


def later(monkeypatch: pytest.MonkeyPatch, **by: float) -> None:
    then = clock.now() + dt.timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: then)


@pytest.fixture
def akissi(world: World) -> FlaskClient:
    return world.signed_in("akissi")


# Who left


@pytest.mark.both_databases
def test_adjoua_who_left_loses_her_sessions_her_sign_in_and_her_phone_at_once(
    app: EchoFlask, akissi: FlaskClient, client: FlaskClient, world: World
) -> None:
    with app.app_context(), transaction() as session:
        session.execute(update(Device).where(Device.id == world.awa.device_id).values(person_id=world.adjoua))
    adjoua = world.signed_in()
    assert "Téléphone de Awa" in akissi.get(account(world.adjoua)).text, "the coordinator is asked about her phone"
    assert act(akissi, account(world.adjoua, "/deactivate"), phone=str(world.awa.device_id)).status_code == 303
    assert adjoua.get("/desk/").status_code == 302
    assert sign_in(client).status_code == 401
    assert world.awa.exchange(client).status_code == 403
    assert act(akissi, account(world.adjoua, "/activate")).status_code == 303
    assert adjoua.get("/desk/").status_code == 302, "sessions of before stay ended"
    assert sign_in(client).status_code == 303
    assert world.awa.exchange(client).status_code == 403


def test_a_phone_that_was_not_ticked_goes_on_sending(akissi: FlaskClient, client: FlaskClient, world: World) -> None:
    assert act(akissi, account(world.awa.person_id, "/deactivate")).status_code == 303
    assert world.awa.exchange(client).status_code == 200


def test_whoever_was_deactivated_gets_in_by_no_link(akissi: FlaskClient, client: FlaskClient, world: World) -> None:
    page = act(akissi, account(world.adjoua, "/link")).text
    code = page.split("#link=")[1][:43]
    act(akissi, account(world.adjoua, "/deactivate"))
    assert client.post("/desk/link", data={"code": code, "new_password": ANOTHER}).status_code == 404
    assert act(akissi, account(world.adjoua, "/link")).status_code == 409


def test_a_role_that_was_taken_opens_nothing_with_the_next_request(akissi: FlaskClient, world: World) -> None:
    adjoua = world.signed_in()
    assert adjoua.get("/desk/").status_code == 200
    assert act(akissi, account(world.adjoua, "/roles/take"), role="reviewer").status_code == 303
    assert adjoua.get("/desk/").status_code == 403


# Who knows a password


@pytest.mark.both_databases
def test_a_password_that_leaked_ends_with_all_sessions_that_it_opened_when_she_changes_it(
    client: FlaskClient, world: World
) -> None:
    thief, adjoua = world.signed_in(), world.signed_in()
    form = {"password": PASSWORD, "new_password": ANOTHER}
    assert act(adjoua, "/desk/me/password", **form).status_code == 303
    assert thief.get("/desk/").status_code == 302
    assert adjoua.get("/desk/").status_code == 200
    assert sign_in(client).status_code == 401
    assert sign_in(client, ANOTHER).status_code == 303


def test_somebody_at_her_open_desk_does_not_change_it_without_her_password(client: FlaskClient, world: World) -> None:
    adjoua = world.signed_in()
    assert act(adjoua, "/desk/me/password", password="faux", new_password=ANOTHER).status_code == 401
    assert act(adjoua, "/desk/me/password", new_password=ANOTHER).status_code == 401
    assert sign_in(client).status_code == 303


def test_a_guesser_at_her_open_desk_waits_after_five_guesses(world: World) -> None:
    adjoua = world.signed_in()
    answers = [act(adjoua, "/desk/me/confirm", password=f"faux {n}").status_code for n in range(6)]
    assert answers == [401] * 5 + [429]


def test_a_link_works_once_ends_sessions_and_can_be_withdrawn(
    akissi: FlaskClient, client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    thief = world.signed_in()

    def made() -> str:
        return act(akissi, account(world.adjoua, "/link")).text.split("#link=")[1][:43]

    first, second = made(), made()

    def send(code: str) -> int:
        return client.post("/desk/link", data={"code": code, "new_password": ANOTHER}).status_code

    assert send(first) == 404, "a newer link ends the one before"
    assert thief.get("/desk/").status_code == 200, "nothing has happened yet"
    assert send(second) == 200
    assert thief.get("/desk/").status_code == 302
    assert send(second) == 404
    third = made()
    assert act(akissi, account(world.adjoua, "/link/withdraw")).status_code == 303
    assert send(third) == 404
    fourth = made()
    later(monkeypatch, days=3, seconds=1)
    assert send(fourth) == 404


def test_a_first_password_that_somebody_else_made_opens_nothing_but_the_page_that_changes_it(
    app: EchoFlask, client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context(), transaction() as session:
        until = clock.now() + dt.timedelta(days=7)
        session.execute(update(Person).where(Person.login == "adjoua").values(initial_password_until=until))
    assert sign_in(client).status_code == 303
    for page in ("/desk/", "/desk/me", "/desk/portfolio/"):
        assert client.get(page).headers["Location"] == "/desk/me/password", page
    token = csrf(client.get("/desk/me/password").text)
    assert client.post("/desk/me/sessions/end", data={"csrf": token}).headers["Location"] == "/desk/me/password"
    form = {"csrf": token, "password": PASSWORD, "new_password": PASSWORD}
    assert client.post("/desk/me/password", data=form).status_code == 422, "the same is not another"
    assert client.post("/desk/me/password", data=form | {"new_password": ANOTHER}).status_code == 303
    assert client.get("/desk/").status_code == 200


def test_a_first_password_that_nobody_used_for_a_week_is_over(
    app: EchoFlask, client: FlaskClient, world: World
) -> None:
    with app.app_context(), transaction() as session:
        until = clock.now() - dt.timedelta(seconds=1)
        session.execute(update(Person).where(Person.login == "adjoua").values(initial_password_until=until))
    assert sign_in(client).status_code == 401


# A stranger who knows a login


@pytest.mark.both_databases
def test_a_stranger_who_types_wrong_passwords_all_day_keeps_adjoua_out_of_nothing(
    app: EchoFlask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home, stranger = app.test_client(), app.test_client()
    assert sign_in(at_home).status_code == 303
    for n in range(10):
        sign_in(stranger, f"faux {n}", where=STRANGER)
    assert sign_in(stranger, where=STRANGER).status_code == 429, "who guesses waits, with the right one too"
    assert sign_in(app.test_client(), where=CAFE).status_code == 303, "from elsewhere she is not kept out"
    assert sign_in(at_home, where=STRANGER).status_code == 303, "her browser passes even behind the stranger's address"


def test_a_hundred_addresses_slow_down_new_browsers_and_hers_passes(app: EchoFlask, world: World) -> None:
    at_home = app.test_client()
    sign_in(at_home)
    for n in range(signing_in.STRANGE_TRIES):
        sign_in(app.test_client(), f"faux {n}", where={"REMOTE_ADDR": f"192.0.2.{n}"})
    assert sign_in(app.test_client(), where=CAFE).status_code == 429
    assert sign_in(at_home, where=CAFE).status_code == 303


def test_a_made_up_cookie_or_that_of_somebody_else_passes_nothing(app: EchoFlask, world: World) -> None:
    hers = app.test_client()
    sign_in(hers)
    cookie = hers.get_cookie(KNOWN_BROWSERS, path="/desk")
    assert cookie is not None
    for n in range(6):
        sign_in(app.test_client(), f"faux {n}", "akissi", STRANGER)
    for value in (cookie.value, "a.b", "~~~", "é", "x" * 4000):
        other = app.test_client()
        other.set_cookie(KNOWN_BROWSERS, value, path="/desk")
        assert sign_in(other, PASSWORD, "akissi", STRANGER).status_code == 429, value


def test_who_guesses_from_her_own_browser_waits_too(app: EchoFlask, world: World) -> None:
    hers = app.test_client()
    sign_in(hers)
    answers = [sign_in(hers, f"faux {n}").status_code for n in range(6)]
    assert answers == [401] * 5 + [429]


def test_adjoua_and_her_coordinator_learn_that_somebody_guessed_and_she_is_unlocked(
    app: EchoFlask, akissi: FlaskClient, world: World
) -> None:
    stranger = app.test_client()
    for n in range(6):
        sign_in(stranger, f"faux {n}", where=STRANGER)
    assert "mots de passe faux : 5" in akissi.get("/desk/admin/people").text
    assert "192.0.2.66" in akissi.get(account(world.adjoua)).text
    assert sign_in(app.test_client(), where=STRANGER).status_code == 429
    assert act(akissi, account(world.adjoua, "/unlock")).status_code == 303
    adjoua = app.test_client()
    assert sign_in(adjoua, where=STRANGER).status_code == 303
    assert "essais ratés" in adjoua.get("/desk/home").text
    mine = adjoua.get("/desk/me").text
    assert "avant cette connexion : 5" in mine and "192.0.2.66" in mine
    sign_in(adjoua)
    assert "essais ratés" not in adjoua.get("/desk/home").text, "said once, at the next sign-in"


def test_known_and_unknown_logins_take_the_same_time_and_get_the_same_answers(app: EchoFlask, world: World) -> None:
    with app.app_context(), transaction() as session:
        session.execute(update(Person).where(Person.login == "adjoua").values(password_hash=hash_password(PASSWORD)))
    took: dict[str, list[float]] = {"adjoua": [], "personne": []}
    for n in range(5):
        for login, seconds in took.items():
            begun = time.perf_counter()
            answer = sign_in(app.test_client(), f"faux {n}", login, {"REMOTE_ADDR": f"192.0.2.{n}"})
            seconds.append(time.perf_counter() - begun)
            assert answer.status_code == 401
    known, unknown = (statistics.median(one) for one in took.values())
    assert 0.4 < known / unknown < 2.5
    for login in took:
        for n in range(5):
            sign_in(app.test_client(), f"faux {n}", login, STRANGER)
        assert sign_in(app.test_client(), "x", login, STRANGER).status_code == 429, login


# A coordinator who wants more


def region(app: EchoFlask, world: World) -> FlaskClient:
    """Bintou coordinates the region of V1 alone."""
    with app.app_context(), transaction() as session:
        bintou = Person(name="Bintou", login="bintou", created_at=clock.now())
        bintou.password_hash = session.get_one(Person, world.adjoua).password_hash
        session.add(bintou)
        session.flush()
        session.add(Membership(person_id=bintou.id, programme_id="pilote", role="coordinator", place_code="R1"))
    return world.signed_in("bintou")


CHANGES = ("/link", "/deactivate", "/activate", "/unlock", "/sessions/end", "/link/withdraw")


def test_who_coordinates_a_region_cannot_take_over_who_coordinates_all(app: EchoFlask, world: World) -> None:
    bintou = region(app, world)
    assert {act(bintou, account(world.coordinator, one)).status_code for one in CHANGES} == {404}
    with app.app_context(), transaction() as session:
        session.add(Membership(person_id=world.coordinator, programme_id="pilote", role="reviewer", place_code="V1"))
    assert {act(bintou, account(world.coordinator, one)).status_code for one in CHANGES} == {403}, (
        "a role in her region makes an account of all the programme not hers"
    )
    assert bintou.get(account(world.coordinator)).status_code == 200
    assert act(bintou, account(world.coordinator, "/roles/take"), role="coordinator").status_code == 403
    assert act(bintou, account(world.coordinator, "/roles/take"), role="reviewer").status_code == 303


def test_who_works_for_another_programme_too_is_not_one_coordinators_to_end(
    app: EchoFlask, akissi: FlaskClient, world: World
) -> None:
    with app.app_context(), transaction() as session:
        session.add(Membership(person_id=world.adjoua, programme_id="ailleurs", role="reviewer", place_code="XX"))
    assert {act(akissi, account(world.adjoua, one)).status_code for one in CHANGES} == {403}
    assert act(akissi, account(world.adjoua, "/roles/take"), role="reviewer").status_code == 303, "her role here is"


def test_nobody_raises_their_own_rights_or_ends_their_own_account(
    app: EchoFlask, akissi: FlaskClient, world: World
) -> None:
    for who, person in ((akissi, world.coordinator),):
        assert act(who, account(person, "/roles"), role="protection_officer").status_code == 403
        assert {act(who, account(person, one)).status_code for one in CHANGES} == {403}
    bintou = region(app, world)
    assert act(bintou, account(world.awa.person_id, "/roles"), role="reviewer", place="XX").status_code == 422
    assert act(bintou, account(world.awa.person_id, "/roles"), role="protection_officer").status_code == 422


@pytest.mark.both_databases
def test_the_last_coordinator_of_a_programme_stays_until_there_is_another(
    app: EchoFlask, akissi: FlaskClient, world: World
) -> None:
    taken = act(akissi, account(world.coordinator, "/roles/take"), role="coordinator")
    assert taken.status_code == 409 and "dernière personne" in taken.text
    assert act(akissi, account(world.adjoua, "/roles"), role="coordinator").status_code == 303
    assert act(akissi, account(world.coordinator, "/roles/take"), role="coordinator").status_code == 303
    adjoua = world.signed_in()
    assert adjoua.get("/desk/admin/people").status_code == 200
    assert akissi.get("/desk/admin/people").status_code == 403


# Somebody at a desk that was left open


def test_a_session_that_is_not_used_ends_after_half_an_hour_and_one_that_is_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    adjoua = world.signed_in()
    for _ in range(3):
        later(monkeypatch, minutes=29)
        assert adjoua.get("/desk/home").status_code == 200
    later(monkeypatch, minutes=31)
    assert adjoua.get("/desk/home").status_code == 302


def test_a_form_that_she_wrote_for_longer_than_that_is_there_again_after_she_signs_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    adjoua = world.signed_in()
    form = {"csrf": csrf(adjoua.get("/desk/home").text), "programme": "pilote", "title": "Des pompes à réparer"}
    later(monkeypatch, minutes=45)
    heads = {"Origin": "http://localhost"}
    late = adjoua.post("/desk/portfolio/pilote/themes", data=form, headers=heads)
    assert late.status_code == 401
    unsent = late.text.split('name="unsent" value="')[1].split('"')[0]
    again = adjoua.post("/desk/login", data={"login": "adjoua", "password": PASSWORD, "unsent": unsent})
    assert "Des pompes à réparer" in again.text


def test_a_session_goes_on_where_its_use_cannot_be_noted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    adjoua = world.signed_in()
    later(monkeypatch, minutes=5)

    def busy(*_: object) -> None:
        raise WriteLockTimeout

    monkeypatch.setattr(sign_in_store, "note_use", busy)
    assert adjoua.get("/desk/home").status_code == 200


def test_no_session_lasts_longer_than_twelve_hours_however_much_it_is_used(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    adjoua = world.signed_in()
    answers = []
    for _ in range(30):
        later(monkeypatch, minutes=25)
        answers.append(adjoua.get("/desk/home").status_code)
    assert answers == [200] * 28 + [302] * 2


SENSITIVE = {
    "/desk/admin/codes": {"place": "V1", "role": "surveyor", "person": "Mariam"},
    "/desk/admin/people": {"name": "Bintou", "role": "reviewer"},
}


def sensitive_routes(app: EchoFlask) -> set[str]:
    """The routes that ask for the password again."""
    views = app.view_functions
    return {one.rule for one in app.url_map.iter_rules() if hasattr(views[one.endpoint], "reauthenticates")}


def test_erasure_rights_people_codes_and_keys_ask_for_the_password_again(app: EchoFlask) -> None:
    one = "/desk/admin/people/<uuid:person_id>"
    assert sensitive_routes(app) == {
        "/desk/admin/records/<programme>/<uuid:record_id>/erase", "/desk/admin/codes",
        "/desk/admin/phones/<uuid:device_id>/code", "/desk/admin/people", f"{one}/link", f"{one}/deactivate",
        f"{one}/activate", f"{one}/unlock", f"{one}/roles", f"{one}/roles/take", "/desk/protection/keys",
        "/desk/protection/wraps", "/desk/protection/wraps/own", "/desk/protection/wraps/remove",
    }  # fmt: skip


@pytest.mark.both_databases
@pytest.mark.parametrize("address", SENSITIVE)
def test_at_a_desk_left_open_a_sensitive_act_waits_for_the_password_and_nothing_typed_is_lost(
    app: EchoFlask, akissi: FlaskClient, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    later(monkeypatch, minutes=6)
    asked = act(akissi, address, **SENSITIVE[address])
    assert asked.status_code == 401 and "C’est bien vous" in asked.text
    assert act(akissi, address, **SENSITIVE[address]).status_code == 401, "asked is not answered"
    unsent = asked.text.split('name="unsent" value="')[1].split('"')[0]
    wrong = act(akissi, "/desk/me/confirm", unsent=unsent, password="faux")
    assert wrong.status_code == 401 and unsent in wrong.text
    again = act(akissi, "/desk/me/confirm", unsent=unsent, password=PASSWORD)
    assert again.status_code == 200 and "data-send-now" in again.text
    assert all(f'name="{name}" value="{value}"' in again.text for name, value in SENSITIVE[address].items())
    assert act(akissi, address, **SENSITIVE[address]).status_code == 200
    later(monkeypatch, minutes=6)
    assert act(akissi, address, **SENSITIVE[address]).status_code == 401


def test_what_a_link_carries_is_stored_hashed_and_sent_to_no_server_in_an_address(
    app: EchoFlask, akissi: FlaskClient, client: FlaskClient, world: World
) -> None:
    page = act(akissi, account(world.adjoua, "/link")).text
    code = page.split("/desk/link#link=")[1][:43]
    with app.app_context():
        stored = db.session.scalars(select(AccountLink.token_hash)).one()
    assert stored == hash_token(code)
    assert client.get("/desk/link").status_code == 200, "opening it, as a messenger's preview does, uses nothing up"
    assert client.post("/desk/link", data={"code": code}).status_code == 200
