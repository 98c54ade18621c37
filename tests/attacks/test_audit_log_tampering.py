"""Somebody with the database's password wants what they did to be gone: the audit log refuses, or says where it was
changed."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from feedback_app.audit import store
from feedback_app.audit.actions import current_head, cut
from feedback_app.audit.hash_chain import Head
from feedback_app.audit.log import NotACode, note_event
from feedback_app.audit.transactions import seal_all
from feedback_app.audit.verifying import verify
from feedback_app.base import clock
from feedback_app.base.actor import Actor, Occurrence
from feedback_app.base.db import reading, transaction
from feedback_app.base.http import EchoFlask
from tests.http.audit_log import begin_anew, noted, tamper

pytestmark = pytest.mark.both_databases
ADJOUA = Actor("person", "01a223a9-72d2-7668-948e-d0b5ba675812")


@pytest.fixture(autouse=True)
def empty_log(app: EchoFlask) -> None:
    begin_anew(app)


def happen(app: EchoFlask, count: int = 5, *, days_ago: int = 0) -> Head:
    """Adjoua does so many things, and they are chained."""
    at = clock.now() - dt.timedelta(days=days_ago)
    with app.app_context():
        for n in range(count):
            with transaction() as session:
                note_event(
                    session, "record_erased", about=("record", n), programme="pilote", when=Occurrence(ADJOUA, at)
                )
        seal_all()
        with reading() as session:
            return current_head(session)


def breaks(app: EchoFlask, *noted_heads: Head) -> list[str]:
    with app.app_context(), reading() as session:
        return [str(one) for one in verify(session, noted_heads).breaks]


def test_a_log_that_nobody_touched_is_whole(app: EchoFlask) -> None:
    before = happen(app)
    after = happen(app, 3)
    assert (before.position, after.position) == (5, 8)
    assert breaks(app, before, after) == []


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_event set actor_id = 'somebody-else'",
        "update audit_event set position = position + 100",
        "update audit_event set hash = '0'",
        "delete from audit_event",
        "delete from audit_event where position = 1",
    ],
)
def test_the_database_refuses_to_change_or_delete_what_was_noted(app: EchoFlask, statement: str) -> None:
    head = happen(app)
    with app.app_context(), pytest.raises(DBAPIError, match="never changed"), transaction() as session:
        session.execute(text(statement))
    assert breaks(app, head) == [] and len(noted(app)) == 5


def test_what_waits_for_the_hash_chain_is_refused_to_be_changed_too(app: EchoFlask) -> None:
    with app.app_context(), transaction() as session:
        note_event(session, "record_erased", by=ADJOUA)
    for statement in ("update audit_event set event = 'signed_in'", "delete from audit_event"):
        with app.app_context(), pytest.raises(DBAPIError, match="never changed"), transaction() as session:
            session.execute(text(statement))
    assert [one.event for one in noted(app)] == ["record_erased"]


def test_replacing_a_row_by_inserting_it_again_is_refused(app: EchoFlask, database: str) -> None:
    happen(app)
    verb = "insert or replace" if database.startswith("sqlite") else "insert"
    copied = (
        f"{verb} into audit_event (id, at, event, actor_kind, details) select id, at, 'signed_in', 'job', '{{}}' "
        "from audit_event where position = 3"
    )
    with app.app_context(), pytest.raises(DBAPIError), transaction() as session:
        session.execute(text(copied))
    assert breaks(app) == []


def test_emptying_the_whole_table_is_refused(app: EchoFlask, database: str) -> None:
    happen(app)
    statement = "delete from audit_event" if database.startswith("sqlite") else "truncate audit_event"
    with app.app_context(), pytest.raises(DBAPIError, match="never changed"), transaction() as session:
        session.execute(text(statement))
    assert len(noted(app)) == 5


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("update audit_event set actor_id = 'somebody-else' where position = 3", ["changed at 3"]),
        ("update audit_event set details = '[]' where position = 3", ["changed at 3"]),
        ("update audit_event set about = null where position = 1", ["changed at 1"]),
        ("delete from audit_event where position = 3", ["removed at 3"]),
        ("delete from audit_event where position = 1", ["removed at 1"]),
        ("delete from audit_event where position in (2, 3)", ["removed at 2"]),
        ("delete from audit_event where position > 3", ["truncated at 4"]),
        ("delete from audit_event", ["truncated at 1"]),
        ("update audit_event set hash = '0' where position = 3", ["changed at 3", "inserted at 4"]),
        ("update audit_event set position = 9 where position = 5", ["removed at 5", "changed at 9", "inserted at 6"]),
    ],
)
def test_whoever_owns_the_database_changes_a_row_and_verifying_names_it(
    app: EchoFlask, statement: str, found: list[str]
) -> None:
    happen(app)
    tamper(app, statement)
    assert breaks(app) == found


def test_an_event_that_was_slipped_in_is_noticed(app: EchoFlask) -> None:
    happen(app)
    slipped = (
        "insert into audit_event (id, at, event, actor_kind, details, position, previous, hash) "
        f"select '{'f' * 32}', at, event, 'job', details, 6, previous, hash from audit_event where position = 5"
    )
    tamper(app, slipped)
    assert breaks(app) == ["inserted at 6", "changed at 6", "inserted at 6"]


def test_whoever_chains_all_anew_is_found_out_by_a_head_that_was_noted_elsewhere(app: EchoFlask) -> None:
    early = happen(app, 2)
    late = happen(app, 3)
    everything = "update audit_event set position = null, previous = null, hash = null"
    tamper(
        app, everything, "update audit_event set about = 'record:9' where about = 'record:1'", "delete from audit_mark"
    )
    with app.app_context():
        seal_all()
    assert breaks(app) == [], "by itself it is whole again"
    assert breaks(app, early, late) == ["rewritten at 2", "rewritten at 5"]


def test_whoever_cuts_the_end_off_is_found_out_by_a_head_that_was_noted_elsewhere(app: EchoFlask) -> None:
    early = happen(app, 2)
    late = happen(app, 3)
    tamper(
        app,
        "delete from audit_event where position > 2",
        f"update audit_mark set position = 2, hash = '{early.hash}' where name = 'head'",
    )
    assert breaks(app) == []
    assert breaks(app, early, late) == ["truncated at 3"]


def test_old_events_go_when_their_time_is_over_and_the_log_stays_whole(app: EchoFlask) -> None:
    old = happen(app, 4, days_ago=400)
    head = happen(app, 3)
    with app.app_context():
        with transaction() as session:
            assert cut(session, clock.now(), days=365) == 4
        seal_all()
        with transaction() as session:
            assert cut(session, clock.now(), days=365) == 0, "nothing more is old"
    assert [one.event for one in noted(app)] == ["record_erased"] * 3 + ["audit_cut"]
    assert breaks(app, old, head) == []
    tamper(app, "delete from audit_event where position = 5")
    assert breaks(app) == ["removed at 5"]


def test_a_recent_event_is_not_deleted_by_a_cut_and_one_after_it_neither(app: EchoFlask) -> None:
    happen(app, 1, days_ago=400)
    happen(app, 1)
    happen(app, 1, days_ago=400)
    with app.app_context(), transaction() as session:
        assert cut(session, clock.now(), days=365) == 1
    with app.app_context(), pytest.raises(DBAPIError, match="never changed"), transaction() as session:
        store.delete_to(session, 2)


@pytest.mark.parametrize("word", ["La pompe est cassée", "Ébrié", "a b", "x" * 200, 'a"b'])
def test_people_s_words_are_refused(app: EchoFlask, word: str) -> None:
    with app.app_context(), transaction() as session, pytest.raises(NotACode):
        note_event(session, "record_erased", by=ADJOUA, reason=word)
    with app.app_context(), transaction() as session, pytest.raises(NotACode):
        note_event(session, "record_erased", about=("record", word), by=ADJOUA)
    assert noted(app) == []


def test_an_event_that_nobody_listed_is_refused(app: EchoFlask) -> None:
    with app.app_context(), transaction() as session, pytest.raises(KeyError):
        note_event(session, "made_up")


def test_what_is_rolled_back_was_not_done_and_is_not_noted(app: EchoFlask) -> None:
    with app.app_context(), pytest.raises(ZeroDivisionError), transaction() as session:
        note_event(session, "record_erased", by=ADJOUA)
        session.flush()
        raise ZeroDivisionError
    assert noted(app) == []
