"""What people do with their own accounts, and what the command line does with those of others."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from sqlalchemy import select

from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.base.http import EchoFlask
from feedback_app.cli import cli
from feedback_app.enrol.browser_kind import browser_kind
from feedback_app.enrol.demo import make_demo
from feedback_app.enrol.passwords import new_password, password_fault
from feedback_app.enrol.sign_in import known_browser, with_known_browser
from feedback_app.enrol.tables import Person
from tests.http.desk import csrf
from tests.http.test_command_line import data as data
from tests.people import PASSWORD, World

ANDROID = "Mozilla/5.0 (Android 10; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"
ANOTHER = "trois mangues sous la pluie"


def sign_in(app: EchoFlask, agent: str = ANDROID, password: str = PASSWORD) -> FlaskClient:
    client = app.test_client()
    form = {"login": "adjoua", "password": password}
    assert client.post("/desk/login", data=form, headers={"User-Agent": agent}).status_code == 303
    return client


def act(client: FlaskClient, address: str, **form: str) -> int:
    return client.post(address, data={"csrf": csrf(client.get("/desk/me").text), **form}).status_code


# One's own account


def test_adjoua_s_account_leads_to_her_password_and_her_second_factor(app: EchoFlask, world: World) -> None:
    adjoua = sign_in(app)
    page = adjoua.get("/desk/me").text
    for address in ("/desk/me/password", "/desk/second-factor"):
        assert f'href="{address}"' in page
        assert adjoua.get(address).status_code == 200
    assert "/desk/linked-account" not in page, "only where accounts of a provider can be linked"


@pytest.mark.both_databases
def test_adjoua_sees_where_she_is_signed_in_and_ends_one_session_or_all_others(app: EchoFlask, world: World) -> None:
    here, lab, cafe = sign_in(app), sign_in(app, WINDOWS), sign_in(app, WINDOWS)
    page = here.get("/desk/me").text
    assert page.count("Chrome, Windows") >= 2 and "Firefox, Android" in page and "celle-ci" in page
    names = re.findall(r'name="session" value="(\w+)"', page)
    assert len(names) == 2
    assert act(here, "/desk/me/sessions/end", session=names[0]) == 303
    assert sorted(one.get("/desk/home").status_code for one in (lab, cafe)) == [200, 302]
    third = sign_in(app)
    assert act(here, "/desk/me/sessions/end") == 303
    assert [one.get("/desk/home").status_code for one in (here, lab, cafe, third)] == [200, 302, 302, 302]


def test_nobody_ends_the_session_of_another_by_its_name(app: EchoFlask, world: World) -> None:
    akissi, adjoua = world.signed_in("akissi"), sign_in(app)
    sign_in(app)
    (name,) = re.findall(r'name="session" value="(\w+)"', adjoua.get("/desk/me").text)
    act(akissi, "/desk/me/sessions/end", session=name)
    assert name in adjoua.get("/desk/me").text


@pytest.mark.parametrize(
    ("chosen", "fault"),
    [
        ("", "trop court"),
        ("onze signes", "trop court"),
        ("motdepasse2024", "facile à deviner"),
        ("azertyuiop123", "facile à deviner"),
        ("aaaaaaaaaaaaaaaa", "facile à deviner"),
        ("adjoua adjoua", "facile à deviner"),
        ("Cotedivoire2024", "facile à deviner"),
        ("a b c d e" * 300, "trop long"),
        (PASSWORD, "mot de passe de maintenant"),
    ],
)
def test_a_password_that_is_short_or_easily_guessed_is_refused_with_the_reason(
    app: EchoFlask, world: World, chosen: str, fault: str
) -> None:
    adjoua = sign_in(app)
    form = {"csrf": csrf(adjoua.get("/desk/me").text), "password": PASSWORD, "new_password": chosen}
    answer = adjoua.post("/desk/me/password", data=form)
    assert answer.status_code == 422 and fault in answer.text
    assert not chosen or f'value="{chosen}"' not in answer.text


@pytest.mark.parametrize(
    "chosen",
    [
        ANOTHER,
        "un âne bleu très lent",
        "Le vieux pêcheur compte trois pirogues, deux filets troués et une lampe ; personne ne sait pourquoi il chante"
        * 2,
        "漢字仮名交じり文を書く人々",
    ],
)
def test_any_signs_make_a_password_without_rules_of_composition(app: EchoFlask, world: World, chosen: str) -> None:
    assert act(sign_in(app), "/desk/me/password", password=PASSWORD, new_password=chosen) == 303
    sign_in(app, password=chosen)


def test_an_accent_that_another_keyboard_writes_in_two_signs_is_the_same(app: EchoFlask, world: World) -> None:
    act(sign_in(app), "/desk/me/password", password=PASSWORD, new_password="un e\u0301te\u0301 sans pluie")
    sign_in(app, password="un été sans pluie")


def test_generated_passwords_are_never_refused() -> None:
    assert {password_fault(new_password(), ("Adjoua", "adjoua")) for _ in range(20)} == {None}


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        (ANDROID, "Firefox, Android"),
        (WINDOWS, "Chrome, Windows"),
        (WINDOWS + " Edg/126.0", "Edge, Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17.0 Safari/604",
            "Safari, iPhone",
        ),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_as_people_know_it(agent: str, kind: str) -> None:
    assert browser_kind(agent) == kind


def test_several_people_are_known_in_one_browser_the_last_five_at_least() -> None:
    cookie = ""
    for n in range(8):
        cookie = with_known_browser(cookie, f"key {n}", lambda text: f"mac of {text}".replace("\n", " "))
        assert cookie == with_known_browser(cookie, f"key {n}", lambda text: f"mac of {text}".replace("\n", " "))
    known = [known_browser(cookie, f"key {n}", lambda text: f"mac of {text}".replace("\n", " ")) for n in range(8)]
    assert [bool(one) for one in known] == [False] * 3 + [True] * 5
    assert len(cookie) < 1000


# The command line


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--data", str(folder), "people", *words])


def done(folder: Path, *words: str) -> str:
    ran = run(folder, *words)
    assert ran.exit_code == 0, ran.output
    return ran.output


def test_the_command_line_invites_resets_and_shows_the_link_as_a_qr_code(data: Path) -> None:
    new = ("--name", "Bintou", "--login", " Bintou ", "--role", "reviewer", "--programme", "pilote")
    for shown in (done(data, "invite", *new), done(data, "reset", "bintou")):
        assert re.search(r"/desk/link#link=[\w-]{43}\n", shown) and "█" in shown


def test_the_command_line_deactivates_and_says_which_phones_go_on(data: Path) -> None:
    assert "Téléphones qui envoient encore\u00a0: 0" in done(data, "deactivate", "adjoua")
    assert run(data, "reset", "adjoua").exit_code == 1
    done(data, "activate", "adjoua")
    done(data, "reset", "adjoua")
    done(data, "unlock", "adjoua")
    done(data, "sessions", "adjoua")
    assert done(data, "end-sessions", "adjoua").strip() == "0"


def test_the_command_line_gives_and_takes_roles_and_the_last_coordinator_only_when_asked_twice(data: Path) -> None:
    role = ("--role", "coordinator", "--programme", "pilote")
    assert run(data, "revoke", "akissi", *role).exit_code == 1
    assert run(data, "deactivate", "akissi").exit_code == 1
    done(data, "grant", "adjoua", *role)
    done(data, "revoke", "akissi", *role)
    assert run(data, "deactivate", "adjoua").exit_code == 1
    done(data, "deactivate", "adjoua", "--even-last", "--revoke-phones")


def test_a_password_that_the_command_line_prints_must_be_changed_and_that_of_the_demo_not(
    app: EchoFlask, data: Path
) -> None:
    new = ("--name", "Bintou", "--login", "bintou", "--role", "reviewer", "--programme", "pilote")
    assert re.search(r"\b([a-z2-9]{5}-){2}[a-z2-9]{5}\b", done(data, "add", *new))
    with closing(sqlite3.connect(data / "echo.db")) as database:
        (until,) = database.execute("select initial_password_until from person where login = 'bintou'").fetchone()
    assert until is not None
    with app.app_context(), transaction() as session:
        for person in session.scalars(select(Person)):
            person.login = None
        shown = make_demo(session, clock.now())
    assert (
        app.test_client()
        .post("/desk/login", data={"login": shown.login, "password": shown.password})
        .headers["Location"]
        == "/desk/"
    )
