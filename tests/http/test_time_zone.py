"""A programme in Kenya: what concerns it is shown by its clock, and its days begin when they begin there. Files stay in
UTC."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app.base import clock, zones
from feedback_app.base.db import db, transaction
from feedback_app.base.problem import Problem
from feedback_app.register.actions import make_programme, note_setting
from feedback_app.register.tables import Programme
from feedback_app.review import actions
from feedback_app.review.case_change_store import CaseChanges, indexed
from feedback_app.review.store import find_case
from tests.desk_browser import DeskBrowser
from tests.http.audit_log import noted
from tests.http.desk import csrf, need
from tests.people import World

pytestmark = pytest.mark.both_databases
LATE = dt.datetime(2026, 3, 9, 22, 30, tzinfo=dt.UTC)
"""In Kenya it is the tenth already."""


@pytest.fixture
def late(world: World, client: FlaskClient) -> dict[str, Any]:
    """What came in late one evening."""
    entry = need(world.awa)
    world.awa.sync(client, entry)
    with world.app.app_context(), transaction() as session:
        actions.catch_up(session, world.programme)
        case, changes = find_case(session, world.programme, uuid.UUID(entry["id"])), CaseChanges()
        assert case
        before = indexed(case)
        case.received_at = LATE
        changes.add(before, indexed(case))
        changes.write(session, world.programme)
    return entry


@pytest.fixture
def kenya(world: World) -> None:
    with world.app.app_context(), transaction() as session:
        note_setting(session, "pilote", zones.KEY, "Africa/Nairobi")


def found(desk: FlaskClient, day: str) -> int:
    return desk.get(f"/desk/?tab=all&since={day}&until={day}").text.count("data-row")


def test_a_day_of_the_list_is_a_day_there(world: World, late: dict[str, Any], kenya: None) -> None:
    adjoua = world.signed_in()
    assert (found(adjoua, "2026-03-09"), found(adjoua, "2026-03-10")) == (0, 1)


def test_in_abidjan_it_is_the_day_before(world: World, late: dict[str, Any]) -> None:
    adjoua = world.signed_in()
    assert (found(adjoua, "2026-03-09"), found(adjoua, "2026-03-10")) == (1, 0)


def test_hours_at_the_desk_are_those_there_and_say_so(
    world: World, client: FlaskClient, kenya: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATE)
    entry = need(world.awa)
    world.awa.sync(client, entry)
    html = world.signed_in().get(f"/desk/records/pilote/{entry['id']}").text
    assert "10/03/2026 01:30</time> UTC+3" in html and 'datetime="2026-03-09T22:30:00.000Z"' in html
    assert "09/03/2026 22:30" not in html
    audit = world.signed_in("akissi").get("/desk/admin/audit?programme=pilote").text
    assert "10/03/2026 01:30:00 UTC+3" in audit


def test_akissi_changes_the_time_of_the_programme(world: World) -> None:
    akissi: DeskBrowser = world.signed_in("akissi")
    html = akissi.get("/desk/admin/places").text
    assert 'value="Africa/Abidjan"' in html
    form = {"csrf": csrf(html), "programme": "pilote", "time_zone": " Africa/Nairobi "}
    got = akissi.post("/desk/admin/time-zone", data=form)
    html = akissi.get(got.headers["Location"]).text
    assert got.status_code == 303 and "C’est changé." in html and "UTC+3" in html
    assert len(noted(world.app, "time_zone_changed")) == 1


@pytest.mark.parametrize("name", ["", "Africa/Nowhere", "../etc/passwd", "<script>"])
def test_what_is_no_time_zone_is_refused_and_changes_nothing(world: World, name: str) -> None:
    akissi = world.signed_in("akissi")
    form = {"csrf": csrf(akissi.get("/desk/admin/places").text), "programme": "pilote", "time_zone": name}
    got = akissi.post("/desk/admin/time-zone", data=form)
    assert got.status_code == 422 and "Ce fuseau horaire n’existe pas" in got.text
    assert 'value="<script>"' not in got.text
    with world.app.app_context():
        assert zones.KEY not in db.session.get_one(Programme, "pilote").settings


def test_a_description_of_a_programme_names_one_or_is_refused(world: World) -> None:
    with world.app.app_context(), transaction() as session:
        given = {
            "id": "pilote",
            "name": {"fr": "Pilote"},
            "languages": ["fr"],
            "place": "XX",
            "consent": {"version": "1"},
        }
        named = given | {"settings": {zones.KEY: "Africa/Nairobi"}}
        assert make_programme(session, named, clock.now()).settings[zones.KEY] == "Africa/Nairobi"
        with pytest.raises(Problem) as refused:
            make_programme(session, given | {"settings": {zones.KEY: "Mars/Base"}}, clock.now())
        assert refused.value.details["errors"] == {zones.KEY: "unknown"}
