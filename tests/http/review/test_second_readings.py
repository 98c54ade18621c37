"""What Adjoua decided, Akissi reads a second time without knowing it; where the two differ the team looks together."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.register.tables import Programme
from feedback_app.review.second_readings import actions
from feedback_app.review.tables import Case, SecondReading
from tests.desk_actions import ACCEPT, ASK, REJECT, TAKE
from tests.http.audit_log import noted
from tests.http.desk import csrf
from tests.http.portfolio_people import decide, say
from tests.http.review.test_sets_of_cases import decided, send
from tests.people import World

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def every_decision(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """All decisions are read twice, and the clock is trusted."""
    monkeypatch.setattr(actions, "is_chosen", lambda *_: True)
    monkeypatch.setattr(jobs, "note_clock", lambda *_: True)


def later(world: World, monkeypatch: pytest.MonkeyPatch, minutes: int = 20) -> None:
    then = clock.now() + dt.timedelta(minutes=minutes)
    monkeypatch.setattr(clock, "now", lambda: then)
    with world.app.app_context():
        jobs.run("sets")
        jobs.run("second-readings")


def answer(desk: FlaskClient, **fields: str) -> TestResponse:
    html = desk.get("/desk/second").text
    found = re.search(r'action="(/desk/second/[^"]+)"', html)
    return desk.post(found[1] if found else "/desk/second", data=fields | {"csrf": csrf(html)})


def readings(world: World) -> list[tuple[str, str | None]]:
    with world.app.app_context():
        return [(one.first_after, one.after) for one in db.session.query(SecondReading)]


def marks(world: World) -> list[str | None]:
    with world.app.app_context():
        return [one.marks for one in db.session.query(Case)]


def test_it_waits_for_somebody_else_and_shows_no_decision(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = say(client, world.awa)
    decide(world, record, REJECT, reason="duplicate")
    later(world, monkeypatch)
    assert "à lire une seconde fois" not in world.signed_in().get("/desk/").text
    akissi = world.signed_in("akissi")
    assert "Une fiche est à lire une seconde fois" in akissi.get("/desk/").text
    html = akissi.get("/desk/second").text
    assert "Réponses" in html and "Adjoua" not in html and "Écarté" not in html


def test_the_same_answer_is_saved_and_changes_nothing(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = say(client, world.awa)
    decide(world, record)
    later(world, monkeypatch)
    akissi = world.signed_in("akissi")
    got = answer(akissi, action="accept")
    assert got.status_code == 303 and "Vous êtes du même avis" in akissi.get(got.location).text
    assert readings(world) == [("accepted", "accepted")] and marks(world) == [""]
    assert len(noted(world.app, "second_reading")) == 1
    assert "Rien à lire une seconde fois" in akissi.get("/desk/second").text


def test_another_answer_flags_the_record_for_the_team_and_leaves_the_decision(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = say(client, world.awa)
    decide(world, record)
    later(world, monkeypatch)
    akissi = world.signed_in("akissi")
    got = answer(akissi, **{"action": "reject", "reason-reject": "duplicate"})
    assert "signalée pour l’équipe" in akissi.get(got.location).text
    html = world.signed_in().get(f"/desk/records/pilote/{record}").text
    assert "Deux lectures, deux avis" in html and marks(world) == ["!any! !by_hand!"]
    with world.app.app_context():
        assert [one.state for one in db.session.query(Case)] == ["accepted"]


@pytest.mark.parametrize("fields", [{}, {"action": "reject"}, {"action": "take"}, {"action": "made-up"}])
def test_what_is_no_answer_is_refused_and_nothing_is_saved(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, fields: dict[str, str]
) -> None:
    decide(world, say(client, world.awa))
    later(world, monkeypatch)
    assert answer(world.signed_in("akissi"), **fields).status_code == 422
    assert readings(world) == [("accepted", None)]


def test_whoever_decided_cannot_be_the_second_reader(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(world, say(client, world.awa))
    later(world, monkeypatch)
    with world.app.app_context():
        (one,) = db.session.query(SecondReading)
        address = f"/desk/second/{one.decision_id}"
    desk = world.signed_in()
    got = desk.post(address, data={"action": "accept", "csrf": csrf(desk.get("/desk/second").text)})
    assert got.status_code == 409 and readings(world) == [("accepted", None)]


def test_what_changed_since_is_not_read_a_second_time(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = say(client, world.awa)
    decide(world, record)
    later(world, monkeypatch)
    world.awa.sync(client, world.awa.entry(id=str(record), rev=2))
    akissi = world.signed_in("akissi")
    akissi.get("/desk/")
    assert "Rien à lire une seconde fois" in akissi.get("/desk/second").text


def test_what_was_undone_or_only_taken_is_never_chosen(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(client, world.awa)
    desk = world.signed_in()
    send(desk, f"{decided(desk, action='accept')}/undo")
    decide(world, say(client, world.awa), TAKE)
    later(world, monkeypatch)
    assert readings(world) == []


def test_each_decision_is_chosen_once(world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    decide(world, say(client, world.awa), ASK, reason="unclear", message="Quel puits ?")
    for _ in range(3):
        later(world, monkeypatch)
    assert readings(world) == [("needs_correction", None)]


def test_a_programme_that_wants_none_has_none(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(jobs, "note_clock", lambda *_: True)
    with world.app.app_context(), transaction() as session:
        programme = session.get(Programme, world.programme)
        assert programme
        programme.settings = {**(programme.settings or {}), "second_readings": 0}
    for _ in range(5):
        decide(world, say(client, world.awa), ACCEPT)
    later(world, monkeypatch)
    assert readings(world) == []


def test_nobody_of_another_programme_reads_it(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(world, say(client, world.awa))
    later(world, monkeypatch)
    yao = world.signed_in("yao")
    assert yao.get("/desk/second").status_code == 403
    address = f"/desk/second/{uuid.UUID(int=3)}"
    akissi = world.signed_in("akissi")
    assert akissi.post(address, data={"csrf": csrf(akissi.get("/desk/second").text)}).status_code == 404
