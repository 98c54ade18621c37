"""The order of positions is that of commits: no reader ever passes a row that commits late, whatever the database."""

from __future__ import annotations

import re
import threading
import time
from typing import Any

import pytest
from sqlalchemy import event, select

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.ledger.store import Arrival
from feedback_app.ledger.tables import LedgerEntry
from feedback_app.ledger.withdrawal import DeviceLedger
from sync import engine
from tests import build
from tests.people import Phone, World

pytestmark = pytest.mark.both_databases


def store(
    world: World, phone: Phone, *entries: dict[str, Any], wait: float = 0, started: threading.Event | None = None
) -> list[engine.Ack]:
    with world.app.app_context(), transaction() as session:
        ledger = DeviceLedger(session, world.programme, Arrival(phone.device_id, clock.now(), 0))
        acks = engine.push(ledger, entries, lambda entry: [])
        if started:
            started.set()
        time.sleep(wait)
        return acks


def read_from(world: World, position: int) -> list[tuple[int, str]]:
    with world.app.app_context():
        rows = db.session.execute(
            select(LedgerEntry.position, LedgerEntry.record_id)
            .where(LedgerEntry.programme_id == world.programme, LedgerEntry.position > position)
            .order_by(LedgerEntry.position)
        ).all()
        return [(at, str(record)) for at, record in rows]


def test_a_slow_writer_is_never_skipped(world: World) -> None:
    """Awa's entry takes its position first and commits late; Koffi's comes after; a reader looks in between."""
    start = max([position for position, _ in read_from(world, 0)], default=0)
    slow, quick = world.awa.entry(), world.koffi.entry(place="V2")
    started = threading.Event()
    first = threading.Thread(target=store, args=(world, world.awa, slow), kwargs={"wait": 0.6, "started": started})
    first.start()
    started.wait(5)
    second = threading.Thread(target=store, args=(world, world.koffi, quick))
    second.start()
    time.sleep(0.25)
    seen = read_from(world, start)
    first.join()
    second.join()
    seen += read_from(world, seen[-1][0] if seen else start)
    assert [record for _, record in seen] == [slow["id"], quick["id"]]


def test_the_same_new_entry_at_the_same_moment_succeeds_twice_and_is_stored_once(world: World) -> None:
    need = world.awa.entry()
    barrier = threading.Barrier(4)
    outcomes: list[str] = []

    def send() -> None:
        client = world.app.test_client()
        barrier.wait()
        got = world.awa.exchange(client, need)
        assert got.status_code == 200, got.text
        outcomes.append(got.get_json()["acks"][0]["outcome"])

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["known", "known", "known", "stored"]


def test_a_phone_that_is_new_and_sends_twice_at_once_cannot_wait_for_itself(world: World) -> None:
    """Every exchange locks the programme's counter first and the phone's row after it, the first one too, which notes
    the phone's scope. In the other order two of them may each hold what the other waits for."""
    client, written = world.app.test_client(), list[str]()
    with world.app.app_context():

        @event.listens_for(db.engine, "before_cursor_execute")
        def listen(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            written.extend(re.findall(r"^UPDATE (\w+)", statement))

    assert world.awa.exchange(client, world.awa.entry()).status_code == 200
    assert written.count("device") == 2, "when it spoke, and which scope it has"
    assert written.index("ledger_counter") < written.index("device")


def test_two_phones_that_send_each_others_records_in_opposite_order_both_get_through(world: World) -> None:
    needs = [world.awa.entry() for _ in range(20)]
    barrier = threading.Barrier(2)
    answers: list[list[str]] = []

    def send(order: list[dict[str, Any]]) -> None:
        client = world.app.test_client()
        barrier.wait()
        got = world.awa.exchange(client, *order)
        answers.append([ack["outcome"] for ack in got.get_json()["acks"]])

    threads = [threading.Thread(target=send, args=(order,)) for order in (needs, needs[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers[0] + answers[1]) == ["known"] * 20 + ["stored"] * 20
    assert build.digest("") != needs[0]["digest"]
