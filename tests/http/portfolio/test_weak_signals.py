"""Once a week the desk reads what is suddenly spoken of more often, why it is there, and notes what it makes of it."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.base.zones import week_of, zone_of
from feedback_app.enrol.tables import Membership
from feedback_app.ledger.tables import Record
from feedback_app.portfolio.signals.actions import BEFORE, STORED, WEEK
from feedback_app.portfolio.signals.tables import SignalDigest, WeakSignal
from feedback_app.portfolio.signals.transactions import compare_week
from feedback_app.portfolio.solutions.tables import Item
from feedback_app.review.tables import Case
from tests.http.portfolio_people import accepted, follow
from tests.people import World

PAGE = "/desk/portfolio/pilote/signals"


def monday() -> dt.datetime:
    """Noon of the Monday of the week that is over."""
    over = week_of(clock.now(), zone_of(None)) - WEEK
    return dt.datetime.combine(over, dt.time(12), dt.UTC)


def spoken(client: FlaskClient, world: World, at: dt.datetime, *texts: str) -> list[uuid.UUID]:
    """Accepted needs that were recorded then, each by somebody else."""
    made = []
    for text in texts:
        answers = {"domaine": "eau", "quoi_eau": "panne", "texte": text}
        made.append(accepted(client, world, recorded_at=at.isoformat(), answers=answers))
    with world.app.app_context(), transaction() as session:
        session.execute(update(Item).where(Item.record_id.in_(made)).values(accepted_at=clock.now()))
        for record in made:  # each is a voice of its own, received as it was recorded
            session.execute(update(Item).where(Item.record_id == record).values(voice=record.hex[:32]))
        session.execute(update(Record).where(Record.id.in_(made)).values(recorded_at=at, first_received_at=at))
    return made


def compare(world: World) -> int:
    with world.app.app_context():
        return compare_week(world.programme, now=clock.now())


@pytest.fixture
def cholera(client: FlaskClient, world: World) -> World:
    """For eight weeks people speak of pumps; last week nearly everybody speaks of cholera."""
    for week in range(1, BEFORE + 1):
        spoken(client, world, monday() - week * WEEK, "La pompe est cassée", "La pompe ne marche plus")
    spoken(client, world, monday(), "La pompe est cassée", *["On parle de choléra au marigot"] * 5)
    follow(world)
    return world


@pytest.mark.both_databases
def test_what_is_suddenly_spoken_of_is_on_the_desk_with_where_how_many_and_why(
    client: FlaskClient, cholera: World
) -> None:
    assert compare(cholera) >= 1
    page = cholera.signed_in().get(PAGE)
    assert page.status_code == 200
    assert "« cholera »" in page.text and "5 voix cette semaine, aucune en huit semaines avant" in page.text
    assert "« pompe »" not in page.text, "fewer speak of it than before"
    assert "Le Lac" in page.text and "q=cholera" in page.text
    assert "Tout le programme" in page.text, "she looks after all of its places"
    with cholera.app.app_context():
        (digest,) = db.session.scalars(select(SignalDigest)).all()
        assert digest.week == monday().date() and digest.compared >= 3


@pytest.mark.both_databases
def test_a_week_is_compared_once_whoever_runs_it_again(client: FlaskClient, cholera: World) -> None:
    first = compare(cholera)
    assert compare(cholera) == 0
    with cholera.app.app_context():
        assert len(db.session.scalars(select(WeakSignal)).all()) == first


def test_the_job_runs_only_when_a_week_is_over(client: FlaskClient, cholera: World) -> None:
    with cholera.app.app_context():
        compare_week(cholera.programme, now=clock.now())
        assert jobs.run("signals") in (0, jobs.WAITS)


def test_adjoua_dismisses_one_with_a_reason_and_puts_it_back(client: FlaskClient, cholera: World) -> None:
    compare(cholera)
    desk = cholera.signed_in()
    page = desk.get(PAGE).text
    one = re.search(r'id="([0-9a-f-]{36})">\s*<p class="small muted">Mot', page)
    assert one
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    assert token
    at = f"{PAGE}/{one[1]}"
    refused = desk.post(at, data={"csrf": token[1], "state": "dismissed", "reason": "  "})
    assert refused.status_code == 422 and "Dites pourquoi" in refused.text
    assert desk.post(at, data={"csrf": token[1], "state": "dismissed", "reason": "Une affiche"}).status_code == 303
    page = desk.get(PAGE).text
    assert "Écarté par Adjoua" in page and "Une affiche" in page
    assert desk.post(at, data={"csrf": token[1], "state": "open"}).status_code == 303
    assert "Écarté par Adjoua" not in desk.get(PAGE).text
    assert desk.post(at, data={"csrf": token[1], "state": "anything"}).status_code == 404


def test_who_works_in_a_part_reads_the_signals_of_that_part_alone(client: FlaskClient, cholera: World) -> None:
    compare(cholera)
    with cholera.app.app_context(), transaction() as session:
        session.execute(
            update(Membership).where(Membership.person_id == cholera.adjoua).values(role="reviewer", place_code="R2")
        )
    page = cholera.signed_in().get(PAGE).text
    assert "cholera" not in page and "Semaine du" in page and "Tout le programme" not in page


@pytest.mark.both_databases
def test_words_of_a_withdrawn_need_are_counted_no_more(client: FlaskClient, cholera: World) -> None:
    with cholera.app.app_context(), transaction() as session:
        sick = select(Case.record_id).where(Case.written.contains("cholera"))
        session.execute(update(Item).where(Item.record_id.in_(sick)).values(hidden=True))
    compare(cholera)
    assert "cholera" not in cholera.signed_in().get(PAGE).text


def test_signals_are_deleted_after_half_a_year(client: FlaskClient, cholera: World) -> None:
    compare(cholera)
    with cholera.app.app_context():
        compare_week(cholera.programme, now=clock.now() + (STORED + 1) * WEEK)
        assert db.session.scalars(select(SignalDigest.week)).all() == [monday().date() + (STORED + 1) * WEEK]
        assert db.session.scalars(select(WeakSignal)).all() == []


def test_a_programme_without_a_compared_week_says_when_the_first_will_be(world: World) -> None:
    assert "La première le sera lundi" in world.signed_in().get(PAGE).text
