"""What people do with their own accounts is noted: passwords, second factors, accounts at a provider, links, phones."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.enrol.people.actions import new_link
from feedback_app.enrol.second_factor.proof import Kind
from feedback_app.enrol.tables import Person
from feedback_app.ledger.suspension_store import BY_CODE, decline, suspend
from feedback_app.ledger.tables import Record
from tests.build import need_answers
from tests.desk_browser import DeskBrowser
from tests.http.audit_log import begin_anew, details, names, noted
from tests.http.desk import csrf
from tests.http.test_oidc import Somebody, akissi, honest, provider, server
from tests.people import PASSWORD, World
from tests.second_factors import LIST, Browser, Clock, requiring

__all__ = ["akissi", "honest", "provider", "server"]


def since(app: EchoFlask, before: int) -> list[str]:
    return names(app)[before:]


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(clock, "now", made.now)
    return made


@pytest.mark.both_databases
def test_a_second_factor_that_is_set_up_while_signing_in_is_noted_as_its_persons(
    app: EchoFlask, world: World, time: Clock
) -> None:
    begin_anew(app)
    browser = Browser(requiring(app).test_client(), time)
    browser.sets_up()
    assert names(app) == ["factor_added", "recovery_codes_made", "signed_in"]
    assert {one.actor_id for one in noted(app)} == {str(world.coordinator)}


def test_a_right_code_a_wrong_code_and_a_recovery_code_are_noted(app: EchoFlask, world: World, time: Clock) -> None:
    server = requiring(app)
    first = Browser(server.test_client(), time)
    code_app, recovery = first.sets_up()
    time.passes(minutes=5)
    before = len(names(app))
    second = Browser(server.test_client(), time)
    second.signs_in()
    assert second.types("000000").status_code == 401
    assert second.types(code_app.code()).status_code == 303
    third = Browser(server.test_client(), time)
    third.signs_in()
    assert third.recovers(recovery[0]).status_code == 303
    expected = ["factor_refused", "factor_passed", "signed_in", "recovery_code_used", "signed_in"]
    assert since(app, before) == expected
    refused, passed, *_ = noted(app)[before:]
    assert refused.actor_kind == "anyone", "who typed a wrong code may be a stranger who knows the password"
    assert (passed.actor_id, details(passed)) == (str(world.coordinator), {"kind": Kind.TOTP})


def test_a_factor_that_is_removed_and_codes_that_are_renewed_are_noted(
    app: EchoFlask, world: World, time: Clock
) -> None:
    adjoua = Browser(app.test_client(), time, "adjoua")
    adjoua.signs_in()
    code_app, done = adjoua.adds_app()
    assert done.status_code == 200
    before = len(names(app))
    time.passes(minutes=2)
    assert adjoua.confirms("codes", {"otp": code_app.code()}).status_code == 200
    time.passes(minutes=2)
    factor = re.findall(r'name="factor" value="([^"]+)"', adjoua.client.get(LIST).text)[0]
    assert adjoua.confirms("remove", {"otp": code_app.code()}, factor).status_code == 303
    assert since(app, before) == ["factor_passed", "recovery_codes_made", "factor_passed", "factor_removed"]


def test_a_wrong_password_before_a_first_factor_is_noted(app: EchoFlask, world: World, time: Clock) -> None:
    adjoua = Browser(app.test_client(), time, "adjoua")
    adjoua.signs_in()
    before = len(names(app))
    assert adjoua.confirms("totp", {"password": "une autre phrase"}).status_code == 401
    assert since(app, before) == ["confirmation_refused"]


def test_an_account_of_a_provider_is_noted_when_it_is_linked_and_unlinked(akissi: Somebody, server: EchoFlask) -> None:
    before = len(names(server))
    akissi.links()
    form = {"csrf": csrf(akissi.client.get("/desk/linked-account").text), "password": PASSWORD}
    assert akissi.client.post("/desk/linked-account", data=form).status_code == 303
    assert since(server, before) == ["account_linked", "account_unlinked"]


def confirms(browser: DeskBrowser, password: str) -> TestResponse:
    form = {"csrf": csrf(browser.get("/desk/me").text), "password": password}
    return browser.post("/desk/me/confirm", data=form)


def test_a_wrong_password_before_an_important_action_is_noted(app: EchoFlask, world: World) -> None:
    akissi = world.signed_in("akissi")
    before = len(names(app))
    assert confirms(akissi, "une autre phrase").status_code == 401
    assert since(app, before) == ["sign_in_refused", "confirmation_refused"]
    assert noted(app)[-1].actor_id == str(world.coordinator)


def test_a_link_that_is_used_is_noted_as_its_persons(app: EchoFlask, world: World) -> None:
    with app.app_context(), transaction() as session:
        made = new_link(
            session, session.get_one(Person, world.adjoua), by=None, now=clock.now(), public_url="http://localhost"
        )
    before = len(names(app))
    form = {"code": made.link, "new_password": "trois mangues sous la pluie"}
    assert app.test_client().post("/desk/link", data=form).status_code == 200
    assert since(app, before) == ["link_used", "password_changed"]
    assert {one.actor_id for one in noted(app)[before:]} == {str(world.adjoua)}


def test_a_record_that_is_taken_back_by_its_code_is_noted_once(app: EchoFlask, world: World) -> None:
    entry = world.awa.entry(answers=need_answers())
    world.awa.sync(app.test_client(), entry)
    before = len(names(app))
    with app.app_context(), transaction() as session:
        record = db.session.query(Record).one().id
        for _ in range(2):
            suspend(session, "pilote", record, by=BY_CODE, now=clock.now())
        decline(session, "pilote", record, by="Akissi", now=clock.now())
        decline(session, "pilote", record, by="Akissi", now=clock.now())
    assert since(app, before) == ["record_suspended", "suspension_declined"]
