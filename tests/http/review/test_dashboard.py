"""Akissi's dashboard: what came in and from where, what waits, who decides, what is stuck, each with the list it counts."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections import Counter
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.base.timestamps import start_of_week
from feedback_app.enrol.tables import Device, Membership
from feedback_app.register.tables import Programme
from feedback_app.review import actions
from feedback_app.review.case_change_store import CaseChanges, indexed
from feedback_app.review.case_inflow_store import recount_weeks
from feedback_app.review.store import find_case
from feedback_app.review.tables import Case, CaseInflow
from tests.desk_browser import DeskBrowser
from tests.http.desk import need, press
from tests.people import Phone, World

pytestmark = pytest.mark.both_databases
WEEK = dt.timedelta(days=7)
IN_CONTACT = {"unsent": 0, "media_pending_bytes": 0, "drafts": 0, "free_bytes": 10**9, "persisted": True}


@pytest.fixture
def akissi(world: World) -> DeskBrowser:
    return world.signed_in("akissi")


def arrived(
    world: World, client: FlaskClient, phone: Phone, *, weeks_ago: int = 0, place: str = "V1",
    at: dt.datetime | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A need that came in so many weeks ago, on a Monday, or at a moment."""
    entry = need(phone, place=place)
    phone.sync(client, entry)
    with world.app.app_context(), transaction() as session:
        actions.catch_up(session, world.programme)
        case, changes = find_case(session, world.programme, uuid.UUID(entry["id"])), CaseChanges()
        assert case
        before = indexed(case)
        case.received_at = at or start_of_week(clock.now()) - weeks_ago * WEEK
        changes.add(before, indexed(case))
        changes.write(session, world.programme)
    return entry


def dashboard(akissi: FlaskClient, **asked: str) -> str:
    page = akissi.get("/desk/board", query_string=asked)
    assert page.status_code == 200
    return page.text


def panel(html: str, name: str) -> str:
    """A part of the page, by the id of its heading."""
    found = re.search(rf'<section class="panel[^"]*" aria-labelledby="{name}">(.*?)</section>', html, re.DOTALL)
    return found[1] if found else ""


def rows(part: str) -> dict[str, list[str]]:
    """Of each row of a table the texts of its cells, by its name."""
    found = {}
    for row in part.split("<tr")[2:]:
        cells = [" ".join(unescape(re.sub(r"<[^>]+>", " ", one)).split()) for one in re.split(r"<t[hd]\b[^>]*>", row)]
        found[cells[1]] = cells[2:]
    return found


def stuck(html: str) -> dict[str, str]:
    """What is stuck: its sentence by the words of what to do."""
    found = {}
    for one in panel(html, "stuck").split("<li ")[1:]:
        words = " ".join(unescape(re.sub(r"<[^>]+>", " ", one.split(">", 1)[1])).split())
        do = re.findall(r'<a class="button" href="[^"]+">([^<]+)</a>', one)[0]
        found[do] = words.removesuffix(do).strip()
    return found


def test_a_new_programme_says_what_comes_first(app: EchoFlask, akissi: FlaskClient) -> None:
    with app.app_context(), transaction() as session:
        session.execute(update(Device).values(revoked_at=clock.now()))
    html = dashboard(akissi)
    assert "Rien n’est encore arrivé." in html and 'href="/desk/admin/phones?programme=pilote">Inscrire' in html


def test_what_arrived_is_counted_by_place_form_and_phone_this_round_beside_the_last(
    world: World, client: FlaskClient, akissi: FlaskClient
) -> None:
    for weeks_ago in (0, 1, 4, 4, 5, 6, 7, 8, 8, 9):
        arrived(world, client, world.awa, weeks_ago=weeks_ago)
    arrived(world, client, world.koffi, weeks_ago=2, place="S1")
    html = dashboard(akissi)
    assert rows(panel(html, "places"))["En tout"][1:5] == ["1", "4", "5", "−20 %"]
    assert rows(panel(html, "places"))["Région du Lac"][1:5] == ["1", "4", "5", "−20 %"]
    (form,) = (cells for cells in rows(panel(html, "forms")).values() if cells[2] != "0")
    assert form[1:5] == ["1", "4", "5", "−20 %"]
    phones = {name.split()[0]: cells[1:4] for name, cells in rows(panel(html, "phones")).items()}
    assert phones == {"Awa": ["1", "3", "5"], "Koffi": ["0", "1", "0"]}
    below = dashboard(akissi, place="S1")
    assert {name: cells[1:4] for name, cells in rows(panel(below, "places")).items()} == {
        "En tout": ["1", "4", "5"], "Kongodougou": ["1", "3", "5"],
    }  # fmt: skip


