"""What the public list is made of is stored: figures are, byte for byte, those that are worked out anew, whatever happens.

Why: decision 44.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.ledger.suspension_store import decline, suspend
from feedback_app.portfolio.listing import count_store, counts, public_list
from feedback_app.portfolio.listing.tables import Batch, StoredCounts
from feedback_app.portfolio.listing.transactions import store_all
from feedback_app.portfolio.solutions.answering import ThemeChoice
from feedback_app.portfolio.solutions.assigning import SolutionForm, save_solution, unassign
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.solutions.tables import Item, PendingItem, Solution, Theme
from feedback_app.register.tables import Organisation, Place, PlaceShape, Programme, Project, ProjectFunder
from feedback_app.review.tables import Case
from tests.desk_actions import REOPEN
from tests.http.portfolio.shown import changed, check, shown, store, take_back
from tests.http.portfolio_people import (
    accepted,
    assigned,
    decide,
    demonstration,
    erase,
    follow,
    listed,
    next_week,
    publish,
    say,
    settings,
)
from tests.people import World
from tests.statements import statements

pytestmark = pytest.mark.both_databases


def five(client: FlaskClient, world: World, domain: str = "eau") -> list[uuid.UUID]:
    return [accepted(client, world, answers={"domaine": domain}) for _ in range(5)]


@pytest.fixture(params=["stored", "not stored"])
def published(world: World, client: FlaskClient, request: pytest.FixtureRequest) -> list[uuid.UUID]:
    """Six needs that anyone sees; their counts are stored, or not yet."""
    records = [*five(client, world), accepted(client, world, world.koffi, answers={"domaine": "eau"}, place="V2")]
    assert next_week(world) == 6
    if request.param == "stored":
        assert store(world) == 1
    assert listed(client)["voices"] == 5
    check(world, client)
    return records


class TestWhatLeavesLeavesAtOnce:
    def test_a_need_that_is_taken_back(self, world: World, client: FlaskClient, published: list[uuid.UUID]) -> None:
        take_back(world, published[0])
        take_back(world, published[1])
        assert listed(client)["total"] == 0
        check(world, client)
        changed(world, lambda session: decline(session, world.programme, published[0], by="Adjoua", now=clock.now()))
        assert listed(client)["voices"] == 5
        check(world, client)

    def test_an_erased_need(self, world: World, client: FlaskClient, published: list[uuid.UUID]) -> None:
        for record in published[:2]:
            erase(world, record)
        follow(world)
        assert listed(client)["total"] == 0
        check(world, client)

    def test_a_need_that_is_read_anew(self, world: World, client: FlaskClient, published: list[uuid.UUID]) -> None:
        for record in published[:2]:
            decide(world, record, REOPEN)
        with world.app.app_context():
            jobs.run("portfolio")
        assert listed(client)["total"] == 0
        check(world, client)

    def test_the_same_while_counts_are_being_stored(
        self, world: World, client: FlaskClient, published: list[uuid.UUID], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Mariam takes her need back between counting and writing: what was counted is not what is shown."""
        changed(world, lambda session: suspend(session, world.programme, published[2], by="code", now=clock.now()))
        really = count_store.delete_changes

        def late(session: Any, ids: Any) -> bool:
            monkeypatch.setattr(count_store, "delete_changes", really)
            session.rollback()
            take_back(world, published[0])
            return really(session, ids)

        monkeypatch.setattr(count_store, "delete_changes", late)
        with world.app.app_context():
            store_all()
        assert listed(client)["total"] == 0
        check(world, client)
        store(world)
        assert listed(client)["total"] == 0
        check(world, client)


