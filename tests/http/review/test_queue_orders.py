"""Each list of the queue is read along an index, and holds what was asked for, whichever index that is."""

from __future__ import annotations

import datetime as dt
import random
import re
import uuid
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, text

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.review.case_change_store import CaseChanges, indexed
from feedback_app.review.case_count_store import Count
from feedback_app.review.queue import order_store as order
from feedback_app.review.queue.order_store import Wanted, find_cases
from feedback_app.review.queue.query import OrderKey
from feedback_app.review.queue.store import EVERY_STATE
from feedback_app.review.tables import Case
from feedback_app.review.urgency import DANGER
from tests.people import World

pytestmark = pytest.mark.both_databases

PLACES = {"V1": "/XX/R1/S1/V1/", "V2": "/XX/R1/S1/V2/", "S1": "/XX/R1/S1/", "R2": "/XX/R2/", "?": "/"}
PHONE = uuid.UUID(int=7)
WORDS = ["pompe", "puits", "ecole", "route", "motopompe", "100%"]


@pytest.fixture
def cases(world: World) -> list[Case]:
    """Three hundred cases of every kind."""
    chance, now = random.Random(3), clock.now()
    with world.app.app_context(), transaction() as session:
        made = [_case(world, chance, n, now) for n in range(300)]
        session.add_all(made)
        changes = CaseChanges()
        for case in made:
            changes.add(None, indexed(case))
        changes.write(session, world.programme)
        return made


def _case(world: World, chance: random.Random, n: int, now: dt.datetime) -> Case:
    code, danger = chance.choice(list(PLACES)), chance.choice(["", "", "maybe"])
    return Case(
        programme_id=world.programme, record_id=uuid.UUID(int=chance.getrandbits(128)), state=chance.choice(EVERY_STATE),
        rev=1, position=2 * n, instrument=chance.choice(["besoin", "emotion"]), place_code=code, place_path=PLACES[code],
        author_id=chance.choice([world.awa.person_id, world.koffi.person_id, None]),
        received_at=now - dt.timedelta(hours=3 * (300 - n + chance.randrange(4))), search=" ".join(chance.sample(WORDS, 2)),
        project_id=chance.choice(["P1", None]), danger=danger, urgency=DANGER if danger else chance.randrange(DANGER - 1),
        device_id=chance.choice([PHONE, None]), language=chance.choice(["fr", "dyu"]),
        has_photo=chance.random() < 0.3, has_voice=chance.random() < 0.3,
        quarantined=chance.random() < 0.3, odd_clock=chance.random() < 0.3,
    )  # fmt: skip


def _asked(world: World, chance: random.Random) -> Wanted:
    """A few filters together, as chance wants them."""
    day = (clock.now() - dt.timedelta(days=chance.randrange(40))).replace(hour=0, minute=0, second=0, microsecond=0)
    changes: dict[str, Any] = {
        "states": chance.choice([EVERY_STATE, ("received", "in_review"), ("accepted",)]),
        "paths": chance.choice([("/XX/R1/",), ("/XX/R1/S1/V1/", "/XX/R2/")]),
        "instrument": "emotion", "author": world.koffi.person_id, "project": "P1", "since": day, "until": day,
        "odd_clock": True, "quarantined": True, "device": PHONE, "language": "dyu", "photo": True, "voice": True, "in_danger": chance.random() < 0.5,
        "words": chance.sample(["pompe", "uit", "%", "o"], chance.randrange(1, 3)),
    }  # fmt: skip
    asked = Wanted(world.programme, EVERY_STATE)
    for name in chance.sample(list(changes), chance.randrange(4)):
        asked = replace(asked, **{name: changes[name]})
    return asked


def _fits(case: Case, asked: Wanted) -> bool:
    return (
        case.state in asked.states
        and (asked.paths is None or case.place_path.startswith(tuple(asked.paths)))
        and asked.instrument in ("", case.instrument)
        and asked.author in (None, case.author_id)
        and asked.project in ("", case.project_id)
        and (asked.since is None or case.received_at >= asked.since)
        and (asked.until is None or case.received_at < asked.until)
        and (case.odd_clock or not asked.odd_clock)
        and (case.quarantined or not asked.quarantined)
        and asked.device in (None, case.device_id)
        and asked.language in ("", case.language)
        and (case.has_photo or not asked.photo)
        and (case.has_voice or not asked.voice)
        and asked.in_danger in (None, bool(case.danger))
        and all(word in case.search for word in asked.words)
    )


