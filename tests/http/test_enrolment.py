"""A phone joins the pilot: one code, one phone; guessing gets nobody anywhere; a lost phone is shut out."""

from __future__ import annotations

import base64
import datetime as dt
import json
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest
import segno
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from feedback_app.base import audience, clock, ids
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.base.problem import Problem
from feedback_app.enrol import actions, qr
from feedback_app.enrol.commands import enrol as command
from feedback_app.enrol.tables import Attempt, Device, EnrolmentCode, Person
from feedback_app.exchange.admin import MOST_CODES
from feedback_app.register import actions as register
from sync.sealing import posting_token
from tests.http.desk import csrf
from tests.people import PASSWORD_HASH, World
from tests.phone_keys import PhoneKeys

DEVICE = {"name": "Tecno Pop 5", "platform": "Android 10", "app_version": "0.1.0"}


def a_code(app: EchoFlask, **changes: Any) -> actions.NewCode:
    fields: dict[str, Any] = {"programme": "pilote", "place": "V1", "role": "surveyor", "person": "Mariam"} | changes
    with app.app_context(), transaction() as session:
        return actions.new_code(session, now=clock.now(), public_url="http://localhost", **fields)


def enrol_with(client: FlaskClient, code: str, **more: Any) -> TestResponse:
    return client.post("/api/v1/enrol", json={"code": code, "device": DEVICE}, **more)


def test_a_phone_with_keys_of_its_own_is_known_by_them(app: EchoFlask, client: FlaskClient, world: World) -> None:
    own = PhoneKeys()
    keys = {"public_key": own.public, "posting": ids.hash_token(own.posting)}
    sent = {"code": a_code(app).code, "device": DEVICE, "keys": keys}
    mine = client.post("/api/v1/enrol", json=sent).get_json()
    assert mine["keys"] == keys["posting"]
    derived = posting_token(mine["device_id"], ids.hash_token(mine["token"]))
    shown = {"own": f"post.{mine['device_id']}.{own.posting}", "derived": derived, "token": mine["token"]}
    answers = {
        name: client.post("/api/v1/exchange", json={"nonce": "n"}, headers={"Authorization": f"Bearer {token}"})
        for name, token in shown.items()
    }
    assert {name: answer.status_code for name, answer in answers.items()} == {"own": 200, "derived": 401, "token": 200}
    assert "renew" not in answers["token"].get_json()


@pytest.mark.parametrize("odd", [{}, {"public_key": "04", "posting": "a" * 64}, {"public_key": 7, "posting": None}])
def test_odd_keys_do_not_spend_the_code(app: EchoFlask, client: FlaskClient, world: World, odd: Any) -> None:
    code = a_code(app).code
    assert client.post("/api/v1/enrol", json={"code": code, "device": DEVICE, "keys": odd}).status_code in {400, 422}
    assert enrol_with(client, code).status_code == 201


@pytest.mark.both_databases
def test_mariam_s_code_opens_her_phone_and_no_second_one(app: EchoFlask, client: FlaskClient, world: World) -> None:
    code = a_code(app)
    first, second = enrol_with(client, code.code), enrol_with(client, code.code)
    assert (first.status_code, second.status_code) == (201, 404)
    mine = first.get_json()
    assert mine["person"]["name"] == "Mariam"
    assert mine["scope"] == {
        "programme": "pilote", "place": "V1", "place_name": "Kongodougou, Le Lac", "place_path": "/XX/R1/S1/V1/",
        "instruments": None,
    }  # fmt: skip
    asked: dict[str, Any] = {"nonce": "n", "clock": clock.iso(clock.now()), "cursor": None, "entries": []}
    got = client.post("/api/v1/exchange", json=asked, headers={"Authorization": f"Bearer {mine['token']}"})
    assert got.status_code == 200


@pytest.mark.both_databases
def test_of_two_concurrent_phones_with_one_code_exactly_one_is_enrolled(app: EchoFlask, world: World) -> None:
    for _ in range(3):
        code = a_code(app).code
        with ThreadPoolExecutor(4) as many:
            answers = list(many.map(lambda _: enrol_with(app.test_client(), code).status_code, range(4)))  # noqa: B023
        assert sorted(answers) == [201, 404, 404, 404]


@pytest.mark.parametrize(
    "typed", [str.lower, lambda code: code.replace("-", ""), lambda code: f"  {code.replace('-', ' ')} "]
)
def test_a_code_is_known_however_it_was_typed(app: EchoFlask, client: FlaskClient, world: World, typed: Any) -> None:
    assert enrol_with(client, typed(a_code(app).code)).status_code == 201


