"""Adjoua writes for a long time, and her session ends meanwhile: what she sent is there again once she has signed in."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from feedback_app.base.db import db
from feedback_app.base.http import EchoFlask
from feedback_app.base.interrupted_form import LARGEST
from feedback_app.base.session_cookie import COOKIE
from feedback_app.review.tables import Decision
from tests.http.desk import csrf, need, page
from tests.http.test_login import posts
from tests.people import PASSWORD, World

SOME_RECORD = "/desk/records/pilote/01a2094b-0866-717c-ad79-4ed22ccf4c5b"
OURS = {"Origin": "http://localhost"}
ASKS = {"action": "ask", "rev_seen": "1", "state_seen": "received", "reason": "unclear"}
WORDS = "Merci Awa. De quelle pompe parlez-vous ?\nIl y en a deux à Kongodougou."


def asked(desk: FlaskClient, world: World, *, signs_out: bool = True) -> tuple[dict[str, Any], TestResponse]:
    """Adjoua asks back about a need, from its page; her session is gone."""
    entry = need(world.awa)
    world.awa.sync(desk.application.test_client(), entry)
    token = csrf(page(desk, entry).text)
    if signs_out:
        desk.delete_cookie(COOKIE)
    address = f"/desk/records/pilote/{entry['id']}"
    headers = OURS | {"Referer": f"http://localhost{address}?tab=open"}
    return entry, desk.post(f"{address}/decision", data=ASKS | {"csrf": token, "message": WORDS}, headers=headers)


def fields(text: str) -> dict[str, str]:
    """What a page's forms would send, by name."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text)
    written = re.findall(r'<textarea dir="auto" name="([^"]+)">(.*?)</textarea>', text, re.DOTALL)
    return {name: html.unescape(value) for name, value in [*hidden, *written]}


def sign_in(desk: FlaskClient, text: str, password: str = PASSWORD) -> TestResponse:
    return desk.post("/desk/login", data=fields(text) | {"login": "adjoua", "password": password})


def decisions(app: EchoFlask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Decision)) or 0


def test_a_message_that_was_sent_after_the_session_expired_is_there_after_signing_in(
    app: EchoFlask, world: World
) -> None:
    desk = world.signed_in()
    entry, refused = asked(desk, world)
    assert refused.status_code == 401 and "rien n’est parti" in refused.text
    again = sign_in(desk, refused.text)
    assert again.status_code == 200 and decisions(app) == 0, "it is shown, not sent unseen"
    assert fields(again.text)["message"].replace("\r\n", "\n") == WORDS
    assert f'href="/desk/records/pilote/{entry["id"]}?tab=open"' in again.text, "the way back to the record"
    action = re.findall(r'<form class="stack" method="post" action="([^"]+)"', again.text)[0]
    assert desk.post(html.unescape(action), data=fields(again.text)).status_code == 303
    assert decisions(app) == 1


def test_a_mistyped_password_does_not_lose_it(world: World) -> None:
    desk = world.signed_in()
    _, refused = asked(desk, world)
    wrong = sign_in(desk, refused.text, "faux")
    assert wrong.status_code == 401
    assert WORDS.splitlines()[0] in sign_in(desk, wrong.text).text


def test_a_form_of_the_session_before_is_saved_too(app: EchoFlask, world: World) -> None:
    """She signed out and in again in another window."""
    desk = world.signed_in()
    entry = need(world.awa)
    world.awa.sync(app.test_client(), entry)
    old = csrf(page(desk, entry).text)
    desk.post("/desk/login", data={"login": "adjoua", "password": PASSWORD})
    form = ASKS | {"csrf": old, "message": WORDS}
    stale = desk.post(f"/desk/records/pilote/{entry['id']}/decision", data=form, headers=OURS)
    assert stale.status_code == 409 and decisions(app) == 0
    assert fields(stale.text)["message"].replace("\r\n", "\n") == WORDS
    action = re.findall(r'<form class="stack" method="post" action="([^"]+)"', stale.text)[0]
    assert desk.post(html.unescape(action), data=fields(stale.text)).status_code == 303


def test_every_form_of_the_desk_is_saved_for_after_signing_in(app: EchoFlask, world: World) -> None:
    assert len(posts(app)) > 8
    for address in posts(app):
        form = {"title": "Une pompe à réparer", "csrf": "x"}
        refused = app.test_client().post(address, data=form, headers=OURS)
        assert refused.status_code == 401, address
        assert "Une pompe à réparer" in sign_in(app.test_client(), refused.text).text, address


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
        {},
    ],
)
def test_what_another_site_may_have_sent_is_put_before_nobody(world: World, headers: dict[str, str]) -> None:
    form = {"message": "Cliquez ici", "action": "accept"}
    for client in (world.app.test_client(), world.signed_in()):
        answer = client.post(f"{SOME_RECORD}/decision", data=form, headers=headers)
        assert answer.status_code in (401, 403, 404) and "Cliquez ici" not in answer.text
        assert 'name="unsent"' not in answer.text


def test_nobody_puts_words_into_the_sign_in(world: World) -> None:
    desk = world.app.test_client()
    form = {"login": "adjoua", "password": PASSWORD, "unsent": "eyJhY3Rpb24iOiIvZGVzay8ifQ.c2lnbmVk"}
    assert desk.post("/desk/login", data=form).headers["Location"] == "/desk/"


def test_tokens_and_passwords_do_not_travel_and_a_file_must_be_chosen_again(world: World) -> None:
    form = {"csrf": "secret-token", "password": "secret", "file": (io.BytesIO(b"code,name\n"), "lieux.csv")}
    refused = world.app.test_client().post("/desk/admin/places", data=form, headers=OURS)
    assert refused.status_code == 401
    shown = sign_in(world.app.test_client(), refused.text).text
    assert "choisissez-le de nouveau" in shown and "secret" not in shown


def test_a_form_beyond_the_size_limit_is_not_carried(world: World) -> None:
    form = {"message": "a" * (LARGEST + 1)}
    refused = world.app.test_client().post(f"{SOME_RECORD}/decision", data=form, headers=OURS)
    assert refused.status_code == 401 and 'name="unsent"' not in refused.text


def test_a_script_gets_the_sign_in_with_the_form_too(world: World) -> None:
    headers = OURS | {"HX-Request": "true", "HX-Current-URL": f"http://localhost{SOME_RECORD}?tab=all"}
    answer = world.app.test_client().post(f"{SOME_RECORD}/decision", data={"message": WORDS}, headers=headers)
    assert answer.status_code == 401 and answer.headers["HX-Push-Url"] == "false"
    assert "HX-Redirect" not in answer.headers and 'name="unsent"' in answer.text