def test_every_figure_leads_to_a_list_of_as_many_records(
    world: World, client: FlaskClient, akissi: FlaskClient
) -> None:
    for weeks_ago in (0, 0, 1, 2, 3, 5, 6):
        arrived(world, client, world.awa, weeks_ago=weeks_ago)
    entry = arrived(world, client, world.koffi, weeks_ago=3, place="V2")
    press(world.signed_in(), entry, "accept")
    arrived(world, client, world.koffi, weeks_ago=7, place="S1")
    for html in (dashboard(akissi), dashboard(akissi, place="S1"), dashboard(akissi, place="V1")):
        figures = re.findall(r'<td class="number[^>]*><a href="(/desk/\?[^"]+)"[^>]*>(\d+)</a>', html)
        assert len(figures) > 8
        for address, n in figures:
            assert akissi.get(unescape(address)).text.count("data-row") == int(n), address


def test_of_each_source_it_is_known_how_much_is_accepted(
    world: World, client: FlaskClient, akissi: FlaskClient
) -> None:
    adjoua, sent = world.signed_in(), [arrived(world, client, world.awa, weeks_ago=n) for n in (0, 1, 2, 3, 9)]
    for entry in sent[:3]:
        press(adjoua, entry, "accept")
    for entry in sent[3:]:
        press(adjoua, entry, "reject", reason="out_of_scope")
    html = dashboard(akissi)
    assert [cells[5] for cells in rows(panel(html, "phones")).values()] == ["75 %"]
    assert rows(panel(html, "places"))["En tout"][5] == "75 %"
    assert "3 acceptées, 1 écartées" in html, "not those of before this round"


def test_the_age_of_what_waits_is_compared_with_the_target_of_the_programme(
    world: World, client: FlaskClient, akissi: FlaskClient
) -> None:
    entry = arrived(world, client, world.awa, weeks_ago=2)
    arrived(world, client, world.awa)
    html = dashboard(akissi)
    waiting = rows(panel(html, "waiting"))
    assert waiting["À relire"][0] == "2" and "en retard" in waiting["À relire"][1]
    assert f"/desk/records/pilote/{entry['id']}" in panel(html, "waiting"), "the oldest can be opened"
    assert waiting["En quarantaine"] == ["0", "–"]
    assert stuck(html)["Décider"] == "1 fiche attend depuis plus de 7 jours"


def test_what_is_stuck_has_its_name_and_what_to_do(
    app: EchoFlask, world: World, client: FlaskClient, akissi: FlaskClient
) -> None:
    wrong = world.awa.entry(answers={"domaine": "eau"})
    world.awa.sync(client, wrong)
    world.awa.exchange(client, wrong | {"body": "{"})
    world.awa.exchange(client, health=IN_CONTACT | {"unsent": 3})
    taken = arrived(world, client, world.koffi, place="V2")
    press(world.signed_in(), taken, "take")
    with app.app_context(), transaction() as session:
        long_ago = clock.now() - dt.timedelta(days=9)
        session.execute(update(Device).values(last_seen_at=long_ago))
        session.execute(update(Case).where(Case.claimed_by.is_not(None)).values(claimed_until=long_ago))
    found = stuck(dashboard(akissi))
    assert found["Voir pourquoi"] == "1 fiche en quarantaine : une réponse ne va pas"
    assert found["Reprendre"] == "1 fiche prise, puis laissée Adjoua (1)"
    assert found["Faire synchroniser"] == "1 téléphone sans nouvelles garde encore 3 fiches Awa"
    assert found["Voir lesquels"].startswith("1 téléphone silencieux depuis 7 jours Koffi")
    for address in re.findall(r'href="([^"]+)"', panel(dashboard(akissi), "stuck")):
        assert akissi.get(unescape(address).partition("#")[0]).status_code == 200, address


