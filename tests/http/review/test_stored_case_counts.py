"""Whatever people do, the desk's counts say what there is: they are kept as cases change, and never counted for a page."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.base.timestamps import start_of_week
from feedback_app.ledger.erasure import erase
from feedback_app.ledger.lookup_store import find_record
from feedback_app.review import actions
from feedback_app.review.case_change_store import work_out_anew
from feedback_app.review.case_count_store import recount, steps
from feedback_app.review.case_word_store import BLOCK, Found, pack, unpack, words_of
from feedback_app.review.decisions.decide import Verdict, decide_many
from feedback_app.review.store import find_case
from feedback_app.review.tables import Case, CaseCount, CaseInflow, CaseWord, CaseWordBlock
from tests.desk_actions import ACCEPT, ASK, REJECT, RELEASE, REOPEN, TAKE
from tests.http.desk import again, need
from tests.people import World

pytestmark = pytest.mark.both_databases

KEY = "place_path", "kind", "value"


def stored_counts(world: World) -> dict[tuple[str, ...], tuple[int, int, int]]:
    """All counts that are not 0, with their positions."""
    with world.app.app_context():
        mine = db.session.query(CaseCount).where(CaseCount.programme_id == world.programme, CaseCount.n != 0)
        return {tuple(getattr(one, name) for name in KEY): (one.n, one.first, one.last) for one in mine}


def counted(world: World) -> dict[tuple[str, ...], tuple[int, int, int]]:
    """The same, counted anew, and forgotten again."""
    with world.app.app_context():
        recount(db.session, world.programme)
        db.session.flush()
        mine = db.session.query(CaseCount).where(CaseCount.programme_id == world.programme)
        found = {tuple(getattr(one, name) for name in KEY): (one.n, one.first, one.last) for one in mine}
        db.session.rollback()
        return found


def stored_weeks(world: World) -> dict[tuple[object, ...], tuple[int, int, int]]:
    """What came in each week, by its sources."""
    with world.app.app_context():
        mine = db.session.query(CaseInflow).where(CaseInflow.programme_id == world.programme)
        return {
            (one.kind, one.week, one.place_path, one.value): (one.n, one.accepted, one.rejected)
            for one in mine if one.n
        }  # fmt: skip


def weeks_counted(world: World) -> dict[tuple[object, ...], tuple[int, int, int]]:
    """The same, as the cases have it."""
    found: dict[tuple[object, ...], tuple[int, int, int]] = {}
    with world.app.app_context():
        for case in db.session.query(Case).where(Case.programme_id == world.programme):
            week = start_of_week(case.received_at).date()
            keys: list[tuple[object, ...]] = [("form", week, path, case.instrument) for path in steps(case.place_path)]
            for key in (*keys, ("phone", week, "", str(case.device_id))):
                n, accepted, rejected = found.get(key, (0, 0, 0))
                found[key] = n + 1, accepted + (case.state == "accepted"), rejected + (case.state == "rejected")
    return found


def stored_words(world: World) -> set[tuple[str, int]]:
    """(word, position) as the words' rows have it."""
    with world.app.app_context():
        words = {one.id: one.word for one in db.session.query(CaseWord)}
        return {
            (words[row.word_id], position)
            for row in db.session.query(CaseWordBlock)
            for position in Found({row.block: unpack(row.cases)}).positions()
        }


def words_of_cases(world: World) -> set[tuple[str, int]]:
    """The same, as the cases have it."""
    with world.app.app_context():
        return {(word, case.position) for case in db.session.query(Case) for word in words_of(case.search)}


def assert_stored(world: World) -> None:
    assert stored_words(world) == words_of_cases(world)
    assert stored_weeks(world) == weeks_counted(world)
    now, anew = stored_counts(world), counted(world)
    assert {key: n for key, (n, _, _) in now.items()} == {key: n for key, (n, _, _) in anew.items()}
    for key, (_, first, last) in anew.items():
        assert now[key][1] <= first <= last <= now[key][2], key


