"""A second factor after the password: who is asked for it, who must have one, codes of an app, recovery codes."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select, update

from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.enrol.second_factor.tables import RecoveryCode, TotpSecret
from feedback_app.enrol.tables import DeskSession, Membership
from feedback_app.register.tables import Programme
from tests.http.desk import csrf
from tests.people import PASSWORD, World
from tests.second_factors import AT, LIST, Browser, Clock, codes_on, server, time

__all__ = ["server", "time"]


@pytest.fixture
def akissi(server: EchoFlask, time: Clock) -> Browser:
    """A coordinator, who must have a second factor."""
    return Browser(server.test_client(), time)


@pytest.fixture
def adjoua(server: EchoFlask, time: Clock) -> Browser:
    """A reviewer, who may have one."""
    return Browser(server.test_client(), time, "adjoua")


def other_browser(one: Browser) -> Browser:
    return Browser(one.client.application.test_client(), one.clock, one.login)


@pytest.mark.both_databases
def test_a_coordinator_in_her_first_days_sets_an_app_up_right_after_her_password(akissi: Browser) -> None:
    page = akissi.signs_in()
    assert page.status_code == 200 and "Protégez votre entrée" in page.text
    assert not akissi.is_in(), "until then she can do nothing else"
    app, codes = akissi.sets_up()
    assert len(set(codes)) == 10 and all(re.fullmatch(r"[A-Z0-9]{5}(-[A-Z0-9]{5}){2}", one) for one in codes)
    assert akissi.is_in()
    onward = akissi.client.post(f"{AT}/onward", data={"next": "/desk/admin/people"})
    assert onward.headers["Location"] == "/desk/admin/people"
    assert app.secret


@pytest.mark.both_databases
def test_the_next_day_she_types_the_code_of_her_app(akissi: Browser) -> None:
    app, _ = akissi.sets_up()
    akissi.clock.passes(hours=20)
    tomorrow = other_browser(akissi)
    page = tomorrow.signs_in(next="/desk/admin/people")
    assert 'autocomplete="one-time-code"' in page.text and not tomorrow.is_in()
    entered = tomorrow.types(app.code(), next="/desk/admin/people")
    assert (entered.status_code, entered.headers["Location"]) == (303, "/desk/admin/people")
    assert tomorrow.is_in()


@pytest.mark.parametrize(("by", "enters"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phone_whose_clock_is_half_a_minute_off_still_gets_her_in(akissi: Browser, by: int, enters: bool) -> None:
    app, _ = akissi.sets_up()
    akissi.clock.passes(hours=1)
    akissi.signs_in()
    code = app.code(by)
    assert akissi.types(f"{code[:3]} {code[3:]}").status_code == (303 if enters else 401)


def test_a_recovery_code_gets_her_in_once_and_she_learns_how_many_are_left(akissi: Browser) -> None:
    _, codes = akissi.sets_up()
    found = other_browser(akissi)
    found.signs_in()
    entered = found.recovers(codes[3].lower().replace("-", " "))
    assert (entered.status_code, entered.headers["Location"]) == (303, LIST)
    assert "Il vous en reste 9 sur 10" in found.client.get(LIST).text
    again = other_browser(akissi)
    again.signs_in()
    assert again.recovers(codes[3]).status_code == 401 and not again.is_in()


def test_renewed_recovery_codes_end_the_earlier_ones(akissi: Browser, server: EchoFlask) -> None:
    app, codes = akissi.sets_up()
    akissi.clock.passes(minutes=5)
    renewed = codes_on(akissi.confirms("codes", {"otp": app.code()}))
    assert len(renewed) == 10 and not set(renewed) & set(codes)
    other = other_browser(akissi)
    other.signs_in()
    assert other.recovers(codes[0]).status_code == 401
    assert other.recovers(renewed[0]).status_code == 303
    with server.app_context():
        stored = db.session.scalars(select(RecoveryCode.code_hash)).all()
    assert not set(renewed) & set(stored) and len(set(stored)) == 20


def test_a_reviewer_may_enter_without_and_is_asked_once_she_has_one(adjoua: Browser) -> None:
    assert adjoua.signs_in().status_code == 303
    assert "mot de passe est seul" in adjoua.client.get(LIST).text
    app, added = adjoua.adds_app()
    assert len(codes_on(added)) == 10
    other = other_browser(adjoua)
    assert other.signs_in().status_code == 200 and not other.is_in()
    adjoua.clock.passes(minutes=1)
    assert other.types(app.code()).status_code == 303


def test_a_reviewer_removes_her_last_one_and_with_it_the_recovery_codes(adjoua: Browser, server: EchoFlask) -> None:
    adjoua.signs_in()
    app, _ = adjoua.adds_app()
    adjoua.clock.passes(minutes=1)
    gone = adjoua.confirms("remove", {"otp": app.code()}, factor=_factor(server))
    assert gone.status_code == 303
    with server.app_context():
        assert db.session.scalars(select(RecoveryCode).where(RecoveryCode.used_at.is_(None))).first() is None
        assert db.session.scalars(select(TotpSecret.sealed)).all() == [""], "the secret is gone, not only marked"
    assert other_browser(adjoua).signs_in().status_code == 303


def test_a_coordinator_cannot_remove_the_last_one(akissi: Browser, server: EchoFlask) -> None:
    app, _ = akissi.sets_up()
    akissi.clock.passes(minutes=1)
    page = akissi.client.get(LIST).text
    assert "C’est la seule" in page and 'value="remove"' not in page
    assert akissi.confirms("remove", {"otp": app.code()}, factor=_factor(server)).status_code == 409
    assert "En place depuis" in akissi.client.get(LIST).text


def _factor(app: EchoFlask) -> str:
    with app.app_context():
        return str(db.session.scalars(select(TotpSecret.id).where(TotpSecret.revoked_at.is_(None))).one())


def test_another_app_takes_the_place_of_the_first(akissi: Browser) -> None:
    old, _ = akissi.sets_up()
    akissi.clock.passes(minutes=1)
    new, added = akissi.adds_app({"otp": old.code()})
    assert added.headers["Location"] == LIST, "the recovery codes are still those of before"
    akissi.clock.passes(minutes=1)
    other = other_browser(akissi)
    other.signs_in()
    assert other.types(old.code()).status_code == 401
    assert other.types(new.code()).status_code == 303


def test_a_wrong_first_code_shows_the_same_square_again(adjoua: Browser) -> None:
    adjoua.signs_in()
    page = adjoua.confirms("totp", {"password": PASSWORD})
    sealed = re.findall(r'name="sealed" value="([^"]+)"', page.text)[0]
    form = {"csrf": csrf(page.text), "sealed": sealed, "otp": "000000"}
    wrong = adjoua.client.post(f"{LIST}/totp", data=form)
    assert wrong.status_code == 422 and sealed in wrong.text and "svg" in wrong.text


def test_the_coordinator_of_a_demonstration_enters_with_her_password(akissi: Browser, server: EchoFlask) -> None:
    demonstrations(server, "pilote", "ailleurs")
    assert akissi.signs_in().status_code == 303


def test_one_real_programme_beside_the_demonstration_asks_its_coordinator_too(
    akissi: Browser, server: EchoFlask
) -> None:
    """Hers opens the backups of the whole installation."""
    demonstrations(server, "pilote")
    assert "Protégez" in akissi.signs_in().text


def demonstrations(app: EchoFlask, *programmes: str) -> None:
    with app.app_context(), transaction() as session:
        session.execute(update(Programme).where(Programme.id.in_(programmes)).values(settings={"demo": True}))


def test_who_becomes_coordinator_while_signed_in_sets_one_up_before_anything_else(
    adjoua: Browser, server: EchoFlask, world: World
) -> None:
    assert adjoua.signs_in().status_code == 303 and adjoua.is_in()
    with server.app_context(), transaction() as session:
        session.add(Membership(person_id=world.adjoua, programme_id="pilote", role="coordinator", place_code="XX"))
    assert not adjoua.is_in()
    assert "Protégez" in adjoua.signs_in().text


def test_a_new_factor_signs_her_other_browsers_out(adjoua: Browser) -> None:
    other = other_browser(adjoua)
    assert other.signs_in().status_code == 303 and adjoua.signs_in().status_code == 303
    adjoua.adds_app()
    assert adjoua.is_in() and not other.is_in()


def test_what_she_wrote_before_her_session_ended_comes_through_both_steps(adjoua: Browser, server: EchoFlask) -> None:
    adjoua.signs_in()
    app, _ = adjoua.adds_app()
    token = csrf(adjoua.client.get("/desk/").text)
    with server.app_context(), transaction() as session:
        session.query(DeskSession).delete()
    form = {"csrf": token, "title": "Un thème de plusieurs mots"}
    heads = {"Origin": "http://localhost"}
    page = adjoua.client.post("/desk/portfolio/pilote/themes", data=form, headers=heads)
    assert page.status_code == 401
    unsent = re.findall(r'name="unsent" value="([^"]+)"', page.text)[0]
    asked = adjoua.signs_in(unsent=unsent)
    assert unsent in asked.text
    adjoua.clock.passes(minutes=1)
    there = adjoua.types(app.code(), unsent=unsent)
    assert "Un thème de plusieurs mots" in there.text and there.status_code == 200


def test_after_choosing_another_language_the_step_is_still_there(akissi: Browser) -> None:
    akissi.sets_up()
    other = other_browser(akissi)
    other.signs_in()
    assert other.client.get(f"{AT}/set-up").headers["Location"] == AT
    assert 'name="otp"' in other.client.get(AT, headers={"Accept-Language": "en"}).text


def test_a_step_that_nobody_waits_at_leads_to_the_sign_in(server: EchoFlask, world: World) -> None:
    client = server.test_client()
    for answer in (client.get(AT), *(client.post(f"{AT}{rest}") for rest in ("", "/set-up", "/totp", "/passkey"))):
        assert answer.status_code == 303 and answer.headers["Location"].startswith("/desk/login")


def test_an_app_shows_the_name_of_the_desk_and_of_the_login(akissi: Browser) -> None:
    akissi.signs_in()
    page = akissi.client.post(f"{AT}/set-up", data={"kind": "totp"})
    assert "svg" in page.text and re.search(r"data-secret>([A-Z2-7]{4} ){7}[A-Z2-7]{4}<", page.text)
