"""Awa's phone shows what became of her record; whatever the desk does, in any order, its history only ever grows."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.ledger import timeline
from feedback_app.ledger.status_event import StatusEvent
from feedback_app.ledger.tables import TimelineEvent
from feedback_app.portfolio.solutions.answering import ThemeChoice, choose_themes
from feedback_app.portfolio.solutions.assigning import Choice, assign, unassign
from feedback_app.portfolio.solutions.funding import StageChange, change_stage
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.solutions.publishing import publish_portfolio_events
from feedback_app.portfolio.solutions.stages import Stage
from feedback_app.portfolio.solutions.tables import Solution, Theme
from feedback_app.review import actions as review
from feedback_app.review.case import Action
from feedback_app.review.decisions.decide import Verdict
from feedback_app.review.decisions.decide import decide as decide_case
from feedback_app.review.record.actions import note_reading
from feedback_app.review.store import find_case
from tests.desk_actions import ACCEPT, REJECT, REOPEN, TAKE
from tests.http.portfolio_people import accepted, assigned, decide, erase, published, say, status_on_phone
from tests.people import World
from tests.statements import statements

pytestmark = pytest.mark.both_databases


class Desk:
    """What staff and jobs may do to one record, whether or not it is possible just now."""

    def __init__(self, world: World, client: FlaskClient) -> None:
        self.world, self.client = world, client
        self.record, self.rev = say(client, world.awa), 1
        self.steps: dict[str, Callable[[], object]] = {
            **{action.code: partial(self.decide, action) for action in (TAKE, ACCEPT, REJECT, REOPEN)},
            **{stage: partial(self.change_stage, stage) for stage in Stage},
            **{job: partial(jobs.run, job) for job in ("review", "portfolio", "receipts")},
            "read": self.read, "revise": self.revise, "tie": self.assign, "untie": self.unassign,
            "tie unread": self.assign_unread, "publish": self.publish,
            "answer": partial(self.answer, to=True), "no answer": partial(self.answer, to=False),
        }  # fmt: skip

    def decide(self, action: Action) -> None:
        with transaction() as session:
            review.catch_up(session, self.world.programme)
            case = find_case(session, self.world.programme, self.record, lock=True)
            assert case is not None
            reason = "duplicate" if action is REJECT else None
            verdict = Verdict(action=action, rev_seen=case.rev, reason=reason)
            decide_case(session, case, verdict, by=self.world.adjoua, now=clock.now())

    def read(self) -> None:
        with transaction() as session:
            case = find_case(session, self.world.programme, self.record, lock=True)
            if case:
                note_reading(session, case, by=self.world.adjoua, now=clock.now())

    def revise(self) -> None:
        self.rev += 1
        entry = self.world.awa.entry(id=str(self.record), rev=self.rev)
        self.world.awa.sync(self.client, entry)

    def assign(self) -> None:
        self._assign("Pompes")
        self.publish()

    def assign_unread(self) -> None:
        """To a theme whose title nobody else has read."""
        self._assign("Pompes du Lac")

    def _assign(self, theme: str) -> None:
        chosen = Choice(new_theme=theme, new_solution="Former deux réparateurs")
        with transaction() as session:
            assign(session, self.world.programme, [self.record], chosen, by=self.world.adjoua, now=clock.now())

    def publish(self) -> None:
        with transaction() as session:
            published(session, self.world)

    def unassign(self) -> None:
        with transaction() as session:
            unassign(session, self.world.programme, [self.record], by=self.world.adjoua, now=clock.now())

    def change_stage(self, stage: Stage) -> None:
        with transaction() as session:
            for solution in session.query(Solution):
                change = StageChange(stage, clock.now().date(), "P1")
                change_stage(session, solution, change, by=self.world.adjoua, now=clock.now())

    def answer(self, *, to: bool) -> None:
        with transaction() as session:
            solution = session.query(Solution).first()
            for theme in session.query(Theme):
                choice = ThemeChoice([theme.id]) if to else ThemeChoice(before=[theme.id])
                if solution:
                    choose_themes(session, solution, choice, author=Author(self.world.adjoua, clock.now()))

    def shown(self) -> list[tuple[str, str, str]]:
        """The history on Awa's phone."""
        self.world.awa.sync(self.client)
        row = self.world.awa.pulled.get(("record", str(self.record)), {"events": []})
        return [(event["id"], event["state"], event["at"]) for event in row["events"]]


STEPS = [
    "take", "accept", "accept", "reject", "reopen", "read", "revise", "tie", "tie", "untie", "answer", "no answer",
    *Stage, "review", "portfolio", "receipts",
]  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=4, max_size=14))
def test_no_order_of_review_portfolio_and_funding_shortens_a_history(
    world: World, client: FlaskClient, steps: list[str]
) -> None:
    with world.app.app_context():
        desk = Desk(world, client)
        before = desk.shown()
        for step in ["accept", "tie", *steps]:
            desk.steps[step]()
            now = desk.shown()
            assert now[: len(before)] == before, (step, before, now)
            before = now
        assert [state for _, state, _ in before][:1] in ([], ["received"])


def test_a_decision_leaves_the_portfolio_s_events_in_the_timeline(world: World, client: FlaskClient) -> None:
    record = accepted(client, world)
    assigned(world, record)
    decide(world, record, REOPEN)
    states = [event["state"] for event in status_on_phone(world, world.awa, client, record)["events"]]
    assert states == ["received", "accepted", "in_portfolio", "received"], "before any job has run"


def test_each_source_changes_only_its_own_events(world: World, client: FlaskClient) -> None:
    record = accepted(client, world)
    with world.app.app_context(), transaction() as session:
        review_event = session.query(TimelineEvent).filter_by(state="accepted").one()
        same = StatusEvent("portfolio", review_event.id, "in_portfolio", clock.now(), message="Pompes")
        timeline.publish_events(session, world.programme, "portfolio", {record: [same]})
    shown = status_on_phone(world, world.awa, client, record)["events"]
    assert [(event["state"], event.get("message")) for event in shown[1:]] == [
        ("accepted", None),
        ("in_portfolio", "Pompes"),
    ]


def test_an_erased_record_leaves_no_timeline(world: World, client: FlaskClient) -> None:
    record = accepted(client, world)
    erase(world, record)
    with world.app.app_context():
        assert db.session.query(TimelineEvent).count() == 0
    assert status_on_phone(world, world.awa, client, record)["events"] == []


def test_nothing_is_added_to_the_timeline_of_an_erased_record(world: World, client: FlaskClient) -> None:
    record = accepted(client, world)
    assigned(world, record)
    erase(world, record)
    with world.app.app_context(), transaction() as session:
        publish_portfolio_events(session, world.programme, [record], now=clock.now())
    with world.app.app_context():
        assert db.session.query(TimelineEvent).count() == 0
    assert status_on_phone(world, world.awa, client, record)["events"] == []


def test_publishing_many_timelines_costs_as_many_statements_as_publishing_one(
    world: World, client: FlaskClient
) -> None:
    counts = []
    for many in (1, 12):
        records: list[uuid.UUID] = [say(client, world.awa) for _ in range(many)]
        with statements(world) as asked, world.app.app_context(), transaction() as session:
            timelines = {one: [StatusEvent("review", f"{one}.1", "received", clock.now(), 1)] for one in records}
            timeline.publish_events(session, world.programme, "review", timelines)
        counts.append(len(asked))
    assert counts[0] == counts[1]
