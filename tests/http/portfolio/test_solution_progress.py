"""Adjoua notes at the desk that an answer is funded, then done; the people behind its needs hear of it."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.portfolio.solutions import publishing as job
from feedback_app.portfolio.solutions.answering import ThemeChoice, choose_themes
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.solutions.tables import Solution, SolutionStep, Theme
from tests.http.desk import csrf
from tests.http.portfolio_people import accepted, assigned, follow, status_on_phone
from tests.people import World
from tests.statements import statements

pytestmark = pytest.mark.both_databases

TITLE = "Former deux réparateurs"


@pytest.fixture
def desk(world: World) -> FlaskClient:
    return world.signed_in()


def a_solution(world: World) -> str:
    with world.app.app_context(), transaction() as session:
        return str(session.query(Solution).filter_by(title=TITLE).one().id)


def press(desk: FlaskClient, solution: str, stage: str, **form: str) -> TestResponse:
    address = f"/desk/portfolio/pilote/solutions/{solution}"
    token = csrf(desk.get(address).text)
    day = clock.now().date().isoformat()
    return desk.post(f"{address}/step", data={"csrf": token, "stage": stage, "day": day, "project": "P1", **form})


def states(world: World, client: FlaskClient, record: uuid.UUID) -> list[str]:
    """The states in the timeline on Awa's phone, after the job has run."""
    follow(world)
    return [event["state"] for event in status_on_phone(world, world.awa, client, record)["events"]]


def test_funded_and_done_reach_the_phone_of_who_recorded(world: World, client: FlaskClient, desk: FlaskClient) -> None:
    record = accepted(client, world)
    assigned(world, record, new_solution=TITLE)
    solution = a_solution(world)
    noted = press(desk, solution, "funded")
    assert noted.status_code == 303
    shown = desk.get(noted.headers["Location"]).text
    assert "C’est noté." in shown and "Pompe de Kongodougou" in shown and "Noter\u00a0: réalisée" in shown
    assert press(desk, solution, "done").status_code == 303
    follow(world)
    row = status_on_phone(world, world.awa, client, record)
    assert row["state"] == "done"
    assert [event["state"] for event in row["events"]] == ["received", "accepted", "in_portfolio", "funded", "done"]
    assert row["events"][3]["message"] == "Pompe de Kongodougou"


def test_a_step_can_be_taken_back_and_nothing_is_deleted(world: World, client: FlaskClient, desk: FlaskClient) -> None:
    record = accepted(client, world)
    assigned(world, record, new_solution=TITLE)
    solution = a_solution(world)
    for stage in ("funded", "done", "funded", "planned"):
        assert press(desk, solution, stage).status_code == 303, stage
    assert states(world, client, record)[-4:] == ["funded", "done", "funded", "in_portfolio"]
    with world.app.app_context(), transaction() as session:
        assert session.query(SolutionStep).count() == 4


def test_two_who_note_the_same_step_see_the_conflict(world: World, client: FlaskClient, desk: FlaskClient) -> None:
    assigned(world, accepted(client, world), new_solution=TITLE)
    solution = a_solution(world)
    assert press(desk, solution, "funded").status_code == 303
    again = press(desk, solution, "funded")
    assert again.status_code == 409 and "Quelqu’un l’a noté" in again.text and TITLE in again.text


def test_missing_fields_are_validation_errors(world: World, client: FlaskClient, desk: FlaskClient) -> None:
    assigned(world, accepted(client, world), new_solution=TITLE)
    solution = a_solution(world)
    tomorrow = (clock.now() + dt.timedelta(days=2)).date().isoformat()
    assert "Choisissez le projet" in press(desk, solution, "funded", project="").text
    assert "Choisissez le projet" in press(desk, solution, "funded", project="P99").text
    assert "Ce jour ne va pas" in press(desk, solution, "funded", day=tomorrow).text
    assert press(desk, solution, "funded", day="demain").status_code == 422
    assert press(desk, solution, "rich").status_code == 422