def test_where_nothing_is_stuck_it_says_so(world: World, client: FlaskClient, akissi: FlaskClient) -> None:
    arrived(world, client, world.awa)
    press(world.signed_in(), arrived(world, client, world.koffi, place="V2"), "accept")
    html = dashboard(akissi)
    assert stuck(html) == {} and "Rien ne coince." in html


def test_of_each_reviewer_it_is_known_what_they_decided_and_have_in_hand(
    world: World, client: FlaskClient, akissi: FlaskClient
) -> None:
    adjoua, sent = world.signed_in(), [arrived(world, client, world.awa) for _ in range(3)]
    for entry in sent[:2]:
        press(adjoua, entry, "accept")
    press(adjoua, sent[2], "take")
    found = rows(panel(dashboard(akissi), "reviewers"))
    assert found["Adjoua"][:3] == ["2", "0", "1"], "to take a record is no decision"
    assert found["Akissi"][:3] == ["0", "0", "0"]


def test_akissi_of_one_region_sees_its_places_its_phones_and_its_records_alone(
    app: EchoFlask, world: World, client: FlaskClient
) -> None:
    arrived(world, client, world.awa)
    arrived(world, client, world.koffi, place="V2")
    with app.app_context(), transaction() as session:
        mine = Membership.person_id == world.coordinator
        session.execute(update(Membership).where(mine).values(place_code="R2"))
    html = dashboard(world.signed_in("akissi"))
    assert "Awa" not in html and "Koffi" not in html and "Adjoua" not in html
    assert "Rien n’est encore arrivé." in html
    assert "Le Lac" not in dashboard(world.signed_in("akissi"), place="S1")


def test_what_has_come_in_since_is_asked_for_by_the_page_itself(
    world: World, client: FlaskClient, akissi: DeskBrowser
) -> None:
    world.awa.sync(client, need(world.awa))
    assert 'id="catch-up"' in akissi.plain_get("/desk/board").text
    assert rows(panel(dashboard(akissi), "places"))["En tout"][1] == "1"


def test_no_row_of_a_week_stays_behind_when_a_record_goes(world: World, client: FlaskClient) -> None:
    entry = arrived(world, client, world.awa, weeks_ago=3)
    with world.app.app_context(), transaction() as session:
        case, changes = find_case(session, world.programme, uuid.UUID(entry["id"])), CaseChanges()
        assert case
        changes.add(indexed(case), None)
        session.delete(case)
        changes.write(session, world.programme)
    with world.app.app_context():
        left = Counter(row[0] for row in db.session.execute(db.text("select kind from review_inflow")))
    assert left == Counter()


def test_a_record_of_late_sunday_is_of_the_week_that_the_programmes_clocks_show(
    world: World, client: FlaskClient, akissi: DeskBrowser, app: EchoFlask
) -> None:
    """23:30 in UTC is half past two on Monday in Nairobi."""
    sunday = start_of_week(clock.now()) - dt.timedelta(minutes=30)
    arrived(world, client, world.awa, at=sunday)
    assert weeks(app) == {(sunday - dt.timedelta(days=6)).date(): 1}
    with app.app_context(), transaction() as session:
        programme = session.get_one(Programme, "pilote")
        programme.settings = {**programme.settings, "time_zone": "Africa/Nairobi"}
    with app.app_context(), transaction() as session:
        actions.catch_up(session, "pilote", most=0)
    assert weeks(app) == {(sunday - dt.timedelta(days=6)).date(): 1}, "a request counts nothing anew"
    with app.app_context():
        jobs.run("review")
    monday = start_of_week(clock.now()).date()
    assert weeks(app) == {monday: 1}, "what was counted before is counted anew"
    arrived(world, client, world.awa, at=sunday + dt.timedelta(minutes=1))
    assert weeks(app) == {monday: 2}
    with app.app_context(), transaction() as session:
        recount_weeks(session, "pilote")
    assert weeks(app) == {monday: 2}
    assert akissi.get("/desk/board").status_code == 200


def weeks(app: EchoFlask) -> dict[dt.date, int]:
    """How many records are counted in each week."""
    with app.app_context():
        of_form = CaseInflow.kind == "form", CaseInflow.place_path == ""
        found: dict[dt.date, int] = {}
        for week, n in db.session.execute(select(CaseInflow.week, CaseInflow.n).where(*of_form, CaseInflow.n > 0)):
            found[week] = found.get(week, 0) + n
        return found