class Day:
    """A day on which people send, correct, decide and erase, as chance wants it."""

    def __init__(self, world: World, client: FlaskClient, seed: int) -> None:
        self.world, self.client, self.chance = world, client, random.Random(seed)
        self.sent: list[dict[str, object]] = []

    def go_on(self) -> None:
        steps: list[Callable[[], None]] = [self.send, self.send, self.correct, self.decide, self.decide, self.erase]
        self.chance.choice(steps)()

    def send(self) -> None:
        phone, place = self.chance.choice([(self.world.awa, "V1"), (self.world.koffi, "V2"), (self.world.koffi, "S1")])
        fits = self.chance.random() < 0.7
        entry = need(phone, place=place) if fits else phone.entry(answers={"domaine": "eau"}, place=place)
        phone.sync(self.client, entry)
        self.sent.append(entry | {"phone": phone})

    def correct(self) -> None:
        if self.sent:
            before = self.chance.choice(self.sent)
            phone = before["phone"]
            place = self.chance.choice(["V1", "V2", "S1"]) if phone is self.world.koffi else "V1"
            entry = again(phone, before, "Autrement", place=place)  # type: ignore[arg-type]
            phone.sync(self.client, entry)  # type: ignore[attr-defined]
            self.sent.append(entry | {"phone": phone})

    def decide(self) -> None:
        action = self.chance.choice([ACCEPT, ASK, REJECT, RELEASE, REOPEN, TAKE])
        ids = {uuid.UUID(str(one["id"])) for one in self.chance.sample(self.sent, min(3, len(self.sent)))}
        with self.world.app.app_context(), transaction() as session:
            cases = [found for one in sorted(ids) if (found := find_case(session, self.world.programme, one))]
            verdicts = {
                case.record_id: Verdict(action, rev_seen=case.rev, reason="unclear", message="Quel puits ?", rev=1)
                for case in cases
            }
            decide_many(session, self.world.programme, verdicts, by=self.world.adjoua, now=clock.now())

    def erase(self) -> None:
        if self.sent:
            key = uuid.UUID(str(self.chance.choice(self.sent)["id"]))
            with self.world.app.app_context(), transaction() as session:
                if record := find_record(session, self.world.programme, key):
                    erase(session, record, now=clock.now(), reason="author", by="Awa")

    def follow(self) -> None:
        with self.world.app.app_context(), transaction() as session:
            actions.catch_up(session, self.world.programme)


@pytest.mark.parametrize("seed", range(4))
def test_after_whatever_people_do_the_counts_are_those_of_a_count(world: World, client: FlaskClient, seed: int) -> None:
    day = Day(world, client, seed)
    for _ in range(12):
        for _ in range(day.chance.randrange(1, 5)):
            day.go_on()
        day.follow()
        assert_stored(world)


def test_of_a_village_where_nobody_is_left_no_row_says_who_wrote_there(world: World, client: FlaskClient) -> None:
    day = Day(world, client, 0)
    entry = need(world.awa)
    world.awa.sync(client, entry)
    day.follow()
    day.sent = [entry]
    day.erase()
    day.follow()
    with world.app.app_context():
        assert {one.kind for one in db.session.query(CaseCount)} <= {"state"}
        assert not any(one.n for one in db.session.query(CaseCount))
        assert db.session.query(CaseInflow).count() == 0
        assert db.session.query(CaseWord).count() == db.session.query(CaseWordBlock).count() == 0


def test_what_was_lost_is_worked_out_anew(world: World, client: FlaskClient) -> None:
    world.awa.sync(client, need(world.awa), need(world.awa))
    Day(world, client, 0).follow()
    before = stored_counts(world)
    with world.app.app_context(), transaction() as session:
        for table in (CaseCount, CaseInflow, CaseWord, CaseWordBlock):
            session.query(table).delete()
    with world.app.app_context(), transaction() as session:
        assert work_out_anew(session, world.programme) == session.query(Case).count() == 2
    assert stored_counts(world) == before
    assert stored_weeks(world) == weeks_counted(world) != {}
    assert stored_words(world) == words_of_cases(world) != set()


def test_what_is_written_without_spaces_is_found_in_its_middle(world: World, client: FlaskClient) -> None:
    signs = "abcdefghijklmnopqrstuvwxyz"
    entry = need(world.awa, "".join(signs[n * n % 26] + signs[n % 23] for n in range(1500)))
    world.awa.sync(client, entry, need(world.awa))
    day = Day(world, client, 0)
    day.follow()
    assert_stored(world)
    with world.app.app_context():
        case = find_case(db.session, world.programme, uuid.UUID(entry["id"]))
        assert case is not None
        middle = max(case.search.split(), key=len)[1234:1434]
    assert world.signed_in().get(f"/desk/?q={middle}").text.count("data-row") == 1


@given(st.sets(st.integers(0, BLOCK - 1), max_size=600))
def test_a_row_of_words_names_the_positions_that_were_packed_into_it(positions: set[int]) -> None:
    bits = sum(1 << one for one in positions)
    assert unpack(pack(bits)) == bits
    assert Found({3: bits}).positions() == [3 * BLOCK + one for one in sorted(positions)]
    assert len(pack(bits)) <= BLOCK // 8


def test_a_place_is_counted_under_each_place_above_it_and_one_that_nobody_knows_under_none() -> None:
    assert steps("/XX/R1/V1/") == ["", "/XX/", "/XX/R1/", "/XX/R1/V1/"]
    assert steps("/") == [""]