def test_a_need_that_is_assigned_later_gets_the_events_of_its_solution(
    world: World, client: FlaskClient, desk: FlaskClient
) -> None:
    assigned(world, accepted(client, world), new_solution=TITLE)
    press(desk, a_solution(world), "funded")
    late = accepted(client, world)
    assigned(world, late)
    assert states(world, client, late) == ["received", "accepted", "in_portfolio", "funded"]


def test_a_theme_that_gets_another_solution_publishes_it_to_its_needs(
    world: World, client: FlaskClient, desk: FlaskClient
) -> None:
    record = accepted(client, world)
    assigned(world, record, new_solution=TITLE)
    press(desk, a_solution(world), "funded")
    assert states(world, client, record)[-1] == "funded"
    with world.app.app_context(), transaction() as session:
        gone = ThemeChoice(before=[session.query(Theme).one().id])
        choose_themes(session, session.query(Solution).one(), gone, author=Author(world.adjoua, clock.now()))
    assert states(world, client, record)[-3:] == ["in_portfolio", "funded", "in_portfolio"]


def test_a_solution_of_another_programme_is_not_there(world: World, client: FlaskClient, desk: FlaskClient) -> None:
    token = csrf(desk.get("/desk/portfolio/").text)
    for programme in ("pilote", "ailleurs"):
        address = f"/desk/portfolio/{programme}/solutions/{uuid.uuid4()}/step"
        assert desk.post(address, data={"csrf": token, "stage": "funded"}).status_code == 404


def costs(world: World, desk: FlaskClient, solution: str, stage: str) -> tuple[int, int]:
    """How many statements noting a step takes, and how many the job then takes."""
    address = f"/desk/portfolio/pilote/solutions/{solution}"
    form = {
        "csrf": csrf(desk.get(address).text),
        "stage": stage,
        "day": clock.now().date().isoformat(),
        "project": "P1",
    }
    with statements(world) as noting:
        assert desk.post(f"{address}/step", data=form).status_code == 303
    with statements(world) as published:
        assert follow(world) > 0
    return len(noting), len(published)


def test_noting_and_publishing_cost_the_same_queries_for_few_needs_and_for_many(
    world: World, client: FlaskClient, desk: FlaskClient
) -> None:
    first = [accepted(client, world) for _ in range(2)]
    assigned(world, *first, new_solution=TITLE)
    solution = a_solution(world)
    press(desk, solution, "funded")
    follow(world)
    few = costs(world, desk, solution, "planned")
    more = [accepted(client, world) for _ in range(10)]
    assigned(world, *more)
    press(desk, solution, "funded")
    follow(world)
    assert costs(world, desk, solution, "planned") == few
    for record in (*first, *more):
        assert states(world, client, record)[-1] == "in_portfolio"


def test_many_timelines_are_published_in_batches_and_each_once(
    world: World, client: FlaskClient, desk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "SLICE", 2)
    records = [accepted(client, world) for _ in range(5)]
    assigned(world, *records, new_solution=TITLE)
    follow(world)
    press(desk, a_solution(world), "funded")
    assert follow(world) == 5
    for record in records:
        assert status_on_phone(world, world.awa, client, record)["state"] == "funded"
    with statements(world) as asked:
        assert follow(world) == 0, "the portfolio’s own events are nothing new to it"
    assert not any("portfolio_tie.id" in statement for statement in asked)


def test_a_server_that_was_killed_between_two_slices_goes_on_where_it_was(
    world: World, client: FlaskClient, desk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "SLICE", 2)
    records = [accepted(client, world) for _ in range(3)]
    assigned(world, *records, new_solution=TITLE)
    press(desk, a_solution(world), "funded")
    with world.app.app_context(), transaction() as session:
        assert job.publish_slice(session, world.programme, now=clock.now()) == 2
    assert follow(world) == 1
    assert {status_on_phone(world, world.awa, client, record)["state"] for record in records} == {"funded"}
