"""Enough people of a place say that it is not done: what was noted as done steps back, in public too."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app.base import clock
from feedback_app.base.db import transaction
from feedback_app.portfolio.replies.tables import Reply
from feedback_app.portfolio.solutions import stage_store
from feedback_app.portfolio.solutions.funding import StageChange, change_stage
from feedback_app.portfolio.solutions.history import history
from feedback_app.portfolio.solutions.stages import Stage, current_stage
from feedback_app.portfolio.solutions.tables import Solution, Theme
from tests.http.portfolio.test_places_confirm_or_contest import answer
from tests.http.portfolio.test_replies_to_places import DESK, published, written
from tests.http.portfolio_people import accepted, assigned, demonstration, follow, status_on_phone
from tests.people import Phone, World, _phone

pytestmark = pytest.mark.both_databases
REASON = "place_says_not_done"


def neighbour(world: World, name: str) -> Phone:
    with world.app.app_context(), transaction() as session:
        return _phone(session, name, world.programme, "V1", "surveyor", clock.now())


def note(world: World, *stages: Stage) -> None:
    """Adjoua notes how far the solution has come."""
    with world.app.app_context(), transaction() as session:
        solution = session.query(Solution).one()
        project = "P1"
        for stage in stages:
            day = clock.now().date()
            change_stage(session, solution, StageChange(stage, day, project), by=world.adjoua, now=clock.now())


def stage(world: World) -> Stage:
    with world.app.app_context(), transaction() as session:
        solution = session.query(Solution).one()
        return current_stage(stage_store.steps(session, [solution.id]).get(solution.id, []))


@pytest.fixture
def need(world: World, client: FlaskClient) -> Any:
    """Awa's need, under a theme that a solution answers, which is noted as done."""
    demonstration(world, k_public=2)
    record = accepted(client, world)
    assigned(world, record, theme="Pompes", new_solution="Réparer la pompe")
    follow(world)
    note(world, Stage.FUNDED, Stage.DONE)
    follow(world)
    return record


@pytest.fixture
def reply(world: World, need: Any) -> Reply:
    with world.app.app_context(), transaction() as session:
        theme = str(session.query(Theme).one().id)
    return published(world, written(world, about="theme", place="", theme=theme, ask_on=str(clock.now().date())))


def test_one_person_is_work_for_the_desk_and_nothing_public_changes(
    world: World, client: FlaskClient, need: Any, reply: Reply
) -> None:
    answer(world, client, world.awa, reply, "no")
    follow(world)
    assert stage(world) is Stage.DONE
    assert status_on_phone(world, world.awa, client, need)["state"] == "done"
    assert "conteste" in world.signed_in().get(f"{DESK}?programme=pilote").text


def test_as_many_as_anyone_may_know_of_take_it_back_with_the_reason_and_the_history_says_so(
    world: World, client: FlaskClient, need: Any, reply: Reply
) -> None:
    answer(world, client, world.awa, reply, "no")
    answer(world, client, neighbour(world, "Bintou"), reply, "partly")
    follow(world)
    assert stage(world) is Stage.FUNDED
    row = status_on_phone(world, world.awa, client, need)
    assert row["state"] == "funded" and row["events"][-1]["reason"] == REASON
    assert [one["state"] for one in row["events"]][-2:] == ["done", "funded"], "what was published stays"
    with world.app.app_context(), transaction() as session:
        line = history(session, session.query(Solution).one())[0]
        assert (line.kind, line.by) == ("contested", ""), "nobody at the desk did it"
    assert "Assez de personnes le disent" in world.signed_in().get(f"{DESK}pilote/{reply.id}").text


def test_it_steps_back_once_and_the_desk_may_note_it_as_done_again(
    world: World, client: FlaskClient, need: Any, reply: Reply
) -> None:
    for phone in (world.awa, neighbour(world, "Bintou"), neighbour(world, "Salif")):
        answer(world, client, phone, reply, "no")
    note(world, Stage.DONE)
    answer(world, client, neighbour(world, "Mariam"), reply, "no")
    follow(world)
    assert stage(world) is Stage.DONE
    assert status_on_phone(world, world.awa, client, need)["state"] == "done"


def test_who_changes_their_mind_does_not_count_twice(
    world: World, client: FlaskClient, need: Any, reply: Reply
) -> None:
    for fulfilled in ("no", "yes", "partly", "no"):
        answer(world, client, world.awa, reply, fulfilled)
    assert stage(world) is Stage.DONE
