"""A GET is safe: the database refuses to write while one is answered; pages ask for what is written by a POST."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from feedback_app.base.db import WriteInReadOnlyRequest, db, intent, reading_only, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.register.tables import Organisation
from feedback_app.review.tables import Case, Reading
from tests.http.desk import csrf, need, press, status_on_phone
from tests.http.portfolio_people import erase
from tests.people import World

pytestmark = pytest.mark.both_databases


def add_organisation() -> str:
    db.session.add(Organisation(id=f"o-{uuid.uuid4().hex[:8]}", name="Coopérative", kind="70"))
    db.session.flush()
    return "made"


def add_in_a_transaction_of_its_own() -> str:
    with transaction():
        return add_organisation()


def add_with_the_intent_to_write() -> str:
    with intent(write=True):
        db.session.rollback()
        return add_organisation()


def count(app: EchoFlask, table: Any) -> int:
    with app.app_context():
        return int(db.session.scalar(select(func.count()).select_from(table)) or 0)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_view_that_writes_on_a_safe_method_is_refused_by_the_database(
    app: EchoFlask, client: FlaskClient, method: str
) -> None:
    app.add_url_rule("/made-up", view_func=add_organisation, methods=["GET", "OPTIONS", "POST"])
    before = count(app, Organisation)
    assert client.open("/made-up", method=method).status_code == 503
    assert count(app, Organisation) == before
    assert client.post("/made-up").text == "made", "the same view may write when it is a POST"
    assert count(app, Organisation) == before + 1


def test_no_detour_leads_a_get_to_a_transaction_that_writes(app: EchoFlask, client: FlaskClient) -> None:
    app.add_url_rule("/own", view_func=add_in_a_transaction_of_its_own)
    app.add_url_rule("/intent", view_func=add_with_the_intent_to_write)
    before = count(app, Organisation)
    assert (client.get("/own").status_code, client.get("/intent").status_code) == (500, 503)
    with app.app_context(), reading_only(), pytest.raises(WriteInReadOnlyRequest):
        add_in_a_transaction_of_its_own()
    assert count(app, Organisation) == before


def test_opening_a_record_writes_nothing_and_its_page_sends_that_it_was_opened(
    app: EchoFlask, client: FlaskClient, world: World
) -> None:
    entry, desk = need(world.awa), world.signed_in()
    world.awa.sync(client, entry)
    address = f"/desk/records/pilote/{entry['id']}"
    assert desk.plain_get(address).status_code == 404 and desk.plain_get("/desk/").status_code == 200
    assert (count(app, Case), count(app, Reading)) == (0, 0)
    desk.get("/desk/")
    html = desk.plain_get(address).text
    assert (count(app, Case), count(app, Reading)) == (1, 0)
    assert (
        status_on_phone(world.awa, client, entry) is None
        or status_on_phone(world.awa, client, entry)["state"] == "received"
    )
    sent = {"csrf": csrf(html), "rev": "1"}
    assert [desk.post(f"{address}/reading", data=sent).status_code for _ in range(2)] == [204, 204]
    assert count(app, Reading) == 1, "sending it again changes nothing"
    assert status_on_phone(world.awa, client, entry)["state"] == "read"
    assert f"{address}/reading" not in desk.plain_get(address).text, "it is sent once for each revision"


def test_only_who_reviews_the_record_can_note_that_it_was_read_and_only_of_the_revision_shown(
    app: EchoFlask, client: FlaskClient, world: World
) -> None:
    entry, foreign, desk = need(world.awa), need(world.stranger, place="V1"), world.signed_in()
    world.awa.sync(client, entry)
    world.stranger.sync(client, foreign)
    token = csrf(desk.get("/desk/").text)
    address = f"/desk/records/pilote/{entry['id']}/reading"
    assert desk.post(address, data={"rev": "1"}).status_code == 403, "without the token of the session"
    assert desk.post(address, data={"csrf": token, "rev": "7"}).status_code == 204
    assert desk.post(address, data={"csrf": token}).status_code == 204
    for programme in ("ailleurs", "pilote"):
        other = f"/desk/records/{programme}/{foreign['id']}/reading"
        assert desk.post(other, data={"csrf": token, "rev": "1"}).status_code == 404
    assert count(app, Reading) == 0


def test_a_reviewer_whose_browser_runs_no_script_gets_a_button_and_her_decision_says_that_she_read(
    client: FlaskClient, world: World
) -> None:
    entry, desk = need(world.awa), world.signed_in()
    world.awa.sync(client, entry)
    html = desk.plain_get("/desk/?tab=all").text
    assert 'action="/desk/?tab=all"' in html and ">Afficher</button>" in html and entry["id"] not in html
    got = desk.post("/desk/?tab=all", data={"csrf": csrf(html)})
    assert (got.status_code, got.headers["Location"]) == (303, "/desk/?tab=all")
    html = desk.plain_get("/desk/?tab=all").text
    assert entry["id"] in html and "Du nouveau est arrivé" not in html
    form = {"csrf": csrf(html), "action": "accept", "rev_seen": "1", "state_seen": "received"}
    assert desk.post(f"/desk/records/pilote/{entry['id']}/decision", data=form).status_code == 303
    assert [event["state"] for event in status_on_phone(world.awa, client, entry)["events"]] == [
        "received",
        "read",
        "accepted",
    ]


def test_while_ever_more_comes_in_the_page_asks_once_and_then_waits_for_a_touch(
    client: FlaskClient, world: World
) -> None:
    desk = world.signed_in()
    world.awa.sync(client, need(world.awa))
    assert 'hx-trigger="load, submit"' in desk.plain_get("/desk/").text
    answered = desk.plain_get("/desk/", headers={"HX-Trigger": "catch-up"}).text
    assert 'hx-trigger="submit"' in answered


def test_a_record_that_was_erased_a_moment_ago_is_shown_nowhere_before_anything_caught_up(
    client: FlaskClient, world: World
) -> None:
    entry, desk = need(world.awa, "Mariam a trois enfants"), world.signed_in()
    world.awa.sync(client, entry)
    desk.get("/desk/")
    erase(world, uuid.UUID(entry["id"]))
    page = desk.plain_get(f"/desk/records/pilote/{entry['id']}")
    assert page.status_code == 404 and "vient d’arriver" not in page.text
    assert "Mariam" not in desk.plain_get("/desk/?tab=all").text
    assert desk.get(f"/desk/records/pilote/{entry['id']}").status_code == 404


def test_the_portfolio_shows_what_was_accepted_a_moment_ago(client: FlaskClient, world: World) -> None:
    entry, desk = need(world.awa), world.signed_in()
    world.awa.sync(client, entry)
    desk.get("/desk/")
    press(desk, entry, "accept")
    for address in ("/desk/portfolio/", f"/desk/portfolio/pilote/{entry['id']}"):
        assert f'action="{address}"' in desk.plain_get(address).text, "the page says that there is more"
    assert entry["id"] in desk.get("/desk/portfolio/").text
    assert "Du nouveau" not in desk.plain_get("/desk/portfolio/").text
