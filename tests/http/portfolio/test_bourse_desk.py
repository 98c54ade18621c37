"""Adjoua writes a project that seeks funding, Akissi publishes it, both score it without seeing each other."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from feedback_app.audit.tables import AuditEvent
from feedback_app.base.db import db, transaction
from feedback_app.enrol.tables import Membership
from feedback_app.portfolio.bourse.project_words import from_json
from feedback_app.portfolio.bourse.states import ProjectState
from feedback_app.portfolio.bourse.tables import BourseChange, BourseMilestone, BourseScoring
from tests.http.portfolio.bourse_people import (
    DESK,
    WELL,
    given,
    proposed,
    publish,
    published,
    reasons,
    score,
    scored,
    send,
    stored,
)
from tests.http.portfolio_people import accepted, assigned, demonstration
from tests.people import World

pytestmark = pytest.mark.both_databases


def faults(page: str) -> list[str]:
    return re.findall(r'class="error[^>]*>([^<]+)', page)


def test_a_project_is_public_once_a_second_person_has_published_it(world: World) -> None:
    adjoua, akissi = world.signed_in(), world.signed_in("akissi")
    address = proposed(adjoua)
    assert stored(world, address).state == ProjectState.PROPOSED and not stored(world, address).words
    assert publish(adjoua, address).status_code == 409, "she wrote it: no button, and pressing it anyway does nothing"
    with world.app.app_context():
        waiting = str(stored(world, address).waiting_id)
    own = send(adjoua, f"{address}/publish", proposal=waiting)
    assert own.status_code == 422 and "une autre personne" in own.text
    assert publish(akissi, address).status_code == 303
    found = stored(world, address)
    words = from_json(found.words)
    assert (found.state, found.waiting, found.waiting_id) == (ProjectState.PUBLISHED, {}, None)
    assert (words.title, words.cost, words.money_found, words.places) == (WELL["title"], 10_000_000, 2_000_000, ("V1",))


def test_what_is_public_stays_while_other_words_wait(world: World) -> None:
    address = published(world)
    adjoua, akissi = world.signed_in(), world.signed_in("akissi")
    got = send(adjoua, address, act="propose", seen="", **{**WELL, "title": "Deux forages"})
    assert got.status_code == 303
    found = stored(world, address)
    assert from_json(found.words).title == WELL["title"] and from_json(found.waiting).title == "Deux forages"
    late = send(akissi, address, act="draft", seen="", **{**WELL, "title": "Trois forages"})
    assert late.status_code == 409 and "Quelqu’un d’autre" in late.text and "Trois forages" in late.text
    assert publish(akissi, address).status_code == 303
    assert from_json(stored(world, address).words).title == "Deux forages"


def test_a_draft_may_be_incomplete_and_a_proposal_may_not(world: World) -> None:
    desk = world.signed_in()
    got = send(desk, f"{DESK}/projects", act="draft", title="Une idée")
    assert got.status_code == 303
    address = got.headers["Location"].partition("?")[0]
    with world.app.app_context():
        waiting = str(stored(world, address).waiting_id)
    refused = send(desk, address, act="propose", seen=waiting, title="Une idée")
    assert refused.status_code == 422 and refused.text.count("À remplir avant de proposer") == 7
    assert publish(world.signed_in("akissi"), address).status_code == 409, "nobody asked for it"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": ""}, "Donnez-lui un titre"),
        ({"title": "x" * 201}, "trop long"),
        ({"budget_amount": ["beaucoup", "1"]}, "Ligne 1"),
        ({"budget_amount": ["-5", "1"]}, "Ligne 1"),
        ({"budget_label": ["", "Formation"]}, "Ligne 1"),
        ({"found_amount": ["99 000 000"]}, "dépasse le budget"),
        ({"milestone_due": ["2027-13-45"]}, "choisissez un jour"),
        ({"milestone_evidence": [""]}, "Ligne 1"),
        ({"places": "Kongodougou"}, "plusieurs lieux"),
        ({"places": "Atlantis"}, "aucun lieu"),
    ],
)
def test_a_fault_is_shown_beside_its_field_and_what_was_written_stays(
    world: World, changes: dict[str, Any], says: str
) -> None:
    got = send(world.signed_in(), f"{DESK}/projects", act="propose", **{**WELL, **changes})
    assert got.status_code == 422
    assert any(says in one for one in faults(got.text)), faults(got.text)
    assert "Un forage et deux réparateurs." in got.text


def test_words_of_strangers_are_text_on_every_page(world: World) -> None:
    nasty = '"><script>alert(1)</script>'
    changes: dict[str, Any] = dict.fromkeys(("title", "holder", "summary", "contact"), nasty)
    changes |= {"budget_label": [nasty, nasty], "found_label": [nasty], "milestone_title": [nasty]}
    address = published(world, **changes, milestone_evidence=[nasty])
    form = {key: nasty if key.startswith("reason.") else value for key, value in given(1).items()}
    assert send(world.signed_in(), f"{address}/score", **form).status_code == 303
    for page in ("/desk/bourse/", address, f"{address}/edit", f"{address}/score"):
        text = world.signed_in().get(page).text
        assert nasty not in text and "&lt;script&gt;" in text, page


def test_nobody_sees_what_the_other_gave_before_both_have_scored(world: World) -> None:
    address = published(world)
    assert score(world, address, "adjoua", 3).status_code == 303
    seen = world.signed_in("akissi").get(address).text
    assert "Vu sur place" not in seen and "1 personne a noté" in seen
    assert "Vu sur place" not in world.signed_in("akissi").get(f"{address}/score").text
    assert "Vu sur place" in world.signed_in().get(address).text, "her own points she sees"
    assert score(world, address, "akissi", 1, needs=3).status_code == 303
    for login in ("adjoua", "akissi"):
        page = world.signed_in(login).get(address).text
        assert page.count("Vu sur place : needs") >= 2
        # (3 + 1) of 6 everywhere, and 6 of 6 for needs, which weighs 20
        assert "73,3 sur 100" in page
        assert "les mêmes pour 1 critères sur 9" in page


def test_a_third_person_does_not_score_and_each_of_the_two_may_change_their_mind(world: World) -> None:
    address = scored(world)
    with world.app.app_context(), transaction() as session:
        session.add(Membership(person_id=world.yao, programme_id="pilote", role="reviewer", place_code="XX"))
    got = score(world, address, "yao", 3)
    assert got.status_code == 422 and "Deux personnes" in got.text
    assert score(world, address, "adjoua", 0).status_code == 303
    page = world.signed_in().get(address).text
    assert "33,3 sur 100" in page
    assert "les mêmes pour 0 critères" in page


def test_a_level_without_a_reason_is_not_saved(world: World) -> None:
    address = published(world)
    form = given(2)
    del form["reason.needs"], form["level.sdg"]
    got = send(world.signed_in(), f"{address}/score", **form)
    assert got.status_code == 422 and got.text.count("Choisissez un niveau et dites pourquoi") == 2
    assert "Vu sur place : social" in got.text, "what was written stays"
    with world.app.app_context():
        assert db.session.query(BourseScoring).count() == 0


def test_only_a_published_project_is_scored(world: World) -> None:
    address = proposed(world.signed_in())
    assert score(world, address, "akissi", 3).status_code == 422


def test_reasons_are_published_by_somebody_else_than_who_wrote_them(world: World) -> None:
    address = published(world)
    score(world, address, "adjoua", 3)
    score(world, address, "akissi", 2)
    with world.app.app_context():
        of_adjoua = db.session.query(BourseScoring).filter_by(by=world.adjoua).one().id
    adjoua, akissi = world.signed_in(), world.signed_in("akissi")
    assert send(adjoua, reasons(of_adjoua)).status_code == 422
    assert send(akissi, reasons(of_adjoua)).status_code == 303
    assert send(akissi, reasons(of_adjoua)).status_code == 409, "once"


def test_a_scorer_is_offered_to_change_their_own_points_and_to_publish_the_other_s_reasons(world: World) -> None:
    address = published(world)
    score(world, address, "adjoua", 3)
    assert "Changer mes points" in world.signed_in().get(address).text
    assert "Noter ce projet" in world.signed_in("akissi").get(address).text
    score(world, address, "akissi", 2)
    assert world.signed_in().get(address).text.count("Relu\u00a0: publier ces raisons") == 1


def test_a_project_goes_its_way_step_by_step_and_only_when_it_is_so(world: World) -> None:
    address, akissi = published(world), world.signed_in("akissi")
    today = dt.datetime.now(dt.UTC).date()

    def step(state: str, day: object = today) -> int:
        return send(akissi, f"{address}/step", state=state, day=str(day)).status_code

    assert step("financed") == 422, "8 million are missing"
    whole = {**WELL, "found_amount": ["10 000 000"], "milestone_key": ["m1"]}
    assert send(world.signed_in(), address, act="propose", seen="", **whole).status_code == 303
    assert publish(akissi, address).status_code == 303
    assert step("running") == 409 and step("zzz") == 422
    assert step("financed", today + dt.timedelta(days=2)) == 422
    assert step("financed") == 303 and step("financed") == 409
    assert step("running") == 303
    assert step("completed") == 422, "its milestone is open"
    done = {"key": "m1", "day": str(today), "evidence": "Photo du 3 mars, vue au village"}
    assert send(akissi, f"{address}/milestones", **{**done, "evidence": " "}).status_code == 422
    assert send(akissi, f"{address}/milestones", **{**done, "key": "m9"}).status_code == 422
    assert send(akissi, f"{address}/milestones", **done).status_code == 303
    assert step("completed") == 303 and stored(world, address).state == ProjectState.COMPLETED
    assert step("running") == 303, "not completed after all"
    page = akissi.get(address).text
    progress = page[page.index('id="progress"') : page.index('id="scores"')]
    words = ("Cherche un financement<", "Financé<", "En cours<", "Terminé<")
    assert [progress.count(word) for word in words] == [1, 1, 1, 0]
    assert send(akissi, f"{address}/milestones", key="m1", act="open").status_code == 303
    with world.app.app_context():
        assert db.session.query(BourseMilestone).count() == 0


def test_who_looks_after_a_part_proposes_for_it_and_publishes_nothing(world: World) -> None:
    elsewhere = published(world, places="Kongodougou, Mont-Haut")
    with world.app.app_context(), transaction() as session:
        session.query(Membership).filter_by(person_id=world.adjoua).update({"place_code": "R1"})
    adjoua = world.signed_in()
    assert send(adjoua, elsewhere, act="draft", seen="", **WELL).status_code == 403
    assert send(adjoua, f"{DESK}/projects", act="draft", **{**WELL, "places": "V3"}).status_code == 403
    mine = proposed(adjoua)
    assert publish(world.signed_in("akissi"), mine).status_code == 303
    assert send(adjoua, f"{mine}/step", state="withdrawn", day="2026-11-30").status_code == 403


def test_another_programme_is_as_if_there_were_none(world: World) -> None:
    address = published(world)
    with world.app.app_context(), transaction() as session:
        session.query(Membership).filter_by(person_id=world.adjoua).update({"programme_id": "ailleurs"})
    adjoua = world.signed_in()
    assert adjoua.get(address).status_code == 404
    assert adjoua.get(address.replace("pilote", "ailleurs")).status_code == 404
    assert "Kongodougou" not in adjoua.get("/desk/bourse/").text


def test_every_change_is_in_the_history_with_who_and_when_and_in_the_audit_log(world: World) -> None:
    address = scored(world)
    page = world.signed_in().get(address).text
    history = page[page.index('id="history"') :]
    assert [history.count(word) for word in ("a proposé", "a publié<", "a noté le projet", "a publié des raisons")] == [
        1, 0, 2, 2,
    ]  # fmt: skip
    with world.app.app_context():
        kinds = [one.kind for one in db.session.query(BourseChange)]
        events = {one.event for one in db.session.query(AuditEvent)}
    assert sorted(kinds) == ["proposed", "published", "reasons", "reasons", "scored", "scored"]
    assert {"bourse_project_proposed", "bourse_project_published", "bourse_project_scored"} <= events


def test_the_history_of_points_is_hidden_as_long_as_they_are(world: World) -> None:
    address = published(world)
    score(world, address, "adjoua", 3)
    assert "a noté le projet" not in world.signed_in("akissi").get(address).text


def test_themes_and_solutions_are_chosen_from_those_of_the_programme(world: World, client: Any) -> None:
    demonstration(world)
    theme = assigned(world, accepted(client, world), theme="Pompes", new_solution="Former")
    address = published(world, theme=[theme])
    page = world.signed_in().get(address).text
    assert "Pompes" in page
    assert f'value="{theme}" checked' in world.signed_in().get(f"{address}/edit").text


def test_a_stranger_s_theme_is_not_taken(world: World) -> None:
    address = published(world, theme=["018f0000-0000-7000-8000-000000000001", "x"])
    assert from_json(stored(world, address).words).themes == ()
