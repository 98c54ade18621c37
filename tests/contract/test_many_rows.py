"""Rows that are inserted past the ORM come back as they were given, few or many, whatever is in them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from feedback_app.audit.tables import AuditEvent
from feedback_app.base.bulk import insert_many
from feedback_app.base.db import db, is_one_of, transaction, uuids
from feedback_app.ledger.tables import LedgerEntry, RecordFact
from feedback_app.receipt.tables import Receipt
from tests.people import World

pytestmark = pytest.mark.both_databases

AT = dt.datetime(2026, 11, 23, 12, 0, 1, 234567, tzinfo=dt.timezone(dt.timedelta(hours=2)))
FEW_AND_MANY = pytest.mark.parametrize("worth_a_copy", [0, 1_000])


def entry(world: World, position: int, **fields: Any) -> dict[str, Any]:
    return {
        "programme_id": world.programme, "position": position, "record_id": uuid.uuid4(), "rev": 1, "digest": "a" * 64,
        "body": bytes(range(256)), "device_id": world.awa.device_id, "received_at": AT, "clock_offset_ms": None,
        "quarantined": False, "errors": None, **fields,
    }  # fmt: skip


def fact(world: World, **fields: Any) -> dict[str, Any]:
    return {
        "programme_id": world.programme, "record_id": uuid.uuid4(), "meaning": "age", "n": 0, "question": "âge ’ \" \\",
        "code": None, "number": None, **fields,
    }  # fmt: skip


@FEW_AND_MANY
def test_rows_of_two_tables_come_back_as_they_were_given(
    world: World, worth_a_copy: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback_app.base.bulk.WORTH_A_COPY", worth_a_copy)
    odd: list[Any] = [{"field": "answers.\x00", "reason": "unknown-question", "😀": [1, None, 2.5, True, "\\u0000"]}]
    entries = [entry(world, 901, errors=odd), entry(world, 902, clock_offset_ms=-(2**40), body=b"", quarantined=True)]
    facts = [fact(world, number=-0.1), fact(world, code="eau", number=1e15), fact(world, n=3)]
    with world.app.app_context(), transaction() as session:
        insert_many(session, {LedgerEntry: entries, RecordFact: facts})
    with world.app.app_context():
        stored = db.session.scalars(select(LedgerEntry).where(LedgerEntry.position > 900).order_by("position")).all()
        assert [{name: getattr(one, name) for name in entries[0]} for one in stored] == entries
        for given in facts:
            found = db.session.scalars(select(RecordFact).filter_by(record_id=given["record_id"])).one()
            assert {name: getattr(found, name) for name in given} == given


@FEW_AND_MANY
def test_a_row_that_is_there_already_is_refused_and_nothing_of_the_others_is_stored(
    world: World, worth_a_copy: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback_app.base.bulk.WORTH_A_COPY", worth_a_copy)
    with world.app.app_context(), transaction() as session:
        insert_many(session, {LedgerEntry: [entry(world, 901)]})
    other = fact(world)
    with world.app.app_context(), pytest.raises(IntegrityError), transaction() as session:
        insert_many(session, {RecordFact: [other], LedgerEntry: [entry(world, 901)]})
    with world.app.app_context():
        assert db.session.scalars(select(RecordFact).filter_by(record_id=other["record_id"])).all() == []


def test_nothing_to_insert_is_fine(world: World) -> None:
    with world.app.app_context(), transaction() as session:
        insert_many(session, {LedgerEntry: [], RecordFact: []})


@pytest.mark.parametrize("many", [0, 1, 3])
def test_of_many_ids_those_that_are_asked_for_are_found(world: World, many: int) -> None:
    facts = [fact(world) for _ in range(4)]
    wanted = {one["record_id"] for one in facts[:many]}
    with world.app.app_context(), transaction() as session:
        insert_many(session, {RecordFact: facts})
        found = session.scalars(
            select(RecordFact.record_id).where(is_one_of(RecordFact.record_id, uuids([*wanted, uuid.uuid4()])))
        )
        assert set(found) == wanted


@FEW_AND_MANY
def test_days_and_long_texts_come_back_as_they_were_given(
    world: World, worth_a_copy: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback_app.base.bulk.WORTH_A_COPY", worth_a_copy)
    day, words = dt.date(2026, 2, 28), '{"why": "la pompe’"}' * 50
    receipt = {
        "programme_id": world.programme, "record_id": uuid.uuid4(), "code": "1234567890", "said_on": day,
        "last_at": AT, "on_phones": True,
    }  # fmt: skip
    event = dict.fromkeys(AuditEvent.__table__.columns.keys()) | {
        "id": uuid.uuid4(), "at": AT, "event": "demo_made", "actor_kind": "command", "details": words,
    }  # fmt: skip
    with world.app.app_context(), transaction() as session:
        insert_many(session, {Receipt: [receipt], AuditEvent: [event]})
    with world.app.app_context():
        assert db.session.scalars(select(Receipt.recorded_on)).all() == [day]
        assert words in db.session.scalars(select(AuditEvent.details)).all()
