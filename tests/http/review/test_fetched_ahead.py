"""While Adjoua reads a record her browser fetches the next one. Nobody has read that yet: nothing is noted of it until
she opens it, and by then it may have changed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app.base.db import db
from feedback_app.review.tables import Case, Reading
from tests.desk_browser import DeskBrowser
from tests.http.audit_log import noted
from tests.http.desk import csrf, need, press
from tests.people import World

pytestmark = pytest.mark.both_databases
AHEAD = {"Echo-Ahead": "1"}
BY_BROWSER = {"Sec-Purpose": "prefetch;prerender"}


@pytest.fixture
def waiting(world: World, client: FlaskClient) -> dict[str, Any]:
    """A need that waits."""
    entry = need(world.awa)
    world.awa.sync(client, entry)
    world.signed_in("akissi").get("/desk/")  # whose page makes a case of it
    return entry


@pytest.fixture
def adjoua(world: World) -> DeskBrowser:
    return world.signed_in()


def at(entry: dict[str, Any]) -> str:
    return f"/desk/records/pilote/{entry['id']}"


def opened(desk: FlaskClient, entry: dict[str, Any], html: str) -> TestResponse:
    """The answer to what the page sends when it is shown."""
    fields = dict(re.findall(r'name="(rev|version)" value="([^"]+)"', html.partition("/reading")[2]))
    return desk.post(f"{at(entry)}/reading", data=fields | {"csrf": csrf(html)})


def readings(world: World) -> int:
    with world.app.app_context():
        return db.session.query(Reading).count()


def claims(world: World) -> list[bool]:
    with world.app.app_context():
        return [one.claimed_by is not None for one in db.session.query(Case)]


@pytest.mark.parametrize("heads", [AHEAD, BY_BROWSER])
def test_a_page_that_is_fetched_ahead_is_read_by_nobody_until_it_is_opened(
    world: World, adjoua: DeskBrowser, waiting: dict[str, Any], heads: dict[str, str]
) -> None:
    page = adjoua.plain_get(at(waiting), headers=heads)
    assert page.status_code == 200 and page.headers["Cache-Control"] == "no-store"
    assert readings(world) == 0 and claims(world) == [False]
    assert opened(adjoua, waiting, page.text).status_code == 204
    assert readings(world) == 1 and claims(world) == [True]


def test_what_another_decided_meanwhile_is_not_taken_for_read_and_is_loaded_again(
    world: World, adjoua: DeskBrowser, waiting: dict[str, Any]
) -> None:
    page = adjoua.plain_get(at(waiting), headers=AHEAD)
    press(world.signed_in("akissi"), waiting, "accept")
    before = readings(world)
    assert opened(adjoua, waiting, page.text).status_code == 409
    assert readings(world) == before


def test_what_another_has_before_them_meanwhile_is_loaded_again(
    world: World, adjoua: DeskBrowser, waiting: dict[str, Any]
) -> None:
    page = adjoua.plain_get(at(waiting), headers=AHEAD)
    world.signed_in("akissi").get(at(waiting))
    assert opened(adjoua, waiting, page.text).status_code == 409
    assert "Akissi vient d’ouvrir cette fiche" in adjoua.get(at(waiting)).text


def test_what_she_herself_opened_is_still_current(adjoua: DeskBrowser, waiting: dict[str, Any]) -> None:
    adjoua.get(at(waiting))
    page = adjoua.plain_get(at(waiting), headers=AHEAD)
    assert opened(adjoua, waiting, page.text).status_code == 204
    assert opened(adjoua, waiting, page.text).status_code == 204


def test_a_sensitive_record_is_not_given_ahead_because_its_opening_is_noted(
    world: World, client: FlaskClient, adjoua: DeskBrowser, waiting: dict[str, Any]
) -> None:
    press(world.signed_in("akissi"), waiting, "reject", reason="sensitive")
    before = len(noted(world.app, "sensitive_viewed"))
    page = adjoua.plain_get(at(waiting), headers=AHEAD)
    assert (page.status_code, page.text) == (204, "")
    assert len(noted(world.app, "sensitive_viewed")) == before
    adjoua.get(at(waiting))
    assert len(noted(world.app, "sensitive_viewed")) > before


def test_nobody_gets_a_record_of_another_area_by_asking_ahead(world: World, waiting: dict[str, Any]) -> None:
    assert world.app.test_client().get(at(waiting), headers=AHEAD).status_code in (302, 303, 401)


def test_a_page_that_is_loaded_as_usual_names_no_version(adjoua: DeskBrowser, waiting: dict[str, Any]) -> None:
    html = adjoua.plain_get(at(waiting)).text
    assert "data-version" not in html and "data-ahead" not in html
