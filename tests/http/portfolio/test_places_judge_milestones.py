"""A milestone is noted as done; phones of the project's places are asked, and what they say moves it and the rate."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from flask.testing import FlaskClient

from feedback_app import jobs
from feedback_app.base import clock, zones
from feedback_app.base.db import db, transaction
from feedback_app.ledger.suspension_store import suspend
from feedback_app.portfolio.bourse.tables import BourseMilestone, BourseProject
from feedback_app.portfolio.replies.tables import Reply
from tests.desk_actions import REOPEN
from tests.http.portfolio.bourse_people import DESK, WELL, project_id, published, send
from tests.http.portfolio.test_partners_door import PARTNERS, PROMISE, pledges, post
from tests.http.portfolio.test_places_confirm_or_contest import answer, run
from tests.http.portfolio.test_replies_to_places import far_phone, last, on_phone, written
from tests.http.portfolio.test_replies_to_places import published as published_reply
from tests.http.portfolio_people import accepted, assigned, decide, demonstration, erase, follow, settings
from tests.people import World

pytestmark = pytest.mark.both_databases
DONE = {"key": "m1", "evidence": "De l’eau claire, vue par le comité"}


@pytest.fixture(autouse=True)
def exact_figures(world: World) -> None:
    demonstration(world)


@pytest.fixture
def project(world: World) -> str:
    """A project under way, all of its money promised by Yao's company."""
    address = published(world)
    send(world.signed_in("akissi"), PARTNERS, person=str(world.yao), organisation="cacao-du-lac")
    at_partner = f"/desk/partner/pilote/{project_id(address)}"
    post(world.signed_in("yao"), f"{at_partner}/pledges", **{**PROMISE, "amount": "8 000 000"})
    send(world.signed_in("akissi"), f"{DESK}/pledges/{pledges(world)[0].id}/confirm")
    for state in ("financed", "running"):
        got = send(world.signed_in("akissi"), f"{address}/step", state=state, day=today())
        assert got.status_code == 303, got.text
    return address


def today() -> str:
    return clock.now().date().isoformat()


def done(world: World, project: str, **form: str) -> int:
    return send(world.signed_in(), f"{project}/milestones", **{**DONE, "day": today(), **form}).status_code


def asked(world: World, project: str) -> Reply:
    """Adjoua notes that it is done, Akissi publishes the question."""
    assert done(world, project, ask_on=today()) == 303
    return published_reply(world, last(world))


def public(client: FlaskClient, project: str) -> str:
    return client.get(f"/bourse/{project_id(project)}").text


def rates(client: FlaskClient) -> list[str]:
    """Of the holder: done, confirmed, late, contested."""
    page = client.get("/bourse").text
    row = page[page.index("Par structure") :].partition("<tbody>")[2].partition("</tr>")[0]
    return re.findall(r"data-label=\"[^\"]*\">(\d+)<", row)


def test_phones_of_the_project_have_the_question_once_a_second_person_publishes_it(
    world: World, client: FlaskClient, project: str
) -> None:
    assert done(world, project, ask_on=today()) == 303
    assert on_phone(world.awa, client) == [] and "attend d’être relue" in world.signed_in().get(project).text
    published_reply(world, last(world))
    (body,) = on_phone(world.awa, client)
    assert body["about"] == WELL["title"] and body["ask_on"] == today()
    assert "Le forage donne de l’eau" in body["deed"] and "vue par le comité" in body["deed"]
    assert on_phone(far_phone(world), client) == []
    assert "n’a pas encore répondu" in public(client, project)


def test_the_question_names_no_theme_of_which_nothing_is_shown_to_anyone(world: World, client: FlaskClient) -> None:
    need = accepted(client, world)
    themes = [
        assigned(world, accepted(client, world), theme="Pompes en panne"),
        assigned(world, need, theme="Violences"),
    ]
    decide(world, need, REOPEN)
    follow(world)
    address = published(world, theme=themes)
    assert "Violences" not in public(client, address)
    assert asked(world, address).heard == "Pompes en panne."
    assert "Violences" not in client.get("/replies").text


def test_a_contest_is_seen_by_the_lab_the_company_and_anyone_and_moves_the_rate(
    world: World, client: FlaskClient, project: str
) -> None:
    reply = asked(world, project)
    assert rates(client) == ["1", "0", "0", "0"]
    answer(world, client, world.awa, reply, "no", why="La pompe ne marche pas.")
    assert rates(client) == ["0", "0", "0", "1"]
    at_partner = f"/desk/partner/pilote/{project_id(project)}"
    yao, adjoua = world.signed_in("yao"), world.signed_in()
    for page in (public(client, project), yao.get(at_partner).text, adjoua.get(project).text):
        assert "conteste" in page and "La pompe ne marche" not in page
    assert "conteste" in yao.get("/desk/partner/").text and "conteste" in client.get("/bourse").text
    assert f"/desk/replies/pilote/{reply.id}" in adjoua.get(project).text
    assert "La pompe ne marche" in adjoua.get(f"/desk/replies/pilote/{reply.id}").text
    got = send(world.signed_in("akissi"), f"{project}/step", state="completed", day=today())
    assert got.status_code == 422 and "Un lieu dit" in got.text


