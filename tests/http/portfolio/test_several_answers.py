"""A solution answers several themes and a theme has several answers: at the desk, in public, on phones."""

from __future__ import annotations

import csv
import io
import re
import uuid

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app.base import clock, ids
from feedback_app.base.db import transaction
from feedback_app.portfolio.solutions.answering import ThemeChoice, choose_themes
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.solutions.tables import Solution, SolutionTheme, Theme
from tests.http.desk import csrf
from tests.http.portfolio.test_solution_progress import press
from tests.http.portfolio_people import (
    accepted,
    assigned,
    demonstration,
    follow,
    listed,
    status_on_phone,
)
from tests.people import World
from tests.statements import statements

pytestmark = pytest.mark.both_databases

REPAIR, TRAIN = "Réparer les pompes", "Former deux réparateurs"
DESK = "/desk/portfolio/pilote"


def new_theme(world: World, title: str, programme: str = "pilote") -> str:
    with world.app.app_context(), transaction() as session:
        made = Theme(
            id=ids.new_id(),
            programme_id=programme,
            title=title,
            created_at=clock.now(),
            created_by=world.adjoua,
            published=True,
        )
        session.add(made)
        return str(made.id)


def new_solution(world: World, title: str, *themes: str) -> str:
    with world.app.app_context(), transaction() as session:
        made = Solution(
            id=ids.new_id(),
            programme_id="pilote",
            title=title,
            created_at=clock.now(),
            created_by=world.adjoua,
            published=True,
        )
        session.add(made)
        session.flush()
        choose_themes(
            session, made, ThemeChoice([uuid.UUID(one) for one in themes]), author=Author(world.adjoua, clock.now())
        )
        return str(made.id)


def save(desk: FlaskClient, solution: str, title: str, *, themes: list[str], before: list[str]) -> TestResponse:
    address = f"{DESK}/solutions/{solution}"
    form = {"csrf": csrf(desk.get(address).text), "title": title, "theme": themes, "theme_before": before}
    return desk.post(address, data=form)


def answered(world: World, solution: str) -> set[str]:
    with world.app.app_context(), transaction() as session:
        pairs = session.query(SolutionTheme).filter_by(solution_id=uuid.UUID(solution))
        return {str(pair.theme_id) for pair in pairs}


def ticked(page: str) -> set[str]:
    return set(re.findall(r'name="theme" value="([^"]+)" checked', page))


def states(world: World, client: FlaskClient, record: uuid.UUID) -> list[str]:
    """The history on Awa's phone, after the job has run."""
    follow(world)
    return [event["state"] for event in status_on_phone(world, world.awa, client, record)["events"]]


def test_a_need_with_two_answers_is_one_line_that_names_both(world: World, client: FlaskClient) -> None:
    demonstration(world)
    theme = assigned(world, accepted(client, world), new_solution=REPAIR, project_id="P1")
    before = listed(client)["needs"][0]
    assert before["solutions"] == [before["solution"]]
    second = new_solution(world, TRAIN, theme)
    (need,) = listed(client)["needs"]
    assert [one["title"] for one in need["solutions"]] == [REPAIR, TRAIN] and need["solution"] == before["solution"]
    assert (need["voices"], listed(client)["voices"]) == (1, 1), "nobody is counted for each answer"
    (row,) = csv.DictReader(io.StringIO(client.get("/api/v1/portfolio.csv").text))
    assert (row["solution"], row["project"]) == (f"{REPAIR}; {TRAIN}", "Pompe de Kongodougou")
    assert row["solution_id"].split("; ")[1] == second
    for address in ("/besoins", f"/portfolio/{theme}"):
        page = client.get(address, headers={"Accept": "text/html"}).text
        assert REPAIR in page and TRAIN in page and "Réponses proposées" in page


def test_adjoua_chooses_on_the_page_of_a_solution_which_themes_it_answers(world: World) -> None:
    desk = world.signed_in()
    pumps, wells = new_theme(world, "Pompes en panne"), new_theme(world, "Puits à sec")
    solution = new_solution(world, REPAIR)
    assert save(desk, solution, REPAIR, themes=[pumps, wells], before=[]).status_code == 303
    assert ticked(desk.get(f"{DESK}/solutions/{solution}").text) == {pumps, wells}
    for theme in (pumps, wells):
        assert f"{DESK}/solutions/{solution}" in desk.get(f"{DESK}/themes/{theme}").text
    assert save(desk, solution, REPAIR, themes=[wells], before=[pumps, wells]).status_code == 303
    assert answered(world, solution) == {wells}
    assert REPAIR not in desk.get(f"{DESK}/themes/{pumps}").text


def test_a_page_that_was_opened_earlier_undoes_nothing_that_a_colleague_chose(world: World) -> None:
    desk = world.signed_in()
    pumps, wells = new_theme(world, "Pompes en panne"), new_theme(world, "Puits à sec")
    solution = new_solution(world, REPAIR, pumps)
    assert save(desk, solution, TRAIN, themes=[], before=[]).status_code == 303
    assert answered(world, solution) == {pumps}, "the form did not know of the theme"
    assert save(desk, solution, TRAIN, themes=[pumps, wells], before=[]).status_code == 303, "both ticked the same"
    assert answered(world, solution) == {pumps, wells}