class TestWhatLinesAreMadeOf:
    def test_another_k(self, world: World, client: FlaskClient, published: list[uuid.UUID]) -> None:
        settings(world, k_public=7)
        assert listed(client)["total"] == 0
        check(world, client)
        settings(world, k_public=3)
        assert listed(client)["voices"] == 6
        check(world, client)

    def test_a_programme_that_is_public_no_more(
        self, world: World, client: FlaskClient, published: list[uuid.UUID]
    ) -> None:
        settings(world, public=False)
        assert listed(client)["total"] == 0
        check(world, client)

    def test_a_programme_that_is_made_up(self, world: World, client: FlaskClient, published: list[uuid.UUID]) -> None:
        accepted(client, world)
        demonstration(world)
        assert listed(client)["voices"] == 7
        check(world, client)
        accepted(client, world)
        assert listed(client)["voices"] == 8
        check(world, client)

    def test_another_level(self, world: World, client: FlaskClient, published: list[uuid.UUID]) -> None:
        settings(world, public_level="region")
        follow(world)
        assert listed(client)["needs"][0]["place"]["code"] == "R1"
        check(world, client)

    def test_places_that_are_called_otherwise_or_lie_elsewhere(
        self, world: World, client: FlaskClient, published: list[uuid.UUID]
    ) -> None:
        def rename(session: Any) -> None:
            place = session.get(Place, "S1")
            place.name, place.label, place.lat, place.lng = "Autre", "Autre", None, None
            session.add(
                PlaceShape(code="S1", geometry={"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 0]]]})
            )

        changed(world, rename)
        assert listed(client)["needs"][0]["place"]["label"] == "Autre"
        check(world, client)
        changed(world, lambda session: session.execute(delete(PlaceShape)))
        assert listed(client)["needs"][0]["place"]["latitude"] is None
        check(world, client)

    def test_another_home_of_the_programme(self, world: World, client: FlaskClient, published: list[uuid.UUID]) -> None:
        settings(world, public_level="locality", public_population=0)
        follow(world)
        before = listed(client)["total"]
        changed(world, lambda session: setattr(session.get(Programme, world.programme), "place_code", "S1"))
        check(world, client)
        assert before == listed(client)["total"] == 1

    def test_a_theme_and_what_answers_it(self, world: World, client: FlaskClient, published: list[uuid.UUID]) -> None:
        assigned(world, *published, theme="Pompes", new_solution="Deux réparateurs", project_id="P1")
        assert listed(client)["needs"][0]["solution"]["project"]["id"] == "P1"
        check(world, client)

        def rewrite(session: Any) -> None:
            solution = session.scalars(select(Solution)).one()
            form = SolutionForm(
                "Trois réparateurs", themes=ThemeChoice((), [one.id for one in session.scalars(select(Theme))])
            )
            save_solution(session, world.programme, solution, form, author=Author(world.adjoua, clock.now()))

        changed(world, rewrite)
        assert listed(client)["needs"][0]["solutions"] == []
        check(world, client)
        publish(world)
        changed(world, lambda session: setattr(session.scalars(select(Theme)).one(), "title", "Autre nom"))
        assert listed(client)["needs"][0]["theme"]["title"] == "Autre nom"
        check(world, client)
        changed(
            world, lambda session: unassign(session, world.programme, published[:2], by=world.adjoua, now=clock.now())
        )
        assert listed(client)["total"] == 0, "four of the theme and two without: of five, each would have had some"
        check(world, client)

    def test_who_pays(self, world: World, client: FlaskClient, published: list[uuid.UUID]) -> None:
        assigned(world, *published, project_id="P1")

        def funder() -> Any:
            return listed(client)["needs"][0]["solution"]["project"]["funders"]

        assert funder() == []
        pays = ProjectFunder(programme_id="pilote", project_id="P1", organisation_id="cacao-du-lac")
        changed(world, lambda session: session.add(pays))
        assert funder()[0]["name"] == "Cacao du Lac"
        changed(world, lambda session: setattr(session.get(Organisation, "cacao-du-lac"), "name", "Cacao"))
        assert funder()[0]["name"] == "Cacao"
        changed(world, lambda session: setattr(session.get(Project, ("P1", "pilote")), "status", "livré"))
        assert listed(client)["needs"][0]["solution"]["project"]["status"] == "livré"
        check(world, client)

    def test_the_next_week(self, world: World, client: FlaskClient, published: list[uuid.UUID]) -> None:
        before = shown(client)
        five(client, world, "san")
        later = clock.now() + dt.timedelta(days=30)
        changed(
            world, lambda session: session.execute(update(Item).where(Item.domain == "san").values(accepted_at=later))
        )
        assert shown(client) == before
        check(world, client)
        follow(world)
        assert shown(client) == before
        check(world, client)
        changed(world, lambda session: session.execute(update(Batch).values(until=later + dt.timedelta(days=1))))
        check(world, client)

    def test_another_programme(self, world: World, client: FlaskClient, published: list[uuid.UUID]) -> None:
        def other(session: Any) -> None:
            session.get(Programme, "ailleurs").settings = {"demo": True, "k_public": 1}

        record = say(client, world.stranger)
        before = shown(client)
        with world.app.app_context(), transaction() as session:
            from feedback_app.review import actions as review

            review.catch_up(session, "ailleurs")
            session.execute(
                update(Case).where(Case.record_id == record).values(state="accepted", decided_at=clock.now())
            )
        follow(world)
        assert shown(client) == before
        changed(world, other)
        assert {one["programme"] for one in listed(client)["needs"]} == {"pilote", "ailleurs"}
        check(world, client)
        store(world)
        check(world, client)


def test_a_restored_database_is_never_answered_with_the_pages_of_another_time(
    world: World, client: FlaskClient, published: list[uuid.UUID]
) -> None:
    """Marks are drawn anew each time: no state of the database has those of an earlier one."""
    seen = set()
    for _ in range(3):
        changed(world, lambda session: suspend(session, world.programme, published[0], by="desk", now=clock.now()))
        changed(world, lambda session: decline(session, world.programme, published[0], by="Adjoua", now=clock.now()))
        store(world)
        with world.app.app_context():
            seen.add(public_list.version(db.session))
    assert len(seen) == 3


def test_what_is_asked_again_reads_no_items(world: World, client: FlaskClient, published: list[uuid.UUID]) -> None:
    got = client.get("/api/v1/portfolio")
    with statements(world) as asked:
        again = client.get("/api/v1/portfolio", headers={"If-None-Match": got.headers["ETag"]})
        assert again.status_code == 304
        assert client.get("/api/v1/portfolio").data == got.data
    assert sum("portfolio" in one for one in asked) == 2 and not any("portfolio_item" in one for one in asked)


def test_the_job_with_nothing_new_writes_nothing_and_asks_the_same_however_many_needs_there_are(
    world: World, client: FlaskClient, published: list[uuid.UUID]
) -> None:
    follow(world)
    with world.app.app_context(), statements(world) as asked:
        assert jobs.run("portfolio") == 0
    assert not [one for one in asked if not one.upper().startswith(("SELECT", "BEGIN", "PRAGMA", "SET"))]
    assert not [one for one in asked if "review_case" in one or "count(" in one]


def test_counts_are_read_as_they_were_written() -> None:
    one = counts.PlaceCount("/XX/R1/", uuid.uuid4(), None)
    one.add(3, "panne", None, ("2026-01", "2026-03"))
    one.add(2, None, "grave", (None, None))
    assert counts.read(counts.write([one])) == [one]


def test_what_triggers_missed_is_found_before_a_batch(world: World, client: FlaskClient) -> None:
    """Somebody deleted marks by hand."""
    records = five(client, world)
    decide(world, records[0], REOPEN)
    changed(world, lambda session: session.execute(delete(PendingItem)))
    more = [say(client, world.awa) for _ in range(5)]
    for record in more:
        decide(world, record)
    changed(world, lambda session: session.execute(delete(PendingItem)))
    assert next_week(world) == 0, "what differs is taken in first"
    assert next_week(world) == 9
    check(world, client)


def test_a_domain_of_which_nothing_is_left_has_no_counts(
    world: World, client: FlaskClient, published: list[uuid.UUID]
) -> None:
    for record in published:
        erase(world, record)
    follow(world)
    with world.app.app_context():
        assert db.session.scalars(select(StoredCounts)).all() == []
