"""Adjoua and Akissi review the same queue, and do not read the same record."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.enrol.tables import Membership
from tests.http.desk import again, csrf, need, page, press
from tests.http.review.test_desk_queue import ids
from tests.people import World

pytestmark = pytest.mark.both_databases


def open_page(desk: FlaskClient, entry: dict[str, Any]) -> str:
    """The page of a record, as a browser with scripts opens it."""
    html = page(desk, entry).text
    form = re.search(r'action="([^"]+/reading)".*?name="rev" value="(\d+)"', html, re.DOTALL)
    if form:
        assert desk.post(form[1], data={"csrf": csrf(html), "rev": form[2]}).status_code == 204
    return html


def next_of(html: str) -> str | None:
    found = re.search(r'rel="next"[^>]*href="/desk/records/pilote/([^"?]+)', html)
    return found[1] if found else None


def test_who_opens_a_record_leads_the_others_past_it(client: FlaskClient, world: World) -> None:
    first, second, third = sent = [need(world.awa, f"Besoin {n}") for n in range(3)]
    world.awa.sync(client, *sent)
    adjoua, akissi = world.signed_in(), world.signed_in("akissi")
    open_page(adjoua, second)
    assert next_of(open_page(akissi, first)) == third["id"]
    assert next_of(page(adjoua, first).text) == second["id"]
    assert "Adjoua" in akissi.get("/desk/").text
    assert "Adjoua vient d’ouvrir cette fiche" in page(akissi, second).text


def test_who_decides_at_the_same_moment_is_not_led_to_the_same_record(client: FlaskClient, world: World) -> None:
    first, second, third, fourth = sent = [need(world.awa, f"Besoin {n}") for n in range(4)]
    world.awa.sync(client, *sent)
    adjoua, akissi = world.signed_in(), world.signed_in("akissi")
    # Neither browser has sent yet that it shows the next one.
    assert second["id"] in press(adjoua, first, "accept").headers["Location"].split("?")[0]
    assert third["id"] in press(akissi, fourth, "accept").headers["Location"].split("?")[0]


def test_who_only_opened_it_stops_nobody_from_deciding(client: FlaskClient, world: World) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    open_page(world.signed_in(), entry)
    assert press(world.signed_in("akissi"), entry, "accept").status_code == 303


def test_what_adjoua_took_is_hers_until_somebody_takes_it_over_and_all_see_it(
    client: FlaskClient, world: World
) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    adjoua, akissi = world.signed_in(), world.signed_in("akissi")
    assert press(adjoua, entry, "take").status_code == 303
    html = page(akissi, entry).text
    assert "Adjoua s’occupe de cette fiche" in html and 'value="accept"' not in html and "Je la reprends" in html
    refused = press(akissi, entry, "accept")
    assert refused.status_code == 409 and "Une autre personne s’occupe de cette fiche" in refused.text
    assert press(akissi, entry, "take").status_code == 303
    assert press(adjoua, entry, "accept").status_code == 409
    assert press(akissi, entry, "accept").status_code == 303
    assert page(adjoua, entry).text.count("a pris le dossier") == 2


def test_a_claim_lapses_and_ends_with_a_decision_or_with_other_words(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lapsed, corrected = need(world.awa, "Un"), need(world.awa, "Deux")
    world.awa.sync(client, lapsed, corrected)
    adjoua = world.signed_in()
    for entry in (lapsed, corrected):
        press(adjoua, entry, "take")
    world.awa.sync(client, again(world.awa, corrected, "Deux, en d’autres mots"))
    akissi = world.signed_in("akissi")
    akissi.get("/desk/")
    assert press(akissi, corrected, "accept").status_code == 303
    then = clock.now() + dt.timedelta(hours=9)
    monkeypatch.setattr(clock, "now", lambda: then)
    akissi = world.signed_in("akissi")
    assert press(akissi, lapsed, "accept").status_code == 303


def test_who_opens_what_was_taken_and_has_lapsed_stops_nobody_from_deciding(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    press(world.signed_in(), entry, "take")
    then = clock.now() + dt.timedelta(hours=9)
    monkeypatch.setattr(clock, "now", lambda: then)
    open_page(world.signed_in("akissi"), entry)
    adjoua = world.signed_in()
    assert "Akissi vient d’ouvrir cette fiche" in page(adjoua, entry).text
    assert press(adjoua, entry, "accept").status_code == 303


def test_the_list_is_filtered_by_who_has_a_record(client: FlaskClient, world: World) -> None:
    mine, free, hers = sent = [need(world.awa, f"Besoin {n}") for n in range(3)]
    world.awa.sync(client, *sent)
    adjoua, akissi = world.signed_in(), world.signed_in("akissi")
    press(adjoua, mine, "take")
    open_page(akissi, hers)
    for claimed, wanted in (("free", free), ("mine", mine), ("others", hers)):
        html = adjoua.get(f"/desk/?claimed={claimed}").text
        assert ids(html) == [wanted["id"]], claimed
        assert "Devant qui" in html
    by_name = re.search(r'<option dir="auto" value="([0-9a-f-]{36})">Akissi', adjoua.get("/desk/").text)
    assert by_name and ids(adjoua.get(f"/desk/?claimed={by_name[1]}").text) == [hers["id"]]
    assert "Devant qui" in (shown := adjoua.get(f"/desk/?claimed={by_name[1]}").text) and "Akissi" in shown
    assert ids(adjoua.get(f"/desk/?claimed={world.awa.device_id}").text) == []
    assert ids(adjoua.get("/desk/?claimed=anything").text) == [one["id"] for one in (mine, free, hers)]


@pytest.mark.parametrize("word", ["mine", "free", "others"])
def test_a_word_that_is_looked_for_may_be_a_name_of_that_filter(client: FlaskClient, world: World, word: str) -> None:
    world.awa.sync(client, need(world.awa, f"La {word} d’or"))
    found = world.signed_in().get(f"/desk/?q={word}")
    assert found.status_code == 200 and word in found.text


def test_who_reviews_a_part_learns_nothing_of_who_has_records_elsewhere(client: FlaskClient, world: World) -> None:
    entry = need(world.awa)
    world.awa.sync(client, entry)
    open_page(world.signed_in("akissi"), entry)
    adjoua, akissi = world.signed_in(), '">Akissi</option>'
    assert akissi in adjoua.get("/desk/").text
    with world.app.app_context(), transaction() as session:
        mine = Membership.person_id == world.adjoua, Membership.programme_id == world.programme
        session.execute(update(Membership).where(*mine).values(place_code="R2"))
    assert akissi not in adjoua.get("/desk/").text


def test_a_filter_by_somebody_who_has_nothing_any_longer_stays_chosen(client: FlaskClient, world: World) -> None:
    for who, words in ((world.adjoua, "moi"), (world.awa.device_id, "quelqu’un d’autre")):
        shown = world.signed_in().get(f"/desk/?claimed={who}").text
        assert re.search(rf'<option dir="auto" value="{who}" selected>{words}</option>', shown)
        assert f">{who}<" not in shown and f": {who}" not in shown


def test_a_set_leaves_out_what_somebody_else_has_taken_and_names_it(client: FlaskClient, world: World) -> None:
    hers, free = need(world.awa, "La pompe du marché"), need(world.awa, "Le pont")
    world.awa.sync(client, hers, free)
    adjoua, akissi = world.signed_in(), world.signed_in("akissi")
    press(akissi, hers, "take")
    token = csrf(adjoua.get("/desk/").text)
    made = adjoua.post("/desk/sets", data={"csrf": token}).headers["Location"]
    done = adjoua.post(f"{made}/decision", data={"csrf": token, "action": "accept"}, follow_redirects=True).text
    assert "Laissées de côté (1)" in done and "une autre personne s’en occupe" in done
    assert press(akissi, hers, "accept").status_code == 303