def test_a_theme_that_is_gone_or_of_another_programme_cannot_be_ticked(world: World) -> None:
    desk = world.signed_in()
    pumps, foreign = new_theme(world, "Pompes en panne"), new_theme(world, "Eux", "ailleurs")
    solution = new_solution(world, REPAIR)
    for unknown in (foreign, str(uuid.uuid4())):
        got = save(desk, solution, "Un autre nom", themes=[pumps, unknown], before=[])
        assert got.status_code == 422 and "n’existe plus" in got.text
        assert ticked(got.text) == {pumps} and "Un autre nom" in got.text, "what was written is still in the form"
    assert answered(world, solution) == set()


def test_a_theme_goes_with_its_answers_but_a_solution_that_answers_stays(world: World) -> None:
    desk = world.signed_in()
    pumps = new_theme(world, "Pompes en panne")
    solution = new_solution(world, REPAIR, pumps)
    token = {"csrf": csrf(desk.get("/desk/portfolio/").text)}
    refused = desk.post(f"{DESK}/solutions/{solution}/remove", data=token)
    assert refused.status_code == 422 and "Elle répond encore" in refused.text
    assert desk.post(f"{DESK}/themes/{pumps}/remove", data=token).status_code == 303
    assert desk.post(f"{DESK}/solutions/{solution}/remove", data=token).status_code == 303


def test_awa_hears_how_far_the_furthest_of_two_answers_has_come(world: World, client: FlaskClient) -> None:
    desk = world.signed_in()
    record = accepted(client, world)
    theme = assigned(world, record)
    repair, train = new_solution(world, REPAIR, theme), new_solution(world, TRAIN, theme)
    for solution, stage in ((repair, "funded"), (repair, "done"), (train, "funded")):
        assert press(desk, solution, stage).status_code == 303
    before = ["received", "accepted", "in_portfolio", "funded", "done"]
    assert states(world, client, record) == before, "that the other is funded too takes nothing back"
    assert press(desk, repair, "funded").status_code == 303
    assert press(desk, repair, "planned").status_code == 303
    assert states(world, client, record) == [*before, "funded"], "the other still is"


def test_an_answer_that_comes_later_repeats_nothing_of_before(world: World, client: FlaskClient) -> None:
    desk = world.signed_in()
    train = new_solution(world, TRAIN)
    press(desk, train, "funded")
    record = accepted(client, world)
    theme = assigned(world, record, new_solution=REPAIR)
    with world.app.app_context(), transaction() as session:
        repair = str(session.query(Solution).filter_by(title=REPAIR).one().id)
    for stage in ("funded", "done"):
        press(desk, repair, stage)
    before = states(world, client, record)
    assert before[-1] == "done"
    save(desk, train, TRAIN, themes=[theme], before=[])
    assert states(world, client, record) == before
    save(desk, repair, REPAIR, themes=[], before=[theme])
    assert states(world, client, record) == [*before, "funded"], "what answers it now is no further than that"


def test_a_need_with_a_solution_of_its_own_hears_of_that_alone(world: World, client: FlaskClient) -> None:
    desk = world.signed_in()
    record, other = accepted(client, world), accepted(client, world)
    theme = assigned(world, other, new_solution=REPAIR)
    train = new_solution(world, TRAIN, theme)
    assigned(world, record, solution_id=uuid.UUID(train))
    with world.app.app_context(), transaction() as session:
        repair = str(session.query(Solution).filter_by(title=REPAIR).one().id)
    press(desk, repair, "funded")
    assert (states(world, client, record)[-1], states(world, client, other)[-1]) == ("in_portfolio", "funded")


def work(asked: list[str]) -> int:
    """How many statements there were, without those that only set up a connection."""
    return sum(statement.split()[0].upper() in {"SELECT", "INSERT", "UPDATE", "DELETE"} for statement in asked)


def test_pages_and_publishing_cost_the_same_for_few_themes_and_for_many(world: World, client: FlaskClient) -> None:
    desk = world.signed_in()
    demonstration(world)
    record = accepted(client, world)
    theme = assigned(world, record, new_solution=REPAIR)
    solution = new_solution(world, TRAIN, theme)
    pages = ["/desk/portfolio/", f"{DESK}/solutions/{solution}", f"{DESK}/themes/{theme}", f"{DESK}/{record}"]
    pages += ["/", f"/portfolio/{theme}", "/api/v1/portfolio"]

    def costs() -> list[int]:
        counts = []
        for page in pages:
            with statements(world) as asked:
                assert desk.get(page, headers={"Accept": "text/html"}).status_code == 200
            counts.append(work(asked))
        return counts

    def cost_of_saving(themes: list[str], before: list[str]) -> int:
        with statements(world) as asked:
            assert save(desk, solution, TRAIN, themes=themes, before=before).status_code == 303
        return work(asked)

    press(desk, solution, "funded")
    one_more = new_theme(world, "Encore un")
    costs(), cost_of_saving([theme], [theme])  # what only a first request needs is not counted
    few, saving_few = costs(), cost_of_saving([theme, one_more], [theme])
    many = [assigned(world, accepted(client, world), theme=f"Thème {n}", new_solution=f"Réponse {n}") for n in range(6)]
    assert cost_of_saving([theme, one_more, *many], [theme, one_more]) == saving_few
    assert costs() == few