def test_who_confirms_is_counted_and_the_project_can_be_completed(
    world: World, client: FlaskClient, project: str
) -> None:
    answer(world, client, world.awa, asked(world, project), "yes")
    assert rates(client) == ["1", "1", "0", "0"] and "le lieu le confirme" in public(client, project)
    got = send(world.signed_in("akissi"), f"{project}/step", state="completed", day=today())
    assert got.status_code == 303


def test_a_contested_milestone_is_opened_again_with_its_project_and_stays_open_until_the_place_confirms(
    world: World, client: FlaskClient, project: str
) -> None:
    reply = asked(world, project)
    send(world.signed_in("akissi"), f"{project}/step", state="completed", day=today())
    answer(world, client, world.awa, reply, "no")
    assert send(world.signed_in(), f"{project}/milestones", key="m1", act="open").status_code == 303
    with world.app.app_context():
        assert db.session.get_one(BourseProject, project_id(project)).state == "running"
        assert db.session.query(BourseMilestone).count() == 0
    assert on_phone(world.awa, client) == [], "nobody is asked about what is open again"
    assert "rouverte" in public(client, project) and rates(client) == ["0", "0", "0", "1"]
    again = asked(world, project)
    assert again.id != reply.id and rates(client) == ["0", "0", "0", "1"], "noting it once more is not enough"
    answer(world, client, world.awa, again, "yes")
    assert rates(client) == ["1", "1", "0", "0"]


def test_a_new_reply_to_a_contest_asks_anew_about_the_same_milestone(
    world: World, client: FlaskClient, project: str
) -> None:
    reply = asked(world, project)
    answer(world, client, world.awa, reply, "no")
    form = world.signed_in().get(f"/desk/replies/pilote/new?follows={reply.id}").text
    assert "Une étape d’un projet" in form and 'name="about"' not in form
    words = written(world, heard=reply.heard, deed="La pompe est réparée.", ask_on=today(), follows=str(reply.id))
    again = published_reply(world, words)
    assert (again.bourse_project_id, again.milestone_key) == (project_id(project), "m1")
    answer(world, client, world.awa, again, "yes")
    assert rates(client) == ["1", "1", "0", "0"]


def test_an_erased_answer_contests_nothing_any_longer(world: World, client: FlaskClient, project: str) -> None:
    record = answer(world, client, world.awa, asked(world, project), "no")
    assert "conteste" in public(client, project)
    erase(world, record)
    run(world)
    assert "conteste" not in public(client, project) and rates(client) == ["1", "0", "0", "0"]


def test_one_voice_of_real_people_is_on_the_desk_alone(world: World, client: FlaskClient, project: str) -> None:
    settings(world, demo=False, k_public=5)
    answer(world, client, world.awa, asked(world, project), "no")
    yao = world.signed_in("yao").get(f"/desk/partner/pilote/{project_id(project)}").text
    assert "conteste" not in public(client, project) + yao and rates(client) == ["1", "0", "0", "0"]
    assert "conteste" in world.signed_in().get(project).text


@pytest.mark.parametrize("ask_on", ["hier", "2020-01-01", "2199-01-01"])
def test_a_day_that_cannot_be_asks_nobody_and_notes_nothing(world: World, project: str, ask_on: str) -> None:
    assert done(world, project, ask_on=ask_on) == 422
    with world.app.app_context():
        assert db.session.query(BourseMilestone).count() == 0 and db.session.query(Reply).count() == 0


def test_places_are_asked_later_and_once(world: World, project: str) -> None:
    ask = {"key": "m1", "act": "question", "ask_on": today()}
    assert send(world.signed_in(), f"{project}/milestones", **ask).status_code == 422, "it is not noted as done"
    assert done(world, project) == 303
    assert send(world.signed_in(), f"{project}/milestones", **{**ask, "ask_on": ""}).status_code == 422
    assert send(world.signed_in(), f"{project}/milestones", **ask).status_code == 303
    assert send(world.signed_in(), f"{project}/milestones", **ask).status_code == 422


def test_days_of_a_milestone_are_those_of_the_programme(world: World, project: str) -> None:
    settings(world, **{zones.KEY: "Pacific/Kiritimati"})
    there = clock.now() + dt.timedelta(hours=14)
    assert done(world, project, day=there.date().isoformat()) == 303
    settings(world, **{zones.KEY: "Pacific/Pago_Pago"})
    here = (clock.now() - dt.timedelta(hours=11)).date()
    assert done(world, project, day=(here + dt.timedelta(days=1)).isoformat()) == 422


def test_the_replies_job_leaves_questions_where_they_were_asked(
    world: World, client: FlaskClient, project: str
) -> None:
    reply = asked(world, project)
    with world.app.app_context():
        jobs.run("portfolio")
    assert [uuid.UUID(one["id"]) for one in on_phone(world.awa, client)] == [reply.id]


def test_an_answer_that_somebody_takes_back_contests_nothing_any_longer(
    world: World, client: FlaskClient, project: str
) -> None:
    record = answer(world, client, world.awa, asked(world, project), "no")
    assert "conteste" in public(client, project)
    with world.app.app_context(), transaction() as session:
        suspend(session, "pilote", record, by="code", now=clock.now())
    run(world)
    assert "conteste" not in public(client, project)