@pytest.mark.parametrize("by_urgency", [False, True], ids=["by position", "by urgency"])
@pytest.mark.parametrize("few", [False, True], ids=["in order", "by place"])
def test_what_is_asked_for_is_found_in_order_and_nothing_else(
    world: World, cases: list[Case], few: bool, by_urgency: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "_are_few", lambda *_: few)
    chance = random.Random(5)
    with world.app.app_context():
        for _ in range(60):
            asked, after = _asked(world, chance), chance.choice([None, OrderKey(2, 200), OrderKey(0, 201)])
            order_ = order.Order(chance.random() < 0.5, by_urgency)
            found = find_cases(db.session, asked, after=after, order=order_, limit=20)
            fit = sorted((case for case in cases if _fits(case, asked)), key=lambda one: _rank(one, by_urgency))
            start = _rank(after, by_urgency) if after else None
            if not order_.upwards:
                fit.reverse()
            wanted = [
                one.position
                for one in fit
                if start is None
                or (_rank(one, by_urgency) > start if order_.upwards else _rank(one, by_urgency) < start)
            ]
            assert [one.position for one in found] == wanted[:20], asked


def _rank(one: Case | OrderKey, by_urgency: bool) -> tuple[int, int]:
    return (-one.urgency if by_urgency else 0, one.position)


INDEXES: dict[str, dict[str, Any]] = {
    "queue": {},
    "author": {"author": uuid.UUID(int=0)},
    "instrument": {"instrument": "besoin"},
    "project": {"project": "P1"},
    "danger": {"in_danger": True},
    "quarantined": {"quarantined": True},
    "clock": {"odd_clock": True},
    "device": {"device": uuid.UUID(int=7)},
    "language": {"language": "dyu"},
    "photo": {"photo": True},
    "voice": {"voice": True},
}


@pytest.mark.parametrize("name", INDEXES)
@pytest.mark.parametrize("more", ["nothing", "everything else"])
def test_each_filter_has_an_index_that_has_its_cases_in_order(
    world: World, cases: list[Case], name: str, more: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "author_count", lambda *_: Count(300, 0, 600))
    monkeypatch.setattr(order, "_are_few", lambda *_: False)
    asked = replace(Wanted(world.programme, ("received", "accepted"), words=["pompe"]), **INDEXES[name])
    if more == "everything else":
        asked = replace(
            asked, in_danger=name == "danger", since=clock.now() - dt.timedelta(days=30), paths=("/XX/R1/",)
        )
        asked = asked if name == "queue" else replace(asked, instrument="besoin")
    assert_by(world, asked, name)


def test_a_place_of_few_cases_is_read_whole(world: World, cases: list[Case]) -> None:
    asked = Wanted(world.programme, ("received", "accepted"), paths=("/XX/R1/S1/V1/",), instrument="besoin")
    assert_by(world, asked, "place")


def test_for_the_next_record_of_a_place_the_order_is_gone_through_where_a_page_reads_the_place(
    world: World, cases: list[Case]
) -> None:
    asked = Wanted(world.programme, ("received", "accepted"), paths=("/XX/R1/S1/V1/",))
    assert_by(world, asked, "place", limit=51)
    assert_by(world, asked, "queue", limit=1)


def test_a_rare_word_is_found_by_the_positions_that_hold_it(world: World, cases: list[Case]) -> None:
    asked = Wanted(world.programme, ("received", "accepted"), words=["motopompe", "100"])
    assert_by(world, asked, "position")


def assert_by(world: World, asked: Wanted, name: str, *, limit: int = 51) -> None:
    """A page is found by this index. PostgreSQL weighs them for itself, and of three hundred cases any may do."""
    found = plan(world, asked, limit)
    with world.app.app_context():
        is_sqlite = db.engine.dialect.name == "sqlite"
    assert found == {f"ix_review_case_{name}"} if is_sqlite else found


def plan(world: World, asked: Wanted, limit: int) -> set[str]:
    """The indexes of the queue that a page is found by; the key of a case aside."""
    asked_of: list[tuple[str, Any]] = []
    with world.app.app_context():
        connection = db.session.connection()
        is_sqlite = connection.dialect.name == "sqlite"
        event.listen(
            connection, "before_cursor_execute", lambda _c, _k, one, values, *_: asked_of.append((one, values))
        )
        find_cases(db.session, asked, after=None, order=order.Order(upwards=True, by_urgency=True), limit=limit)
        ((statement, values),) = [one for one in asked_of if "review_case" in one[0]]
        if not is_sqlite:  # three hundred cases would be read whole
            for setting in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
                connection.execute(text(f"set local {setting} = off"))
        explained = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN' if is_sqlite else ''} {statement}", values)
        lines = "\n".join(str(row[-1]) for row in explained)
    assert "SCAN review_case" not in lines and "Seq Scan on review_case" not in lines, lines
    return set(re.findall(r"ix_review_case_\w+", lines))
