"""No phone waits for a job: it works in slices, each a short transaction, and takes no write lock when nothing is new."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, func, select, update

from feedback_app import jobs
from feedback_app.audit import transactions as audit_transactions
from feedback_app.base import clock, slices
from feedback_app.base.db import db, transaction
from feedback_app.ledger import transactions as ledger_transactions
from feedback_app.ledger.tables import Erasure, FeedRow, Follower, Record
from feedback_app.ledger.timeline import KIND
from feedback_app.media.tables import Media
from feedback_app.portfolio.solutions.tables import Item
from feedback_app.receipt.tables import Receipt
from feedback_app.review.decisions.decide import Verdict, decide_many
from feedback_app.review.tables import Case
from feedback_app.rights.tables import RetentionRun
from schemas.states import State
from tests.build import need_answers
from tests.desk_actions import ACCEPT
from tests.http.tus import sha256
from tests.people import World
from tests.statements import statements

FOLLOWERS = ("prompts", "consent", "review", "facts", "portfolio", "receipts", "ledger-chain", "audit", "batches")
"""Jobs that go through what came, in an order in which each has something to do."""
RECORDS, SLICE = 40, 10
SLICED = (jobs, audit_transactions, ledger_transactions)
ROWS = 12
"""Rows of all tables that a job writes for one record, at most: a case, an item, facts, rows of the feed."""


def run(world: World, name: str) -> object:
    with world.app.app_context():
        return jobs.run(name)


def send_records(world: World, client: FlaskClient) -> None:
    world.awa.sync(client, *(world.awa.entry(answers=need_answers()) for _ in range(RECORDS)))


def all_accepted(world: World) -> None:
    """Adjoua accepts what waits; and facts are of an earlier rule."""
    with world.app.app_context(), transaction() as session:
        waiting = session.scalars(select(Case.record_id).where(Case.state == State.RECEIVED)).all()
        verdicts = {one: Verdict(ACCEPT, rev_seen=1) for one in waiting}
        decide_many(session, world.programme, verdicts, by=world.adjoua, now=clock.now())
        session.execute(update(Record).values(facts_stamp="earlier"))
        session.execute(update(Follower).where(Follower.name.startswith("facts")).values(position=0))


@contextmanager
def rows_of_each_transaction(world: World) -> Iterator[list[int]]:
    """How many rows each transaction of this app changed, on SQLite."""
    seen: list[int] = []
    before: dict[int, int] = {}
    with world.app.app_context():
        engine = db.engine

    def begins(connection: object) -> None:
        raw = connection.connection.dbapi_connection  # type: ignore[attr-defined]
        before[id(raw)] = raw.total_changes

    def commits(connection: object) -> None:
        raw = connection.connection.dbapi_connection  # type: ignore[attr-defined]
        seen.append(raw.total_changes - before[id(raw)])

    event.listen(engine, "begin", begins)
    event.listen(engine, "commit", commits)
    try:
        yield seen
    finally:
        event.remove(engine, "begin", begins)
        event.remove(engine, "commit", commits)


def most_rows(world: World, client: FlaskClient) -> dict[str, int]:
    """The most rows that one transaction of each job changed, and that each had something to do."""
    found = {}
    send_records(world, client)
    for name in FOLLOWERS:
        if name == "facts":
            all_accepted(world)
        with rows_of_each_transaction(world) as rows:
            run(world, name)
        found[name] = max(rows)
    assert counts(world) == (RECORDS, RECORDS, RECORDS)
    return found


def counts(world: World) -> tuple[int, ...]:
    """How many cases, items and receipts there are."""
    with world.app.app_context():
        return tuple(db.session.scalar(select(func.count()).select_from(one)) or 0 for one in (Case, Item, Receipt))


def test_no_job_changes_more_rows_in_a_transaction_than_a_slice_has(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in SLICED:
        monkeypatch.setattr(module, "in_slices", partial(slices.in_slices, most=SLICE))
    found = most_rows(world, client)
    assert {name: rows for name, rows in found.items() if rows > ROWS * SLICE} == {}


def test_the_count_of_rows_finds_a_job_that_does_all_at_once(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "FIRST", RECORDS * 2)
    found = most_rows(world, client)
    assert {"review", "portfolio", "receipts", "facts"} <= {name for name, rows in found.items() if rows >= RECORDS}


def test_a_job_with_nothing_new_takes_no_write_lock(world: World, client: FlaskClient) -> None:
    send_records(world, client)
    for name in FOLLOWERS:
        run(world, name)
    for name in FOLLOWERS:
        with statements(world) as asked:
            run(world, name)
        assert asked and "BEGIN IMMEDIATE" not in asked, name


def test_what_is_over_is_deleted_in_slices_and_is_one_run(world: World, client: FlaskClient) -> None:
    send_records(world, client)
    run(world, "review")
    all_accepted(world)
    long_ago = clock.now() - dt.timedelta(days=20 * 365)
    with world.app.app_context(), transaction() as session:
        session.execute(update(Case).values(decided_at=long_ago))
    with rows_of_each_transaction(world) as rows:
        assert run(world, "retention") == RECORDS
    assert max(rows) < RECORDS * ROWS and len(rows) > RECORDS // jobs.FEW_RECORDS
    with world.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Record)) == 0
        assert [one.deleted for one in db.session.scalars(select(RetentionRun))] == [{"records": RECORDS}]


def test_media_that_arrived_after_an_erasure_is_deleted_in_slices_and_looked_for_without_the_write_lock(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_transactions, "FEW", 2)
    late = [sha256(b"photo %d" % n) for n in range(5)]
    with world.app.app_context(), transaction() as session:
        for one in late:
            session.add(Erasure(
                programme_id=world.programme, record_id=uuid.uuid4(), at=clock.now(), reason="author", by="", owner="",
                known_as=None, media=[one],
            ))  # fmt: skip
            session.add(Media(programme_id=world.programme, sha256=one, type="image/jpeg", bytes=7, state="ready",
                              received_at=clock.now()))  # fmt: skip
    with rows_of_each_transaction(world) as rows:
        assert run(world, "erasures") == len(late)
    assert max(rows) == 2
    with statements(world) as asked:
        run(world, "erasures")
    assert asked and "BEGIN IMMEDIATE" not in asked


@pytest.mark.both_databases
def test_a_server_that_is_killed_between_two_slices_goes_on_with_the_next_one(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(_seconds: float) -> None:
        raise Killed

    for module in SLICED:
        monkeypatch.setattr(module, "in_slices", partial(slices.in_slices, most=SLICE))
    send_records(world, client)
    for name, count in (("review", Case), ("portfolio", Item), ("receipts", Receipt)):
        if name == "portfolio":
            all_accepted(world)
            run(world, "facts")
        with monkeypatch.context() as power, pytest.raises(Killed):
            power.setattr(time, "sleep", killed)
            run(world, name)
        with world.app.app_context():
            assert 0 < (db.session.scalar(select(func.count()).select_from(count)) or 0) <= SLICE, name
        run(world, name)
    assert counts(world) == (RECORDS, RECORDS, RECORDS)
    with world.app.app_context():
        shown = select(FeedRow.kind, func.count()).where(FeedRow.body.is_not(None)).group_by(FeedRow.kind)
        by_kind = dict(db.session.execute(shown).all())
    assert (by_kind[KIND], by_kind["need"], by_kind["fate"]) == (RECORDS, RECORDS, RECORDS)


@pytest.mark.both_databases
def test_receipts_follow_on_although_much_else_is_on_the_feed(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from feedback_app.receipt import actions

    send_records(world, client)
    run(world, "receipts")
    with world.app.app_context():
        assert db.session.scalar(select(Follower.position).where(Follower.name == actions.FOLLOWER))
        assert not actions.is_behind(db.session, world.programme, now=clock.now())
        monkeypatch.setattr(actions, "FAR", 0)
        assert actions.is_behind(db.session, world.programme, now=clock.now()), "its own rows are behind it"
    assert run(world, "receipts") == 0
    last = uuid.UUID(world.awa.sync(client, world.awa.entry())["acks"][0]["id"])
    run(world, "receipts")
    with world.app.app_context():
        assert db.session.get(Receipt, (world.programme, last))


def test_a_slice_is_made_as_large_as_takes_a_twentieth_of_a_second() -> None:
    assert slices.next_limit(100, 0.1) == 50
    assert slices.next_limit(100, 10.0) == slices.FEWEST, "however slow the machine, it goes on"
    assert slices.next_limit(100, 0.0001) == 200, "grows step by step"
    assert slices.next_limit(400, 0.0001) == slices.MOST
    assert slices.next_limit(1, 10.0, most=1) == 1
