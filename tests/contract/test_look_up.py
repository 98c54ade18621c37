"""Statements that the driver runs by itself say what SQLAlchemy would have said, errors included."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from sqlalchemy import bindparam, event, func, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from feedback_app.base.bulk import insert_many
from feedback_app.base.db import db
from feedback_app.base.look_up import look_up, look_up_together
from feedback_app.enrol.tables import Device
from feedback_app.ledger.tables import Counter, FeedRow
from tests.people import World

pytestmark = pytest.mark.both_databases

PHONE = select(
    Device.id, Device.role, Device.revoked_at, Device.last_seen_at, Device.health, Device.token_hash == "x"
).where(Device.id == bindparam("phone"))  # fmt: skip
SEEN = update(Device).where(Device.id == bindparam("phone")).values(last_seen_at=bindparam("at"), health=bindparam("h"))
LAST = select(Counter.last).where(Counter.programme_id == bindparam("programme"))
MOMENT = dt.datetime(2026, 11, 29, 8, 30, 0, 250000, tzinfo=dt.UTC)


def row(world: World, name: str, position: int) -> dict[str, Any]:
    return {
        "id": uuid.uuid4(), "programme_id": world.programme, "kind": "need", "name": name, "scope_path": "/XX/",
        "owner": "", "position": position, "body": '{"a": 1}',
    }  # fmt: skip


def test_moments_ids_and_json_come_back_as_they_were_written(world: World, session: Session) -> None:
    phone = world.awa.device_id
    assert look_up(session, SEEN, phone=phone, at=MOMENT, h={"unsent": 3, "mots": "pompe à eau"}) == []
    found = look_up(session, PHONE, phone=phone)
    assert [tuple(one) for one in session.execute(PHONE, {"phone": phone})] == found
    assert found[0][0] == phone and found[0][3] == MOMENT and found[0][4] == {"unsent": 3, "mots": "pompe à eau"}


def test_who_listens_to_what_is_executed_sees_these_statements_too(world: World, session: Session) -> None:
    seen: list[str] = []

    def listen(*asked: Any) -> None:
        seen.append(asked[2])

    event.listen(db.engine, "before_cursor_execute", listen)
    with_listener = look_up(session, PHONE, phone=world.awa.device_id)
    event.remove(db.engine, "before_cursor_execute", listen)
    assert any("FROM device" in statement for statement in seen)
    assert look_up(session, PHONE, phone=world.awa.device_id) == with_listener


def test_several_statements_run_in_their_order_and_each_sees_those_before_it(world: World, session: Session) -> None:
    take = update(Counter).where(Counter.programme_id == bindparam("programme")).values(last=Counter.last + 5)
    asked = {"programme": world.programme}
    (before,) = look_up(session, LAST, **asked)
    none, (after,) = look_up_together(session, (take, asked), (LAST, asked))
    assert (none, after[0]) == ([], before[0] + 5)


def test_a_statement_that_fails_raises_sqlalchemys_error_without_the_values(world: World, session: Session) -> None:
    broken = select(func.no_such_function(bindparam("words")))
    with pytest.raises((OperationalError, ProgrammingError)) as raised:
        look_up(session, broken, words="la pompe est en panne")
    assert "la pompe" not in str(raised.value)


def test_rows_that_go_with_the_commit_are_seen_by_the_next_statement(world: World, session: Session) -> None:
    insert_many(session, {FeedRow: [row(world, "a", 101)]})
    chosen = select(FeedRow.body).where(FeedRow.name == "a")
    assert look_up(session, chosen) == [('{"a": 1}',)]
    insert_many(session, {FeedRow: [row(world, "b", 102)]})
    assert session.scalar(select(func.count()).select_from(FeedRow).where(FeedRow.name.in_(["a", "b"]))) == 2


def test_rows_that_go_with_the_commit_are_committed_with_it(world: World, session: Session) -> None:
    insert_many(session, {FeedRow: [row(world, "c", 103)]})
    session.commit()
    assert session.execute(text("select count(*) from feed_row where name = 'c'")).scalar_one() == 1


def test_rows_that_were_to_go_with_the_commit_are_rolled_back(world: World, session: Session) -> None:
    insert_many(session, {FeedRow: [row(world, "d", 104)]})
    session.rollback()
    session.commit()
    assert session.execute(text("select count(*) from feed_row where name = 'd'")).scalar_one() == 0


def test_rows_that_cannot_be_stored_fail_the_commit_and_nothing_is_stored(world: World, session: Session) -> None:
    def store(*rows: dict[str, Any]) -> None:
        insert_many(session, {FeedRow: rows})
        session.commit()

    with pytest.raises(IntegrityError):
        store(row(world, "e", 105), row(world, "f", 105))
    session.rollback()
    assert session.execute(text("select count(*) from feed_row where name in ('e', 'f')")).scalar_one() == 0
