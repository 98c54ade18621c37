"""The stores under contract: the memory model, and SQL on each database."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from feedback_app.base import clock, ids
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.ledger.actions import erase
from feedback_app.ledger.feed import Put, SqlFeed, expire_tombstones, put
from feedback_app.ledger.snapshots import SqlSnapshots, expire_snapshots, find_part
from feedback_app.ledger.store import Arrival
from feedback_app.ledger.tables import Record
from feedback_app.ledger.withdrawal import DeviceLedger
from sync.memory import MemoryFeed, MemoryLedger, MemorySnapshots
from sync.snapshot import Snapshots
from sync.store import Feed, Ledger, Row
from tests import build
from tests.people import World

LedgerTransaction = Callable[[], Any]


@dataclass
class LedgerUnderTest:
    """A ledger opened in a transaction of its own each time, and erasure as that store does it."""

    opened: Callable[[], Any]
    erase: Callable[[uuid.UUID], None]


@dataclass
class FeedUnderTest:
    """A feed to read, and rows written to it in a transaction of their own."""

    opened: Callable[[], Any]
    put: Callable[[list[Row]], None]
    both: Callable[[], Any]
    """The feed and its snapshots, in a transaction that writes."""
    part: Callable[[str, str], bytes | None]
    """A part as it is sent, by share and name."""
    expire_tombstones: Callable[[int], Any]
    expire_snapshots: Callable[[], Any]
    """Something was erased that may be in them."""


def memory_ledger() -> LedgerUnderTest:
    model = MemoryLedger()

    @contextmanager
    def opened() -> Iterator[Ledger]:
        yield model

    return LedgerUnderTest(opened, model.erase)


def sql_ledger(app: EchoFlask, world: World) -> LedgerUnderTest:
    now = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)

    @contextmanager
    def opened() -> Iterator[Ledger]:
        with app.app_context(), transaction() as session:
            yield DeviceLedger(session, world.programme, Arrival(world.awa.device_id, now, 0))

    def delete(record: uuid.UUID) -> None:
        with app.app_context(), transaction() as session:
            erase(session, session.get_one(Record, (world.programme, record)), now=now, reason="author", by="Awa")

    return LedgerUnderTest(opened, delete)


def memory_feed() -> FeedUnderTest:
    model = MemoryFeed()

    @contextmanager
    def opened() -> Iterator[Feed]:
        yield model

    packed = MemorySnapshots()

    @contextmanager
    def both() -> Iterator[tuple[Feed, Snapshots]]:
        yield model, packed

    return FeedUnderTest(opened, model.put, both, packed.part, model.expire_tombstones, packed.expire)


def sql_feed(app: EchoFlask, world: World) -> FeedUnderTest:
    @contextmanager
    def opened() -> Iterator[Feed]:
        with app.app_context():
            yield SqlFeed(db.session, "empty")

    def write(rows: list[Row]) -> None:
        with app.app_context(), transaction() as session:
            puts = [Put(row.kind, row.name, row.scope_path, row.body, row.owner) for row in rows]
            put(session, "empty", puts)

    @contextmanager
    def both() -> Iterator[tuple[Feed, Snapshots]]:
        with app.app_context(), transaction() as session:
            yield SqlFeed(session, "empty"), SqlSnapshots(session, "empty", clock.now())

    def part(share: str, name: str) -> bytes | None:
        with app.app_context():
            return find_part(db.session, "empty", share=share, name=name)

    def delete(upto: int) -> None:
        with app.app_context(), transaction() as session:
            expire_tombstones(session, "empty", upto=upto)

    def expire() -> None:
        with app.app_context(), transaction() as session:
            expire_snapshots(session, "empty")

    return FeedUnderTest(opened, write, both, part, delete, expire)


def a_need(world: World | None, *, record: str | None = None, rev: int = 1, text: str = "eau") -> dict[str, Any]:
    """An entry of Awa's; without a world, of an Awa that no database knows."""
    author = str(world.awa.person_id) if world else "018f0000-0000-7000-8000-000000000001"
    body = json.dumps(
        {"author": author, "place": "V1", "answers": {"mots": text}, "recorded_at": clock.iso(clock.now())}
    )
    return {"id": record or str(ids.new_id()), "rev": rev, "digest": build.digest(body), "body": body}
