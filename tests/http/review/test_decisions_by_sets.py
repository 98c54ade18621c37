"""Adjoua decides on many records in one go: as one by one, and at the cost of one."""

from __future__ import annotations

import uuid

import pytest
from flask.testing import FlaskClient

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.review import actions
from feedback_app.review.case import Action, Refusal
from feedback_app.review.decisions.decide import Outcomes, Verdict, decide_many
from feedback_app.review.tables import Case, Decision
from schemas.states import State
from tests.desk_actions import ACCEPT, REJECT, RELEASE
from tests.http.portfolio_people import decide, erase, say, status_on_phone
from tests.people import World
from tests.statements import statements

pytestmark = pytest.mark.both_databases

ACCEPTED = Verdict(ACCEPT, rev_seen=1, state_seen=State.RECEIVED)


def decided(world: World, verdicts: dict[uuid.UUID, Verdict]) -> Outcomes:
    with world.app.app_context(), transaction() as session:
        actions.catch_up(session, world.programme)
        return decide_many(session, world.programme, verdicts, by=world.adjoua, now=clock.now())


def states(world: World) -> dict[uuid.UUID, str]:
    with world.app.app_context():
        return {case.record_id: case.state for case in db.session.query(Case)}


def refused(client: FlaskClient, world: World) -> uuid.UUID:
    """A record in quarantine for a fault that a person may overrule."""
    entry = world.awa.entry(answers={"domaine": "eau"})
    assert world.awa.sync(client, entry)["acks"][0]["outcome"] == "quarantined"
    return uuid.UUID(entry["id"])


def test_each_author_hears_of_a_decision_on_many(world: World, client: FlaskClient) -> None:
    mine, his = say(client, world.awa), say(client, world.koffi)
    made = decided(world, {mine: ACCEPTED, his: ACCEPTED})
    assert all(isinstance(one, Decision) for one in made.values())
    for phone, record in ((world.awa, mine), (world.koffi, his)):
        assert [event["state"] for event in status_on_phone(world, phone, client, record)["events"]] == [
            "received",
            "accepted",
        ]


def test_what_cannot_be_decided_is_left_out_and_named_and_the_others_are_decided(
    world: World, client: FlaskClient
) -> None:
    fine, faster, corrected, gone, impossible = (say(client, world.awa) for _ in range(5))
    decide(world, faster, REJECT, reason="duplicate")
    decide(world, impossible)
    world.awa.sync(client, world.awa.entry(id=str(corrected), rev=2))
    erase(world, gone)
    again = Verdict(ACCEPT, rev_seen=1)
    unreasoned = Verdict(REJECT, rev_seen=1)
    made = decided(world, {fine: ACCEPTED, faster: ACCEPTED, corrected: ACCEPTED, gone: ACCEPTED, impossible: again})
    assert isinstance(made.pop(fine), Decision)
    assert made == {
        faster: Refusal.STALE,
        corrected: Refusal.STALE,
        gone: Refusal.IMPOSSIBLE,
        impossible: Refusal.IMPOSSIBLE,
    }
    assert decided(world, {corrected: unreasoned})[corrected] is not None
    assert states(world) == {
        fine: "accepted", faster: "rejected", corrected: "received", impossible: "accepted",
    }  # fmt: skip


def test_several_revisions_are_let_in_at_once_and_what_spoke_against_them_is_saved(
    world: World, client: FlaskClient
) -> None:
    records = [refused(client, world) for _ in range(3)]
    made = decided(world, {one: Verdict(RELEASE, rev_seen=0, rev=1) for one in records})
    assert all(isinstance(one, Decision) and "required" in str(one.message) for one in made.values())
    assert states(world) == dict.fromkeys(records, "received")
    assert status_on_phone(world, world.awa, client, records[0])["events"][-1].get("message") is None


@pytest.mark.parametrize("action", [ACCEPT, RELEASE])
def test_deciding_on_many_costs_as_many_statements_as_on_one(
    world: World, client: FlaskClient, action: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback_app.base.bulk.WORTH_A_COPY", 1_000_000)  # a COPY would not be counted
    counts = []
    for many in (1, 12):  # not so many at once that they are flagged for it
        if action is RELEASE:
            verdicts = {refused(client, world): Verdict(action, rev_seen=0, rev=1) for _ in range(many)}
        else:
            verdicts = {say(client, world.awa): ACCEPTED for _ in range(many)}
        with world.app.app_context(), transaction() as session:
            actions.catch_up(session, world.programme)
        with statements(world) as asked:
            assert all(isinstance(one, Decision) for one in decided(world, verdicts).values())
        counts.append(len(asked))
    assert counts[0] == counts[1], counts


def test_deciding_on_nothing_is_nothing(world: World) -> None:
    assert decided(world, {}) == {}
