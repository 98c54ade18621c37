"""What Adjoua decides reaches the portfolio, and leaves it again."""

from __future__ import annotations

import json
import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.ledger.feed import Bound, Put, put
from feedback_app.ledger.tables import FeedRow
from feedback_app.portfolio.solutions.actions import beyond_bound, drop_beyond
from feedback_app.portfolio.solutions.assigning import unassign
from feedback_app.portfolio.solutions.tables import Item, Theme
from sync.spoken_code import code_of, row_name
from tests.desk_actions import REJECT, REOPEN
from tests.http.portfolio_people import (
    accepted,
    assigned,
    decide,
    demonstration,
    erase,
    follow,
    listed,
    place_feed_row,
    say,
    settings,
    status_on_phone,
)
from tests.people import World

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def shown_at_once(world: World) -> None:
    """What these tests accept is made up: it is in the public list at once, with exact figures."""
    demonstration(world)


def item(world: World, record: uuid.UUID) -> Item | None:
    with world.app.app_context(), transaction() as session:
        return session.get(Item, (world.programme, record))


def test_a_need_that_nobody_has_accepted_is_not_there(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa)
    follow(world)
    assert item(world, record) is None and listed(client)["total"] == 0
    decide(world, record, REJECT, reason="duplicate")
    follow(world)
    assert item(world, record) is None and listed(client)["total"] == 0


def test_an_accepted_need_is_shown_at_the_place_above_the_village(world: World, client: FlaskClient) -> None:
    record = accepted(client, world, answers={"domaine": "eau", "quoi_eau": "panne"})
    found = item(world, record)
    assert found and (found.place_code, found.domain, found.subcategory, found.gravity) == (
        "S1",
        "eau",
        "panne",
        "grave",
    )
    need = listed(client)["needs"][0]
    assert (need["place"]["code"], need["place"]["name"]) == ("S1", "Le Lac")
    assert need["domain"]["code"] == "eau"


def test_the_job_is_idempotent(world: World, client: FlaskClient) -> None:
    accepted(client, world)
    assert follow(world) == 0


def test_a_decision_that_was_committed_late_is_found_by_the_next_run(world: World, client: FlaskClient) -> None:
    early, late = say(client, world.awa), say(client, world.awa)
    decide(world, late)
    assert follow(world) == 1
    decide(world, early)
    assert follow(world) == 1


def test_a_reopened_need_leaves(world: World, client: FlaskClient) -> None:
    record = accepted(client, world)
    decide(world, record, REOPEN)
    assert follow(world) == 1
    assert item(world, record) is None and listed(client)["total"] == 0


def test_a_corrected_need_leaves_until_it_is_read_again(world: World, client: FlaskClient) -> None:
    record = accepted(client, world)
    world.awa.sync(
        client, world.awa.entry(id=str(record), rev=2, answers={"age": "25_34", "domaine": "san", "gravite": "gene"})
    )
    follow(world)
    assert listed(client)["total"] == 0, "nobody has read the new revision"
    decide(world, record)
    follow(world)
    assert listed(client)["needs"][0]["domain"]["code"] == "san"


def test_an_erased_need_leaves_at_the_next_run(world: World, client: FlaskClient) -> None:
    record = accepted(client, world)
    assigned(world, record)
    erase(world, record)
    assert follow(world) == 1
    assert item(world, record) is None and listed(client)["total"] == 0


def test_a_change_of_the_public_level_moves_what_is_shown(world: World, client: FlaskClient) -> None:
    accepted(client, world)
    settings(world, public_level="region")
    assert follow(world) == 1
    assert listed(client)["needs"][0]["place"]["code"] == "R1"


def test_phones_of_the_place_get_the_need_in_their_place_feed_and_lose_it_again(
    world: World, client: FlaskClient
) -> None:
    record = accepted(client, world, answers={"domaine": "eau", "quoi_eau": "panne"})
    for phone in (world.awa, world.koffi):
        phone.sync(client)
        row = phone.pulled[place_feed_row(world, record)]
        assert (row["place"], row["domain"], row["summary"]) == ("S1", "eau", "L’eau : La pompe est en panne")
    world.stranger.sync(client)
    assert place_feed_row(world, record) not in world.stranger.pulled
    decide(world, record, REOPEN)
    follow(world)
    for phone in (world.awa, world.koffi):
        phone.sync(client)
        assert place_feed_row(world, record) not in phone.pulled