def test_an_expired_a_used_and_a_made_up_code_get_the_same_answer(
    app: EchoFlask, client: FlaskClient, world: World
) -> None:
    used, old = a_code(app).code, a_code(app).code
    enrol_with(client, used)
    with app.app_context(), transaction() as session:
        expired = update(EnrolmentCode).where(EnrolmentCode.code_hash == ids.hash_token(ids.plain_code(old)))
        session.execute(expired.values(expires_at=clock.now() - dt.timedelta(seconds=1)))
    answers = [enrol_with(client, code) for code in (used, old, "AAAAA-AAAAA")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].get_json()["type"].endswith("/unknown-code")
    assert answers[0].content_type == "application/problem+json"


@pytest.mark.both_databases
def test_who_guesses_is_rate_limited_but_a_neighbour_with_a_right_code_gets_in(
    app: EchoFlask, client: FlaskClient, world: World
) -> None:
    code = a_code(app).code
    for n in range(actions.GUESSES):
        assert enrol_with(client, f"AAAAA-AAA{n:02}").status_code == 404
    late = enrol_with(client, "AAAAA-AAAAX")
    assert late.status_code == 429
    assert 0 < int(late.headers["Retry-After"]) <= actions.GUESS_WINDOW.total_seconds()
    assert enrol_with(client, code).status_code == 201, "one address may be a whole village’s"
    assert enrol_with(client, code).status_code == 429, "what is spent is a guess like any other"
    assert enrol_with(client, "AAAAA-AAAAX", environ_base={"REMOTE_ADDR": "10.9.8.7"}).status_code == 404


@pytest.mark.both_databases
def test_the_same_slip_typed_again_and_again_counts_once_against_the_rate_limit(
    app: EchoFlask, client: FlaskClient, world: World
) -> None:
    for typed in ("AAAAA-AAAAX", "aaaaa aaaax", "AAAAAAAAAX"):
        for _ in range(actions.GUESSES):
            assert enrol_with(client, typed).status_code == 404
    with app.app_context():
        stored = db.session.scalars(select(Attempt.id)).all()
    assert len(stored) == 1


def test_codes_are_too_long_to_be_guessed_at_any_speed() -> None:
    """A thousand live codes, a hundred tries a second, the week that a code lives."""
    assert 1000 * 100 * 7 * 86400 / len(ids.CODE_ALPHABET) ** 10 < 0.001


def test_the_rate_limit_ends_and_one_may_try_again(app: EchoFlask, client: FlaskClient, world: World) -> None:
    for n in range(actions.GUESSES):
        enrol_with(client, f"AAAAA-AAA{n:02}")
    with app.app_context(), transaction() as session:
        session.execute(update(Attempt).values(at=clock.now() - actions.GUESS_WINDOW - dt.timedelta(seconds=1)))
    assert enrol_with(client, a_code(app).code).status_code == 201


def test_the_token_has_256_bits_and_only_its_hash_is_stored(app: EchoFlask, client: FlaskClient, world: World) -> None:
    code = a_code(app).code
    token = enrol_with(client, code).get_json()["token"]
    assert len(token) == 43
    with app.app_context():
        stored = [str(value) for row in db.session.execute(select(Device.__table__)) for value in row]
        stored += [str(value) for row in db.session.execute(select(EnrolmentCode.__table__)) for value in row]
    assert ids.hash_token(token) in stored
    assert token not in stored
    assert not {code, ids.plain_code(code)} & set(stored)


def test_a_revoked_phone_gets_its_own_problem_and_a_stranger_s_token_does_not(
    app: EchoFlask, client: FlaskClient, world: World
) -> None:
    with app.app_context(), transaction() as session:
        actions.revoke(session, world.awa.device_id, clock.now())
    answer = world.awa.exchange(client, world.awa.entry())
    assert (answer.status_code, answer.get_json()["type"].rsplit("/", 1)[1]) == (403, "revoked")
    world.koffi.token = "x" * 43
    assert world.koffi.exchange(client).get_json()["type"].endswith("/not-enrolled")


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"programme": "nulle"}, "programme"),
        ({"place": "nulle"}, "place"),
        ({"role": "coordinator"}, "role"),
        ({"days": 0}, "days"),
        ({"days": 4000}, "days"),
    ],
)
def test_a_code_for_what_does_not_exist_is_refused(
    app: EchoFlask, world: World, changes: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(Problem) as refused:
        a_code(app, **changes)
    assert list(refused.value.details["errors"]) == [wrong]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"code": None, "device": DEVICE},
        {"code": "A" * 41, "device": DEVICE},
        {"code": "AAAAA-AAAAA", "device": {}},
        {"code": "AAAAA-AAAAA", "device": DEVICE | {"name": ""}},
        {"code": "AAAAA-AAAAA", "device": DEVICE | {"name": "x" * 201}},
        {"code": "AAAAA-AAAAA", "device": DEVICE | {"name": "a\x00b"}},
        {"code": "AAAAA-AAAAA", "device": DEVICE | {"platform": 3}},
    ],
)
def test_what_no_phone_would_send_is_refused_and_uses_up_nothing(
    app: EchoFlask, client: FlaskClient, body: Any
) -> None:
    answer = client.post("/api/v1/enrol", json=body)
    assert answer.status_code in {400, 422}
    assert answer.content_type == "application/problem+json"


