"""Signing in at the desk: permissions, sessions, cookies, lockout, CSRF, open redirects."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from feedback_app.app import create_app
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.base.session_cookie import COOKIE, SECURE_COOKIE
from feedback_app.enrol import actions
from feedback_app.enrol.sign_in import (
    FREE_TRIES,
    MEMORY,
    STRANGE_TRIES,
    Visitor,
    check_password,
    seconds_to_wait,
)
from feedback_app.enrol.tables import DeskSession, Person
from tests.conftest import settings_on
from tests.http.desk import csrf
from tests.people import PASSWORD, World


def sign_in(client: FlaskClient, login: str = "adjoua", password: str = PASSWORD, **more: str) -> TestResponse:
    return client.post("/desk/login", data={"login": login, "password": password, **more})


def test_adjoua_signs_in_and_her_password_is_stored_as_argon2_only(
    app: EchoFlask, client: FlaskClient, world: World
) -> None:
    assert sign_in(client, " Adjoua ").status_code == 303
    assert client.get("/desk/").status_code == 200
    with app.app_context():
        stored = db.session.scalars(select(Person.password_hash).where(Person.login == "adjoua")).one()
    assert stored is not None
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored


def test_the_cookie_is_for_this_site_alone_and_no_script_reads_it(client: FlaskClient, world: World) -> None:
    plain = sign_in(client).headers["Set-Cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Secure" not in plain, "on a laptop without https, one could never sign in"
    behind = client.post(
        "/desk/login", data={"login": "adjoua", "password": PASSWORD}, base_url="https://localhost"
    ).headers["Set-Cookie"]
    assert "Secure" in behind


def test_over_https_a_neighbouring_host_can_set_no_session(client: FlaskClient, world: World) -> None:
    safe = {"base_url": "https://localhost"}
    answer = client.post("/desk/login", data={"login": "adjoua", "password": PASSWORD}, **safe)
    set_by_us = answer.headers["Set-Cookie"]
    assert set_by_us.startswith(f"{SECURE_COOKIE}=")
    assert "Secure" in set_by_us and "Path=/;" in set_by_us and "Domain" not in set_by_us
    assert client.get("/desk/", **safe).status_code == 200
    planted = client.get_cookie(SECURE_COOKIE)
    assert planted is not None
    other = world.app.test_client()
    other.set_cookie(COOKIE, planted.value)
    assert other.get("/desk/", **safe).status_code == 302, "a cookie that anybody beside us may have set"


def test_signing_out_takes_the_session_away_under_each_of_its_names(client: FlaskClient, world: World) -> None:
    safe = {"base_url": "https://localhost"}
    client.post("/desk/login", data={"login": "adjoua", "password": PASSWORD}, **safe)
    out = client.post("/desk/logout", data={"csrf": csrf(client.get("/desk/", **safe).text)}, **safe)
    gone = [one.partition("=")[0] for one in out.headers.getlist("Set-Cookie") if "Max-Age=0" in one]
    assert gone == [SECURE_COOKIE, COOKIE]
    assert client.get("/desk/", **safe).status_code == 302


def test_each_page_has_another_csrf_token_and_each_counts(client: FlaskClient, world: World) -> None:
    sign_in(client)
    tokens = [csrf(client.get("/desk/home").text) for _ in range(2)]
    assert len(set(tokens)) == 2 and tokens[0][:40] != tokens[1][:40]
    for token in tokens:
        assert client.post("/desk/", data={"csrf": token, "programme": "pilote"}).status_code == 303


@pytest.mark.parametrize("forged", ["", "x", "é", "AAAA", "A" * 88, "=" * 88, "a" * 5000])
def test_a_made_up_csrf_token_does_not_count(client: FlaskClient, world: World, forged: str) -> None:
    sign_in(client)
    assert client.post("/desk/", data={"csrf": forged, "programme": "pilote"}).status_code in (403, 409)


def test_a_csrf_token_of_another_session_does_not_count(world: World) -> None:
    one, other = world.signed_in(), world.signed_in()
    form = {"csrf": csrf(one.get("/desk/home").text), "programme": "pilote"}
    assert other.post("/desk/", data=form).status_code in (403, 409)


def test_a_form_of_a_page_without_an_origin_is_refused(client: FlaskClient, world: World) -> None:
    """A sandboxed frame says `null`; an old browser says nothing more."""
    form = {"login": "adjoua", "password": PASSWORD}
    assert client.post("/desk/login", data=form, headers={"Origin": "null"}).status_code == 403
    own = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/desk/login", data=form, headers=own).status_code == 303


def test_no_page_of_the_desk_is_cached_by_a_browser(app: EchoFlask, client: FlaskClient, world: World) -> None:
    akissi = world.signed_in("akissi")
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/desk/") and not rule.arguments]
    pages = [rule.rule for rule in rules if "GET" in (rule.methods or ())]
    assert len(pages) > 10
    for who in (akissi, client):
        for page in [*pages, "/desk/media/pilote/none/original", "/desk/nowhere"]:
            assert who.get(page).headers["Cache-Control"] == "no-store", page


@pytest.mark.parametrize("path", ["/app//x", "//app/x", "/desk", "/app", "/problems"])
def test_an_address_that_is_mended_leads_to_no_host_that_was_made_up(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Host": "evil.example"})
    assert "evil.example" not in answer.headers.get("Location", "")


@pytest.mark.parametrize(("proxies", "safe"), [(1, True), (0, False)])
def test_only_a_proxy_that_is_known_is_believed_about_https(
    world: World, database: str, tmp_path: Path, proxies: int, safe: bool
) -> None:
    app = create_app(replace(settings_on(tmp_path, database), proxies=proxies))
    form = {"login": "adjoua", "password": PASSWORD}
    answer = app.test_client().post("/desk/login", data=form, headers={"X-Forwarded-Proto": "https"})
    assert ("Secure" in answer.headers["Set-Cookie"]) is safe
    with app.app_context():
        db.engine.dispose()


def test_only_the_hash_of_a_session_token_is_stored(app: EchoFlask, client: FlaskClient, world: World) -> None:
    sign_in(client)
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    with app.app_context():
        assert cookie.value not in db.session.scalars(select(DeskSession.token_hash)).all()


@pytest.mark.parametrize(("login", "password"), [("adjoua", "faux"), ("personne", PASSWORD), ("", ""), ("awa", "")])
def test_a_wrong_name_and_a_wrong_password_get_the_same_words(
    client: FlaskClient, world: World, login: str, password: str
) -> None:
    answer = sign_in(client, login, password)
    assert answer.status_code == 401
    alert = re.search(r'role="alert">(.*?)<', answer.text, re.DOTALL)
    assert alert
    assert "mot de passe" in alert[1]
    assert client.get("/desk/").status_code == 302


@pytest.mark.both_databases
def test_after_five_different_wrong_passwords_adjoua_waits_a_minute_and_then_comes_in(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(FREE_TRIES):
        assert sign_in(client, password=f"faux {n}").status_code == 401
    late = sign_in(client)
    assert late.status_code == 429 and 0 < int(late.headers["Retry-After"]) <= 60
    assert "Attendez 1 min" in late.text
    then = clock.now() + dt.timedelta(seconds=61)
    monkeypatch.setattr(clock, "now", lambda: then)
    assert sign_in(client).status_code == 303
    for n in range(FREE_TRIES):
        assert sign_in(client, password=f"faux {n}").status_code == 401, "what was before a good sign-in is over"


def visitor(network: str = "192.0.2.1", known_as: str | None = None) -> Visitor:
    return Visitor("key of adjoua", network, "Firefox", known_as)


def fail(now: dt.datetime, guess: str, who: Visitor | None = None) -> None:
    assert check_password(db.session, "adjoua", "faux", visitor=who or visitor(), guess=guess, now=now) is None


def test_each_further_wrong_password_makes_one_wait_twice_as_long_up_to_an_hour(app: EchoFlask, world: World) -> None:
    now, waits = clock.now(), []
    with app.app_context():
        for n in range(FREE_TRIES + 8):
            fail(now, str(n))
            waits.append(seconds_to_wait(db.session, visitor(), now))
            now += dt.timedelta(seconds=waits[-1])
    assert [one // 60 for one in waits if one] == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_wrong_passwords_count_for_a_day(app: EchoFlask, world: World) -> None:
    now = clock.now()
    with app.app_context():
        for n in range(FREE_TRIES + 8):
            fail(now, str(n))
        assert seconds_to_wait(db.session, visitor(), now) == 3600
        assert seconds_to_wait(db.session, visitor(), now + MEMORY) == 0


def test_a_slip_that_is_repeated_counts_once(app: EchoFlask, world: World) -> None:
    now = clock.now()
    with app.app_context():
        for _ in range(FREE_TRIES * 3):
            fail(now, "the same")
        assert seconds_to_wait(db.session, visitor(), now) == 0


def test_from_many_networks_at_most_a_hundred_passwords_an_hour_are_tried_and_her_own_browser_passes(
    app: EchoFlask, world: World
) -> None:
    now = clock.now()
    with app.app_context():
        for n in range(STRANGE_TRIES):
            assert seconds_to_wait(db.session, visitor(f"192.0.2.{n}"), now) == 0
            fail(now, str(n), visitor(f"192.0.2.{n}"))
        assert seconds_to_wait(db.session, visitor("198.51.100.1"), now) == 3600
        assert seconds_to_wait(db.session, visitor("198.51.100.1", known_as="her browser"), now) == 0
        other = replace(visitor("198.51.100.1"), login_key="key of akissi")
        assert seconds_to_wait(db.session, other, now) == 0


def test_whoever_tries_many_names_from_one_address_is_rate_limited(client: FlaskClient, world: World) -> None:
    for n in range(actions.LOGIN_GUESSES):
        assert sign_in(client, f"quelqu’un {n}").status_code == 401
    late = sign_in(client)
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 0


def test_an_office_behind_one_address_is_not_locked_out_by_one_who_repeats_a_mistake(
    client: FlaskClient, world: World
) -> None:
    for _ in range(actions.LOGIN_GUESSES + 5):
        sign_in(client, "adjuoa")
    assert sign_in(client).status_code == 303


def test_behind_a_proxy_that_passes_on_its_own_host_a_browser_that_vouches_for_the_page_signs_in(
    client: FlaskClient, world: World
) -> None:
    form = {"login": "adjoua", "password": PASSWORD}
    heads = {"Origin": "https://echo.example", "Sec-Fetch-Site": "same-origin"}
    answer = client.post("/desk/login", data=form, headers=heads, base_url="http://127.0.0.1:8000")
    assert answer.status_code == 303
    assert "Secure" in answer.headers["Set-Cookie"], "the browser speaks https, whatever the proxy says"


def test_an_old_browser_behind_such_a_proxy_hears_that_the_server_is_set_up_wrongly(
    client: FlaskClient, world: World
) -> None:
    form = {"login": "adjoua", "password": PASSWORD}
    heads = {"Origin": "https://echo.example", "Accept": "text/html", "Accept-Language": "fr"}
    answer = client.post("/desk/login", data=form, headers=heads, base_url="http://127.0.0.1:8000")
    assert answer.status_code == 403
    assert "mal réglé" in answer.text and "Ce n’est pas vous" in answer.text and "expiré" not in answer.text
    assert "proxy_set_header Host" in answer.text and "127.0.0.1:8000" in answer.text


def test_with_the_public_address_set_an_old_browser_signs_in_too(world: World, database: str, tmp_path: Path) -> None:
    app = create_app(replace(settings_on(tmp_path, database), public_url="https://echo.example"))
    form = {"login": "adjoua", "password": PASSWORD}
    heads = {"Origin": "https://echo.example"}
    answer = app.test_client().post("/desk/login", data=form, headers=heads, base_url="http://127.0.0.1:8000")
    assert answer.status_code == 303 and "Secure" in answer.headers["Set-Cookie"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_a_csrf_form_of_another_site_is_refused_whatever_the_proxy_does(client: FlaskClient, world: World) -> None:
    form = {"login": "adjoua", "password": PASSWORD}
    for heads in (
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
    ):
        assert client.post("/desk/login", data=form, headers=heads).status_code == 403


def test_a_session_ends_after_its_hours_and_when_one_signs_out(
    app: EchoFlask, client: FlaskClient, world: World
) -> None:
    sign_in(client)
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    assert client.post("/desk/logout", data={"csrf": csrf(client.get("/desk/").text)}).status_code == 303
    client.set_cookie(COOKIE, cookie.value)
    assert client.get("/desk/").status_code == 302, "the cookie of a session that was ended opens nothing"
    sign_in(client)
    with app.app_context(), transaction() as session:
        session.execute(update(DeskSession).values(expires_at=clock.now() - dt.timedelta(seconds=1)))
    assert client.get("/desk/").status_code == 302


def test_someone_who_left_is_out_at_once(app: EchoFlask, client: FlaskClient, world: World) -> None:
    sign_in(client)
    with app.app_context(), transaction() as session:
        session.execute(update(Person).where(Person.login == "adjoua").values(active=False))
    assert client.get("/desk/").status_code == 302
    assert sign_in(client).status_code == 401


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/desk/\r\nX: 1",
        "evil",
        "\\\\evil",
    ],
)
def test_no_open_redirect_leads_elsewhere_after_signing_in(client: FlaskClient, world: World, address: str) -> None:
    assert sign_in(client, next=address).headers["Location"] == "/desk/"
    assert client.post("/language", data={"lang": "en", "next": address}).headers["Location"] == "/"


def test_one_comes_back_to_the_page_one_wanted(client: FlaskClient, world: World) -> None:
    away = client.get("/desk/portfolio/?domain=eau")
    assert away.status_code == 302
    form = client.get(away.headers["Location"]).text
    wanted = re.findall(r'name="next" value="([^"]*)"', form)[-1]
    assert sign_in(client, next=wanted).headers["Location"] == "/desk/portfolio/?domain=eau"


OPEN = ("/desk/login", "/desk/logout", "/desk/link")
"""Of these, and of those below them, only another site's requests are refused."""


