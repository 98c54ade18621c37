"""Adjoua reviews the village V3 alone, and changes what the public reads about everybody's needs; or she writes an
address on the public page, and nobody has read it before."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from feedback_app.base.db import db, transaction
from feedback_app.enrol.tables import Membership
from feedback_app.portfolio.solutions.tables import PortfolioChange, Solution, SolutionStep, TextProposal, Theme
from tests.http.desk import csrf
from tests.http.portfolio_people import accepted, assigned, demonstration, follow, listed, status_on_phone
from tests.people import World

pytestmark = pytest.mark.both_databases

DESK = "/desk/portfolio/pilote"


@pytest.fixture
def need(world: World, client: FlaskClient) -> uuid.UUID:
    """A need of V1 in the portfolio, as anyone reads it."""
    demonstration(world)
    record = accepted(client, world)
    assigned(world, record, theme="Pompes", new_solution="Former")
    return record


def reviews(world: World, place: str) -> FlaskClient:
    with world.app.app_context(), transaction() as session:
        session.query(Membership).filter_by(person_id=world.adjoua).update({"place_code": place})
    return world.signed_in()


def subject(world: World, table: Any) -> tuple[str, Any]:
    """The address of the one theme or solution, and its row."""
    with world.app.app_context():
        row = db.session.query(table).one()
        return f"{DESK}/{'themes' if table is Theme else 'solutions'}/{row.id}", row


def send(desk: FlaskClient, address: str, **form: Any) -> TestResponse:
    return desk.post(address, data={"csrf": csrf(desk.get("/desk/portfolio/").text), **form})


def publish(desk: FlaskClient, address: str) -> TestResponse:
    """Presses the button below the words that wait; without one, tries it anyway."""
    with desk.application.app_context():
        waiting = db.session.query(TextProposal).one()
        return send(desk, f"{address}/publish", proposal=str(waiting.id))


def words(client: FlaskClient) -> tuple[str | None, str | None, str | None]:
    """What the public reads: theme, solution, description."""
    (line,) = listed(client)["needs"]
    theme, solution = line["theme"] or {}, line["solution"] or {}
    return theme.get("title"), solution.get("title"), solution.get("description")


def test_what_answers_needs_elsewhere_is_not_hers_to_change_in_any_way(
    world: World, client: FlaskClient, need: uuid.UUID
) -> None:
    akissi = world.signed_in("akissi")
    send(akissi, subject(world, Theme)[0], title="Pompes en panne")
    before, desk = words(client), reviews(world, "V3")
    theme, _ = subject(world, Theme)
    solution, _ = subject(world, Solution)
    tries = [
        send(desk, theme, title="Appelez le 0700000000"), send(desk, f"{theme}/remove"), publish(desk, theme),
        send(desk, solution, title="Appelez", description="0700000000"), send(desk, f"{solution}/remove"),
        send(desk, f"{solution}/step", stage="funded", day="2026-01-01", project="P1"),
        send(desk, f"{DESK}/solutions", title="La mienne", theme=re.findall(r"[0-9a-f-]{36}", theme)),
    ]  # fmt: skip
    assert [one.status_code for one in tries] == [403] * len(tries)
    follow(world)
    assert words(client) == before
    assert status_on_phone(world, world.awa, client, need)["state"] == "in_portfolio"
    pages = desk.get(theme).text + desk.get(solution).text
    assert "<textarea" not in pages and "qui suit tous ces lieux" in pages


def test_while_sorting_her_own_need_she_changes_no_answer_of_others(
    world: World, client: FlaskClient, need: uuid.UUID
) -> None:
    with world.app.app_context(), transaction() as session:
        phone = world.koffi
        session.query(Membership).filter_by(person_id=phone.person_id).update({"place_code": "XX"})
    hers = accepted(client, world, world.koffi, place="S1")
    _, theme = subject(world, Theme)
    _, solution = subject(world, Solution)
    desk = reviews(world, "V2")
    assert send(desk, f"{DESK}/{hers}/tie", theme=str(theme.id)).status_code == 404, "it is of S1"
    with world.app.app_context(), transaction() as session:
        from feedback_app.review.tables import Case

        session.query(Case).filter_by(record_id=hers).update({"place_path": "/XX/R1/S1/V2/"})
    refused = send(desk, f"{DESK}/{hers}/tie", theme=str(theme.id), solution=str(solution.id), project="P1")
    assert refused.status_code == 422 and "vous ne pouvez pas changer son projet" in refused.text
    assert send(desk, f"{DESK}/{hers}/tie", theme=str(theme.id)).status_code == 303, "sorting is hers"


def test_in_her_own_area_she_goes_on_as_before_and_a_second_person_publishes(
    world: World, client: FlaskClient, need: uuid.UUID
) -> None:
    desk, (theme, _) = reviews(world, "R1"), subject(world, Theme)
    assert send(desk, theme, title="Pompes en panne").status_code == 303
    assert words(client)[0] == "Pompes", "what is public stays as it was meanwhile"
    assert publish(desk, theme).status_code == 422, "not her own words"
    assert "une autre personne doit le relire" in desk.get(theme).text
    akissi = world.signed_in("akissi")
    page = akissi.get("/desk/portfolio/").text
    assert "À publier" in page and "Pompes en panne" in page, "the page shows what waits"
    assert publish(akissi, theme).status_code == 303
    assert words(client)[0] == "Pompes en panne"


def test_a_new_theme_and_answer_are_public_once_somebody_else_has_read_them(world: World, client: FlaskClient) -> None:
    demonstration(world)
    record, adjoua, akissi = accepted(client, world), world.signed_in(), world.signed_in("akissi")
    send(adjoua, f"{DESK}/{record}/tie", new_theme="Appelez le 0700000000", new_solution="Chez moi")
    follow(world)
    assert (
        words(client) == (None, None, None) and "0700000000" not in client.get("/").text + client.get("/besoins").text
    )
    theme, row = subject(world, Theme)
    page = client.get(f"/portfolio/{row.id}", headers={"Accept": "text/html"})
    assert "0700000000" not in page.text
    assert "0700000000" not in str(status_on_phone(world, world.awa, client, record)), "nor on phones"
    for address in (theme, subject(world, Solution)[0]):
        with world.app.app_context():
            key = uuid.UUID(address.rsplit("/", 1)[1])
            waiting = str(db.session.get_one(TextProposal, key).id)
        assert send(akissi, f"{address}/publish", proposal=waiting).status_code == 303
    follow(world)
    assert words(client)[:2] == ("Appelez le 0700000000", "Chez moi")
    row = status_on_phone(world, world.awa, client, record)
    assert (row["state"], row["events"][-1]["message"]) == ("in_portfolio", "Appelez le 0700000000")


def test_only_the_words_that_were_read_are_published(world: World, client: FlaskClient, need: uuid.UUID) -> None:
    adjoua, akissi, (solution, _) = world.signed_in(), world.signed_in("akissi"), subject(world, Solution)
    send(adjoua, solution, title="Former", description="Deux par village")
    seen = re.findall(r'name="proposal" value="([^"]+)"', akissi.get(solution).text)[0]
    send(adjoua, solution, title="Former", description="Appelez le 0700000000")
    late = send(akissi, f"{solution}/publish", proposal=seen)
    assert late.status_code == 409 and "changé entre-temps" in late.text and "0700000000" in late.text
    assert words(client)[2] == ""
    assert send(akissi, solution, title="Former", description="Deux par village").status_code == 303, "corrected"
    assert publish(akissi, solution).status_code == 422, "now the words are hers"
    assert publish(adjoua, solution).status_code == 303
    assert words(client)[2] == "Deux par village"


def test_to_put_back_the_public_words_withdraws_what_waits(world: World, client: FlaskClient, need: uuid.UUID) -> None:
    adjoua, (theme, _) = world.signed_in(), subject(world, Theme)
    send(adjoua, theme, title="Autre")
    assert "did=saved" in send(world.signed_in("akissi"), theme, title="Pompes").headers["Location"]
    with world.app.app_context():
        assert db.session.query(TextProposal).count() == 0


def test_two_cannot_wait_for_one_name(world: World, need: uuid.UUID) -> None:
    adjoua, (theme, _) = world.signed_in(), subject(world, Theme)
    send(adjoua, theme, title="Routes")
    taken = send(adjoua, f"{DESK}/themes", title="routes")
    assert taken.status_code == 422 and "déjà pris" in taken.text


def test_the_page_says_who_changed_what_and_when_and_nothing_of_it_is_ever_changed(
    world: World, client: FlaskClient, need: uuid.UUID
) -> None:
    adjoua, akissi = world.signed_in(), world.signed_in("akissi")
    theme, solution = subject(world, Theme)[0], subject(world, Solution)[0]
    statements: list[str] = []
    with world.app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *sent: statements.append(sent[2].lower()))
    send(adjoua, theme, title="Pompes en panne", domain="san")
    publish(akissi, theme)
    send(adjoua, f"{solution}/step", stage="funded", day="2026-11-01", project="P1")
    send(akissi, solution, title="Former")
    page, other = akissi.get(theme).text, akissi.get(solution).text
    for line in ("Adjoua · texte proposé", "Akissi · texte publié", "Adjoua · changé"):
        assert line in page, page
    assert re.search(r"Nom</?[^>]*>?.*Pompes</span> → <span[^>]*>Pompes en panne", page, re.DOTALL)
    assert "Adjoua · étape notée" in other and "Pompe de Kongodougou" in other
    with world.app.app_context():
        assert db.session.query(SolutionStep).count() == 1
        kinds = {one.kind for one in db.session.query(PortfolioChange)}
    assert {"proposed", "published", "changed", "stage"} <= kinds
    spoiling = [one for one in statements if "portfolio_change" in one and one.startswith(("update", "delete"))]
    assert spoiling == []


def test_what_was_removed_leaves_its_history(world: World) -> None:
    adjoua = world.signed_in()
    send(adjoua, f"{DESK}/themes", title="Vide")
    theme, row = subject(world, Theme)
    assert send(adjoua, f"{theme}/remove").status_code == 303
    with world.app.app_context():
        found = {one.kind: one for one in db.session.query(PortfolioChange).filter_by(subject_id=row.id)}
        assert (found["removed"].by, found["removed"].before) == (world.adjoua, {"title": "Vide"})
        assert db.session.query(TextProposal).count() == 0