def test_phones_hold_what_was_accepted_last_of_a_place_and_of_the_programme(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A phone of the whole country does not fill up with every need that was ever recorded."""

    def bounded(at_a_place: int, in_all: int) -> set[str]:
        bound = Bound("need", at_a_place=at_a_place, in_all=in_all)
        monkeypatch.setattr("feedback_app.portfolio.solutions.actions.FEED_BOUND", bound)
        names.append(place_feed_row(world, accepted(client, world))[1])
        world.koffi.sync(client)
        return {name for kind, name in world.koffi.pulled if kind == "need"}

    names: list[str] = []
    assert [len(bounded(2, 9)) for _ in range(3)] == [1, 2, 2]
    assert bounded(2, 9) == set(names[-2:]), "the newest of the place"
    assert bounded(9, 1) == {names[-1]}, "the newest of all"
    assert len(_items(world)) == 5, "the portfolio keeps them all"


def test_a_need_that_changed_while_the_job_looked_for_what_is_beyond_stays_on_phones(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [place_feed_row(world, accepted(client, world))[1] for _ in range(2)]
    bound = Bound("need", at_a_place=9, in_all=0)
    monkeypatch.setattr("feedback_app.portfolio.solutions.actions.FEED_BOUND", bound)
    with world.app.app_context():
        with transaction() as session:
            beyond = beyond_bound(session, world.programme, limit=9)
            changed = [Put("need", names[0], "/XX/", json.dumps({"id": names[0]}))]
            put(session, world.programme, changed)
        with transaction() as session:
            assert drop_beyond(session, world.programme, beyond) == 1
        shown = select(FeedRow.name).where(FeedRow.kind == "need", FeedRow.body.is_not(None))
        assert db.session.scalars(shown).all() == [names[0]]


def _items(world: World) -> list[Item]:
    with world.app.app_context():
        return list(db.session.scalars(select(Item)))


def test_a_need_about_a_sensitive_subject_is_not_in_the_place_feed(world: World, client: FlaskClient) -> None:
    record = accepted(client, world, answers={"domaine": "gen"})
    world.koffi.sync(client)
    assert place_feed_row(world, record) not in world.koffi.pulled


def test_awas_phone_gets_each_step_of_the_timeline(world: World, client: FlaskClient) -> None:
    record = accepted(client, world)
    assigned(world, record, theme="Pompes en panne")
    row = status_on_phone(world, world.awa, client, record)
    assert [event["state"] for event in row["events"]] == ["received", "accepted", "in_portfolio"]
    assert row["state"] == "in_portfolio" and row["events"][-1]["message"] == "Pompes en panne"
    with world.app.app_context(), transaction() as session:
        unassign(session, world.programme, [record], by=world.adjoua, now=clock.now())
    assert status_on_phone(world, world.awa, client, record)["state"] == "accepted"


def test_the_timeline_keeps_the_portfolio_s_events_after_review_took_the_need_back(
    world: World, client: FlaskClient
) -> None:
    record = accepted(client, world)
    assigned(world, record)
    decide(world, record, REOPEN)
    follow(world)
    row = status_on_phone(world, world.awa, client, record)
    assert [event["state"] for event in row["events"]] == ["received", "accepted", "in_portfolio", "received"]
    decide(world, record)
    follow(world)
    row = status_on_phone(world, world.awa, client, record)
    assert row["state"] == "accepted", "it was accepted anew and waits to be assigned"
    found = item(world, record)
    assert found and found.theme_id is None
    assigned(world, record)
    assert status_on_phone(world, world.awa, client, record)["state"] == "in_portfolio"


def test_later_review_events_leave_the_portfolio_s_in_the_timeline(world: World, client: FlaskClient) -> None:
    record = accepted(client, world)
    assigned(world, record)
    decide(world, record, REOPEN)
    follow(world)
    decide(world, record, REJECT, reason="duplicate")
    follow(world)
    row = status_on_phone(world, world.awa, client, record)
    assert [event["state"] for event in row["events"]] == [
        "received",
        "accepted",
        "in_portfolio",
        "received",
        "rejected",
    ]
    before = world.awa.cursor
    follow(world)
    follow(world)
    assert status_on_phone(world, world.awa, client, record) == row and world.awa.cursor == before, (
        "nothing is published twice"
    )


def test_a_need_of_several_is_assigned_with_its_theme_solution_and_project(world: World, client: FlaskClient) -> None:
    first, second = accepted(client, world), accepted(client, world, world.koffi, place="V2")
    theme = assigned(world, first, new_solution="Former deux réparateurs", project_id="P1")
    assigned(world, second)
    needs = listed(client)["needs"]
    assert len(needs) == 1 and needs[0]["theme"]["id"] == theme
    assert needs[0]["solution"]["title"] == "Former deux réparateurs", "the second took the theme's own solution"
    assert needs[0]["solution"]["project"]["title"] == "Pompe de Kongodougou"
    with world.app.app_context(), transaction() as session:
        assert session.query(Theme).count() == 1


def test_no_phone_learns_from_the_place_feed_which_record_a_need_is(world: World, client: FlaskClient) -> None:
    """Who has the id has the spoken code, and on a locked phone sees whose record it is."""
    record = accepted(client, world)
    world.koffi.sync(client)
    (name,) = (name for kind, name in world.koffi.pulled if kind == "need")
    row = world.koffi.pulled["need", name]
    assert row["id"] == name
    assert uuid.UUID(name).version == 8, "no phone files under such an id"
    codes = {code_of(record), row_name(record), str(record), record.hex}
    assert not any(code in json.dumps(row) for code in codes)
    assert (code_of(uuid.UUID(name)), row_name(uuid.UUID(name))) != (code_of(record), row_name(record))


def put_as_before(session: scoped_session[Session], world: World, record: uuid.UUID) -> None:
    """The row of a need under its record's id, as servers of before put it."""
    item = session.query(Item).filter_by(record_id=record).one()
    body = {
        "id": str(record), "place": item.place_code, "place_label": "", "domain": item.domain, "summary": "L’eau",
        "accepted_at": clock.iso(item.accepted_at),
    }  # fmt: skip
    put(session, world.programme, [Put("need", str(record), item.place_path, json.dumps(body))])


def test_rows_that_bear_a_record_s_id_are_replaced_on_every_phone(world: World, client: FlaskClient) -> None:
    record = accepted(client, world)
    with world.app.app_context(), transaction() as session:
        put_as_before(session, world, record)
        session.query(Item).update({"rule": "of before"})
    world.koffi.sync(client)
    assert ("need", str(record)) in world.koffi.pulled
    follow(world)
    world.koffi.sync(client)
    assert {name for name in world.koffi.pulled if name[0] == "need"} == {place_feed_row(world, record)}


def test_a_row_of_before_goes_with_its_record_at_once(world: World, client: FlaskClient) -> None:
    record = accepted(client, world)
    with world.app.app_context(), transaction() as session:
        put_as_before(session, world, record)
    world.koffi.sync(client)
    erase(world, record)
    world.koffi.sync(client)
    assert [name for name in world.koffi.pulled if name[0] == "need"] == []