def posts(app: EchoFlask) -> list[str]:
    """Every address under /desk that takes a form, with something in the place of its variables."""
    return [
        re.sub(r"<[^>]*uuid:[^>]*>", "01a2094b-0866-717c-ad79-4ed22ccf4c5b", re.sub(r"<(?!uuid)[^>]*>", "x", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/desk/") and "POST" in (rule.methods or ()) and not rule.rule.startswith(OPEN)
    ]


def test_no_form_of_the_desk_is_taken_without_its_csrf_token(app: EchoFlask, world: World) -> None:
    for role in ("protection_officer", "partner"):  # some doors are for these alone
        world.give_role(world.coordinator, role)
    akissi = world.signed_in("akissi")
    assert len(posts(app)) > 8
    for address in posts(app):
        for data in ({}, {"csrf": "x"}, {"csrf": "é"}):
            answer = akissi.post(address, data=data)
            assert (answer.status_code, "stale-form" in answer.text) == (403, True), address


def test_the_csrf_token_of_one_s_forms_is_good_for_oneself_alone(world: World) -> None:
    akissi, again = world.signed_in("akissi"), world.signed_in("akissi")
    form = {"name": "Bintou", "role": "surveyor"}
    hers = csrf(akissi.get("/desk/admin/people").text)
    assert again.post("/desk/admin/people", data=form | {"csrf": hers}).status_code == 403
    assert akissi.post("/desk/admin/people", data=form | {"csrf": hers}).status_code == 200


def test_another_site_cannot_sign_adjoua_in_or_out_by_csrf(client: FlaskClient, world: World) -> None:
    form = {"login": "adjoua", "password": PASSWORD}
    assert client.post("/desk/login", data=form, headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/desk/login", data=form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post("/desk/login", data=form, headers={"Origin": "http://localhost"}).status_code == 303
    assert client.post("/desk/logout", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize(("login", "desk", "admin"), [("adjoua", 200, 403), ("akissi", 200, 200), ("yao", 403, 403)])
def test_each_role_sees_what_it_has_permission_for(world: World, login: str, desk: int, admin: int) -> None:
    client = world.signed_in(login)
    assert client.get("/desk/").status_code == desk
    assert {client.get(f"/desk/admin/{page}").status_code for page in ("phones", "places", "people")} == {admin}


@pytest.mark.parametrize("role", ["surveyor", "facilitator", "partner"])
def test_a_login_alone_opens_neither_desk_nor_administration(app: EchoFlask, world: World, role: str) -> None:
    with app.app_context(), transaction() as session:
        made = actions.add_person(
            session, name="Bintou", login="bintou", programme="pilote", role=role, place=None, now=clock.now()
        )
    client = app.test_client()
    assert made.password
    assert sign_in(client, "bintou", made.password).status_code == 303
    for address in ("/desk/", "/desk/portfolio/", "/desk/admin/phones", "/desk/admin/places", "/desk/admin/people"):
        assert client.get(address).status_code == 403, address
    assert client.get("/").status_code == 200


def test_a_phone_s_token_opens_no_desk_and_a_session_opens_no_exchange(client: FlaskClient, world: World) -> None:
    assert client.get("/desk/", headers=world.awa.headers()).status_code == 302
    signed = world.signed_in("akissi")
    answer = signed.post("/api/v1/exchange", json={"nonce": "n", "clock": "", "cursor": None, "entries": []})
    assert answer.status_code == 401