def programme_of_the_mountain(app: EchoFlask) -> str:
    """A programme whose area is the other region."""
    described = {"id": "mont", "name": {"fr": "Mont"}, "languages": ["fr"], "place": "R2", "consent": {"version": "1"}}
    with app.app_context(), transaction() as session:
        return register.make_programme(session, described, clock.now()).id


def test_no_person_and_no_phone_is_enrolled_outside_the_programme_s_area(app: EchoFlask, world: World) -> None:
    mont = programme_of_the_mountain(app)
    assert a_code(app, programme=mont, place="V3").code
    with pytest.raises(Problem) as refused:
        a_code(app, programme=mont, place="V1")
    assert list(refused.value.details["errors"]) == ["place"]
    bintou: dict[str, Any] = {"name": "Bintou", "login": None, "role": "reviewer", "programme": mont}
    with app.app_context(), transaction() as session:
        assert actions.add_person(session, place="S2", now=clock.now(), **bintou).password is None
        with pytest.raises(Problem) as refused:
            actions.add_person(session, place="S1", now=clock.now(), **bintou)
    assert list(refused.value.details["errors"]) == ["place"]


def test_a_one_time_code_is_in_no_log_and_in_no_url_that_a_server_sees(
    app: EchoFlask, client: FlaskClient, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    made = a_code(app)
    link = urlsplit(made.link)
    assert (link.path, link.query, link.fragment) == ("/app/", "", f"enrol={made.code}")
    with caplog.at_level(logging.DEBUG):
        answer = enrol_with(client, made.code)
        enrol_with(client, made.code)
    secrets = (made.code, ids.plain_code(made.code), answer.get_json()["token"])
    assert not [secret for secret in secrets if secret in caplog.text]
    assert made.code not in str(answer.headers)


def test_codes_and_tokens_never_come_twice(app: EchoFlask, world: World) -> None:
    assert len({ids.new_code() for _ in range(500)}) == 500
    tokens = {ids.new_token() for _ in range(500)}
    assert len(tokens) == 500
    assert {len(base64.urlsafe_b64decode(token + "=")) * 8 for token in tokens} == {256}


def new_code(app: EchoFlask, *words: str) -> str:
    with app.app_context():
        done = CliRunner().invoke(command, ["new", "--programme", "pilote", "--place", "V1", *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_line_makes_a_code_for_programs_and_for_people(
    app: EchoFlask, client: FlaskClient, world: World
) -> None:
    made = json.loads(new_code(app, "--role", "facilitator", "--person", "Mariam", "--json"))
    assert made["link"] == f"http://localhost/app/#enrol={made['code']}", "the fragment never reaches a server's log"
    assert enrol_with(client, made["code"]).get_json()["person"]["role"] == "facilitator"
    shown = new_code(app)
    assert "http://localhost/app/#enrol=" in shown
    assert "█" in shown, "the QR code is in the terminal"


def test_a_lost_phone_is_shut_out_from_the_command_line(app: EchoFlask, client: FlaskClient, world: World) -> None:
    def revoke(device: str) -> tuple[int, str]:
        with app.app_context():
            done = CliRunner().invoke(command, ["revoke", device])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
        return done.exit_code, done.output

    assert revoke(str(world.awa.device_id))[0] == 0
    assert world.awa.exchange(client).get_json()["type"].endswith("/revoked")
    for unknown in (str(world.adjoua), "le téléphone d’Awa"):
        status, output = revoke(unknown)
        assert status != 0
        assert "Traceback" not in output


def test_the_command_line_says_what_is_wrong(app: EchoFlask, world: World) -> None:
    with app.app_context():
        done = CliRunner().invoke(command, ["new", "--programme", "pilote", "--place", "NULLE"])
    assert done.exit_code == 1
    assert "place" in done.output


LINK = "http://localhost/app/#enrol=AAAAA-AAAAA"


def test_the_code_s_picture_is_plain_svg() -> None:
    square = qr.svg(LINK)
    assert "<svg" in square
    assert "script" not in square
    assert square != qr.svg(LINK.replace("AAAAA", "CCCCC"))


def test_the_square_in_the_terminal_is_the_link_s_own() -> None:
    halves = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}
    shown = [list(zip(*(halves[sign] for sign in line[2:]), strict=True)) for line in qr.terminal(LINK)]
    dark = [row for pair in shown for row in pair]
    meant = [tuple(row) for row in segno.make(LINK, error="l").matrix_iter(border=2)]
    assert dark[: len(meant)] == meant


def make_codes(desk: FlaskClient, names: str) -> TestResponse:
    """What Akissi gets for a list of names."""
    form = {"csrf": csrf(desk.get("/desk/").text), "programme": "pilote", "place": "V1", "role": "surveyor"}
    return desk.post("/desk/admin/codes", data=form | {"person": names})


def test_akissi_makes_a_sheet_of_cards_of_which_each_opens_the_phone_of_one_surveyor(
    app: EchoFlask, world: World
) -> None:
    sheet = make_codes(world.signed_in("akissi"), "Mariam\r\n\r\n  Adama \r\n<b>Yao</b>").text
    assert "3 codes sont prêts" in sheet and "Le Lac" in sheet and "<b>Yao" not in sheet
    codes = re.findall(r'<p class="code">([^<]+)</p>', sheet)
    assert len(set(codes)) == 3 == sheet.count("<svg")
    for code in codes:
        assert enrol_with(app.test_client(), code).status_code == 201
    with app.app_context():
        made = set(db.session.scalars(select(Person.name)))
    assert {"Mariam", "Adama", "<b>Yao</b>"} <= made


def test_of_too_many_names_no_code_is_made(app: EchoFlask, world: World) -> None:
    desk = world.signed_in("akissi")
    refused = make_codes(desk, "\n".join(f"Personne {n}" for n in range(MOST_CODES + 1)))
    assert refused.status_code == 422 and f"{MOST_CODES} noms au plus" in refused.text
    assert "Personne 1," not in desk.get("/desk/admin/phones?programme=pilote").text


@pytest.mark.both_databases
def test_a_code_that_somebody_else_has_seen_is_withdrawn_and_opens_no_phone(app: EchoFlask, world: World) -> None:
    code = a_code(app, person="Mariam")
    desk = world.signed_in("akissi")
    page = desk.get("/desk/admin/phones?programme=pilote").text
    assert code.code not in page and ids.hash_token(ids.plain_code(code.code)) not in page
    named = re.findall(r'name="code" value="([0-9a-f]+)"', page)
    for _ in range(2):  # idempotent: she presses twice
        form = {"csrf": csrf(page), "programme": "pilote", "code": named[0]}
        assert desk.post("/desk/admin/codes/withdraw", data=form).status_code == 303
    assert enrol_with(app.test_client(), code.code).status_code == 404
    assert "Mariam" not in desk.get("/desk/admin/phones?programme=pilote").text.partition("Codes en attente")[2]


def test_a_code_of_another_area_is_withdrawn_by_nobody_from_elsewhere(app: EchoFlask, world: World) -> None:
    code, made_up = a_code(app, place="V3"), "0" * 64
    with app.app_context(), transaction() as session:
        named = audience.fingerprint(ids.hash_token(ids.plain_code(code.code)))
        bintou = Person(name="Bintou", created_at=clock.now(), login="bintou", password_hash=PASSWORD_HASH)
        session.add(bintou)
        session.flush()
        actions.join(session, bintou, programme="pilote", role="coordinator", place="R1")
    desk = world.signed_in("bintou")
    page = desk.get("/desk/admin/phones?programme=pilote").text
    assert named not in page
    for one in (named, made_up):
        form = {"csrf": csrf(page), "programme": "pilote", "code": one}
        assert desk.post("/desk/admin/codes/withdraw", data=form).status_code == 303
    assert enrol_with(app.test_client(), code.code).status_code == 201


def test_the_command_line_withdraws_a_code_once(app: EchoFlask, world: World) -> None:
    code = a_code(app)
    typed = code.code.lower()
    with app.app_context():
        assert CliRunner().invoke(command, ["withdraw", typed]).exit_code == 0
        assert CliRunner().invoke(command, ["withdraw", typed]).exit_code != 0
    assert enrol_with(app.test_client(), code.code).status_code == 404
