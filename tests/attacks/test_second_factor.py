"""A thief has Akissi's password, a hijacker her open browser, a neighbour looks over her shoulder, another coordinator
would like her rights, and somebody has a copy of the database: none of them gets past her second factor."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.base.sealing import Sealer
from feedback_app.enrol import store as people_store
from feedback_app.enrol.identity import MembershipIdentity
from feedback_app.enrol.permissions import Area
from feedback_app.enrol.second_factor import actions, recovery, store
from feedback_app.enrol.second_factor.proof import LIMITS, totp_purpose
from feedback_app.enrol.second_factor.public import COOKIE, SECURE_COOKIE
from feedback_app.enrol.second_factor.reset_rule import may_reset
from feedback_app.enrol.second_factor.tables import PendingSignIn, RecoveryCode, TotpSecret
from feedback_app.enrol.tables import Membership, Person
from feedback_app.safe.access_store import access, write
from tests.http.audit_log import noted
from tests.http.desk import csrf
from tests.http.test_permissions import staff_routes
from tests.people import PASSWORD, PASSWORD_HASH, World
from tests.second_factors import AT, LIST, App, Browser, Clock, server, time

__all__ = ["server", "time"]


@pytest.fixture
def akissi(server: EchoFlask, time: Clock) -> Browser:
    """She coordinates the programme."""
    return Browser(server.test_client(), time)


@pytest.fixture
def thief(server: EchoFlask, time: Clock) -> Browser:
    """Somebody elsewhere who knows her password."""
    return Browser(server.test_client(), time)


# A thief with the password


def test_a_thief_with_the_password_alone_opens_no_page_of_the_desk(
    akissi: Browser, thief: Browser, server: EchoFlask
) -> None:
    akissi.sets_up()
    thief.signs_in()
    assert thief.client.get_cookie(COOKIE), "there is a sign-in that waits"
    opened = []
    for name in staff_routes(server):
        method, rule = name.split(" ", 1)
        address = re.sub(r"<(?:\w+:)?\w+>", "018f0000-0000-7000-8000-000000000001", rule)
        answer = thief.client.open(address, method=method)
        if answer.status_code != 401 and "/desk/login" not in answer.headers.get("Location", ""):
            opened.append(name)
    assert opened == []


def test_a_thief_cannot_set_up_a_factor_of_her_own_for_who_has_one(akissi: Browser, thief: Browser) -> None:
    akissi.sets_up()
    thief.signs_in()
    for step in ("set-up", "totp", "passkey"):
        answer = thief.client.post(f"{AT}/{step}", data={"kind": "totp", "otp": "123456", "sealed": "x"})
        assert answer.headers.get("Location", "").startswith("/desk/login"), step
    assert not thief.is_in()


def test_a_thief_who_guesses_codes_is_stopped_after_five(akissi: Browser, thief: Browser) -> None:
    app, codes = akissi.sets_up()
    akissi.clock.passes(minutes=1)
    thief.signs_in()
    wrong = [f"{n:06}" for n in range(20) if f"{n:06}" not in {app.code(by) for by in (-1, 0, 1)}]
    statuses = [thief.types(code).status_code for code in wrong[:7]]
    assert statuses == [401] * LIMITS[0][0] + [429] * 2
    assert thief.types(app.code()).status_code == 429, "nor is the right one looked at"
    assert thief.recovers(codes[0]).status_code == 303, "its owner gets in by another way"


@pytest.mark.parametrize("sent", [{"credential": "{}"}, {"recovery": "ABCD-EFGH"}])
def test_a_thief_who_sends_wrong_proofs_all_day_does_not_fill_the_audit_log(
    akissi: Browser, thief: Browser, server: EchoFlask, sent: dict[str, str]
) -> None:
    akissi.sets_up()
    thief.signs_in()
    for _ in range(LIMITS[-1][0] + 5):
        assert thief.client.post(AT, data=sent).status_code in {401, 429}
    assert len(noted(server, "factor_refused")) == LIMITS[-1][0]


def test_a_thief_who_types_the_same_code_at_every_step_counts_each_time(akissi: Browser, thief: Browser) -> None:
    """Six digits that are wrong now may be right in half a minute."""
    app, _ = akissi.sets_up()
    thief.signs_in()
    statuses = []
    for _ in range(LIMITS[0][0] + 1):
        akissi.clock.passes(seconds=30)
        wrong = next(one for one in ("000000", "111111") if one not in {app.code(by) for by in (-1, 0, 1)})
        statuses.append(thief.types(wrong).status_code)
    assert statuses == [401] * LIMITS[0][0] + [429]


def test_a_patient_thief_has_thirty_guesses_a_day(akissi: Browser, thief: Browser) -> None:
    app, _ = akissi.sets_up()
    tries = 0
    for _ in range(LIMITS[1][0] + 10):
        akissi.clock.passes(minutes=3)
        thief.signs_in()
        wrong = next(one for one in ("000000", "111111") if one not in {app.code(by) for by in (-1, 0, 1)})
        tries += thief.types(wrong).status_code == 401
    assert tries == LIMITS[1][0]


@pytest.mark.both_databases
def test_a_code_that_a_neighbour_saw_is_good_no_second_time(akissi: Browser, thief: Browser) -> None:
    app, _ = akissi.sets_up()
    akissi.clock.passes(minutes=2)
    akissi.signs_in()
    before, seen = app.code(-1), app.code()
    assert akissi.types(seen).status_code == 303
    for code in (seen, before):
        thief.signs_in()
        assert thief.types(code).status_code == 401, "nor one of a step before it"
    assert not thief.is_in()


def test_a_code_taken_while_the_clock_was_years_ahead_does_not_lock_her_out(akissi: Browser) -> None:
    app, _ = akissi.sets_up()
    akissi.clock.passes(days=4000)
    akissi.signs_in()
    assert akissi.types(app.code()).status_code == 303
    akissi.clock.passes(days=-3999)
    akissi.signs_in()
    assert akissi.types(app.code()).status_code == 303


@pytest.mark.both_databases
def test_of_two_who_send_one_recovery_code_or_one_sign_in_at_once_one_gets_in(
    akissi: Browser, server: EchoFlask, world: World
) -> None:
    akissi.sets_up()
    with server.app_context(), transaction() as session:
        code = store.unused_codes(session, world.coordinator)[0]
        assert [store.spend(session, code, clock.now()) for _ in range(2)] == [True, False]
        person = store.person(session, world.coordinator)
        actions.begin(session, person, now=clock.now())
        waiting = session.scalars(select(PendingSignIn.token_hash)).one()
        assert [store.end_pending(session, waiting) for _ in range(2)] == [True, False]
        secret = session.scalars(select(TotpSecret)).one()
        step = secret.last_step + 1
        assert [store.use_step(session, secret, step=step, here=step, now=clock.now()) for _ in range(2)] == [
            True, False,
        ]  # fmt: skip


# A sign-in that waits


def test_a_sign_in_waits_for_ten_minutes_in_the_browser_that_began_it_and_is_used_once(
    akissi: Browser, thief: Browser
) -> None:
    app, _ = akissi.sets_up()
    akissi.clock.passes(minutes=1)
    assert thief.types(app.code()).headers["Location"].startswith("/desk/login"), "this browser waits for nothing"
    other = Browser(akissi.client.application.test_client(), akissi.clock)
    other.signs_in()
    waiting = other.client.get_cookie(COOKIE)
    assert waiting
    assert other.types(app.code()).status_code == 303
    akissi.clock.passes(minutes=1)
    thief.client.set_cookie(COOKIE, waiting.value)
    assert thief.types(app.code()).headers["Location"].startswith("/desk/login")
    other.signs_in()
    akissi.clock.passes(minutes=11)
    assert other.types(app.code()).headers["Location"].startswith("/desk/login")


def test_the_token_of_a_sign_in_that_waits_is_for_this_host_alone_and_stored_as_a_hash(
    akissi: Browser, server: EchoFlask
) -> None:
    plain = akissi.signs_in().headers["Set-Cookie"]
    assert "HttpOnly" in plain and "SameSite=Lax" in plain
    safe = akissi.client.post(
        "/desk/login", data={"login": "akissi", "password": PASSWORD}, base_url="https://localhost"
    ).headers["Set-Cookie"]
    assert safe.startswith(f"{SECURE_COOKIE}=") and "Secure" in safe and "Domain" not in safe
    cookie = akissi.client.get_cookie(COOKIE)
    assert cookie
    with server.app_context():
        assert cookie.value not in db.session.scalars(select(PendingSignIn.token_hash)).all()


@pytest.mark.parametrize("change", [{"password_hash": "another"}, {"active": False}])
def test_a_sign_in_that_waits_ends_with_the_password_that_began_it_and_with_who_leaves(
    akissi: Browser, server: EchoFlask, change: dict[str, object]
) -> None:
    app, _ = akissi.sets_up()
    akissi.clock.passes(minutes=1)
    other = Browser(server.test_client(), akissi.clock)
    other.signs_in()
    with server.app_context(), transaction() as session:
        session.execute(update(Person).where(Person.login == "akissi").values(**change))
    assert other.types(app.code()).headers["Location"].startswith("/desk/login")
    assert not other.is_in()


def test_another_site_sends_no_step_of_a_sign_in(akissi: Browser) -> None:
    akissi.signs_in()
    for step in ("", "/set-up", "/totp", "/passkey", "/onward"):
        answer = akissi.client.post(f"{AT}{step}", headers={"Origin": "https://evil.example"})
        assert answer.status_code == 403, step


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example", "/\\evil.example", "evil"])
def test_no_step_leads_to_another_site(akissi: Browser, address: str) -> None:
    akissi.sets_up()
    assert akissi.client.post(f"{AT}/onward", data={"next": address}).headers["Location"].startswith("/desk/")


# A hijacker of an open session


@pytest.mark.parametrize("act", ["totp", "passkey", "codes", "remove"])
@pytest.mark.parametrize("proof", [{}, {"otp": "000000"}, {"recovery": "AAAAA-AAAAA-AAAAA"}, {"password": PASSWORD}])
def test_a_hijacker_of_her_session_changes_nothing_without_her_factor(
    akissi: Browser, server: EchoFlask, act: str, proof: dict[str, str]
) -> None:
    akissi.sets_up()
    before = _factors(server)
    page = akissi.confirms(act, proof, factor=before[0])
    assert page.status_code == 401
    assert "Montrez que c’est vous" in page.text and "data-secret" not in page.text
    assert _factors(server) == before


def test_a_hijacker_of_a_reviewer_s_session_sets_up_no_first_factor_without_her_password(
    server: EchoFlask, time: Clock
) -> None:
    adjoua = Browser(server.test_client(), time, "adjoua")
    adjoua.signs_in()
    for typed in ({}, {"password": "faux"}, {"otp": "123456"}):
        assert "data-secret" not in adjoua.confirms("totp", typed).text
    for n in range(LIMITS[0][0]):
        adjoua.confirms("totp", {"password": f"faux {n}"})
    assert adjoua.confirms("totp", {"password": PASSWORD}).status_code == 429


def test_a_secret_that_a_thief_was_shown_is_set_up_for_nobody_else(server: EchoFlask, time: Clock) -> None:
    adjoua, yao = (Browser(server.test_client(), time, login) for login in ("adjoua", "yao"))
    yao.signs_in(), adjoua.signs_in()
    sealed = re.findall(r'name="sealed" value="([^"]+)"', yao.confirms("totp", {"password": PASSWORD}).text)[0]
    form = {"csrf": csrf(adjoua.client.get(LIST).text), "sealed": sealed, "otp": "123456"}
    assert adjoua.client.post(f"{LIST}/totp", data=form).headers["Location"] == LIST
    time.passes(minutes=11)
    own = {"csrf": csrf(yao.client.get(LIST).text), "sealed": sealed, "otp": "123456"}
    assert yao.client.post(f"{LIST}/totp", data=own).headers["Location"] == LIST, "and for himself for ten minutes"
    assert _factors(server) == []


def _factors(app: EchoFlask) -> list[str]:
    with app.app_context():
        rows = (*db.session.scalars(select(TotpSecret)), *db.session.scalars(select(RecoveryCode)))
        return [str(one.id) for one in rows]


# Whoever has a copy of the database


def test_a_copy_of_the_database_opens_no_app_and_no_recovery_code(akissi: Browser, server: EchoFlask) -> None:
    app, codes = akissi.sets_up()
    with server.app_context():
        secret = db.session.scalars(select(TotpSecret)).one()
        assert app.secret not in secret.sealed
        assert Sealer("only for tests").open(secret.sealed, totp_purpose(secret.person_id)) == app.secret
        assert Sealer("another server's").open(secret.sealed, totp_purpose(secret.person_id)) is None
        rows = db.session.scalars(select(RecoveryCode)).all()
        assert len({one.salt for one in rows}) == len(rows) == recovery.HOW_MANY
        assert not {one.code_hash for one in rows} & {recovery.hash_code(code, "") for code in codes}


def test_whoever_may_write_the_database_cannot_give_her_an_app_of_somebody_else(
    akissi: Browser, server: EchoFlask, world: World
) -> None:
    akissi.sets_up()
    adjoua = Browser(server.test_client(), akissi.clock, "adjoua")
    adjoua.signs_in()
    app, _ = adjoua.adds_app()
    with server.app_context(), transaction() as session:
        sealed = session.scalars(select(TotpSecret.sealed).where(TotpSecret.person_id == world.adjoua)).one()
        session.execute(update(TotpSecret).where(TotpSecret.person_id == world.coordinator).values(sealed=sealed))
    akissi.clock.passes(minutes=1)
    akissi.signs_in()
    assert akissi.types(app.code()).status_code == 401


@pytest.mark.both_databases
def test_a_backup_from_before_gives_back_no_factor_that_was_removed_and_no_code_that_was_spent(
    akissi: Browser, server: EchoFlask, world: World
) -> None:
    _, codes = akissi.sets_up()
    with server.app_context(), transaction() as session:
        before = access(session)
    other = Browser(server.test_client(), akissi.clock)
    other.signs_in()
    assert other.recovers(codes[0]).status_code == 303
    with server.app_context(), transaction() as session:
        app = store.totp_secret(session, world.coordinator)
        assert app
        actions.remove(session, world.coordinator, app.id, setting="optional", now=clock.now())
        actions.begin(session, store.person(session, world.coordinator), now=clock.now())
        session.flush()
        noted = access(session)
    with server.app_context(), transaction() as session:
        session.query(TotpSecret).delete(), session.query(RecoveryCode).delete()
        write(session, before)
        assert store.count_factors(session, world.coordinator) == 1, "as in the backup"
        write(session, noted)
        assert store.count_factors(session, world.coordinator) == 0
        assert store.unused_codes(session, world.coordinator) == []
        assert session.scalars(select(PendingSignIn)).all() == []


# Others who look after people


def resets(client: FlaskClient, person: object) -> int:
    token = csrf(client.get("/desk/admin/factors").text)
    return client.post(f"/desk/admin/factors/{person}/reset", data={"csrf": token}).status_code


def coordinator(server: EchoFlask, time: Clock, login: str, *, programme: str, place: str) -> tuple[Browser, App]:
    """Another coordinator, with a factor, signed in."""
    with server.app_context(), transaction() as session:
        made = Person(name=login.title(), created_at=clock.now(), login=login, password_hash=PASSWORD_HASH)
        session.add(made)
        session.flush()
        session.add(Membership(person_id=made.id, programme_id=programme, role="coordinator", place_code=place))
    browser = Browser(server.test_client(), time, login)
    return browser, browser.sets_up()[0]


def test_a_coordinator_resets_whoever_lost_theirs_which_ends_their_sessions_and_the_old_factor(
    akissi: Browser, server: EchoFlask, world: World
) -> None:
    adjoua = Browser(server.test_client(), akissi.clock, "adjoua")
    adjoua.signs_in()
    app, _ = adjoua.adds_app()
    waits = Browser(server.test_client(), akissi.clock, "adjoua")
    waits.signs_in()
    akissi.sets_up()
    assert "Adjoua" in akissi.client.get("/desk/admin/factors").text
    assert resets(akissi.client, world.adjoua) == 303
    akissi.clock.passes(minutes=1)
    assert not adjoua.is_in() and waits.types(app.code()).headers["Location"].startswith("/desk/login")
    assert adjoua.signs_in().status_code == 303


def test_nobody_resets_their_own_without_showing_it(akissi: Browser, world: World) -> None:
    akissi.sets_up()
    assert resets(akissi.client, world.coordinator) == 404
    assert akissi.is_in()


@pytest.mark.parametrize(("programme", "place"), [("ailleurs", "XX"), ("pilote", "R1"), ("pilote", "R2")])
def test_a_coordinator_of_another_programme_or_of_a_part_takes_no_factor_off_who_may_more(
    akissi: Browser, server: EchoFlask, world: World, programme: str, place: str
) -> None:
    akissi.sets_up()
    rival, _ = coordinator(server, akissi.clock, "rival", programme=programme, place=place)
    for person in (world.coordinator, world.adjoua):
        assert resets(rival.client, person) == 404
    assert akissi.is_in()


def test_who_has_a_role_elsewhere_too_is_reset_by_nobody_who_looks_after_one_programme(
    akissi: Browser, server: EchoFlask, world: World
) -> None:
    akissi.sets_up()
    with server.app_context(), transaction() as session:
        session.add(Membership(person_id=world.adjoua, programme_id="ailleurs", role="reviewer", place_code="XX"))
    assert resets(akissi.client, world.adjoua) == 404


def test_the_rule_of_who_resets_whom_follows_who_could_have_given_the_roles(server: EchoFlask, world: World) -> None:
    """A protection officer is made only by who looks after the whole programme."""
    with server.app_context(), transaction() as session:
        session.execute(
            update(Membership).where(Membership.person_id == world.adjoua).values(role="protection_officer")
        )
        session.execute(update(Membership).where(Membership.person_id == world.adjoua).values(place_code="V1"))
        (row,) = people_store.memberships(session, world.adjoua)
    member = MembershipIdentity(*row)
    tops = {"pilote": "/XX/"}
    assert may_reset({"pilote": Area("pilote", ("/XX/",))}, [member], tops)
    assert not may_reset({"pilote": Area("pilote", ("/XX/R1/",))}, [member], tops)
    assert may_reset({"pilote": Area("pilote", ("/XX/R1/",))}, [replace(member, role="reviewer")], tops)
    assert not may_reset({"pilote": Area("pilote", ("/XX/R2/",))}, [replace(member, role="reviewer")], tops)
    assert not may_reset({"pilote": Area("pilote", ("/XX/",))}, [], tops)
