"""What is packed once for many phones: they end with exactly their scope, and fetch no more than they must."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from typing import Any

import pytest

from sync import engine
from sync.snapshot import Packing, Snapshot, SnapshotWanted, share
from sync.store import Scope
from tests.contract.stores import FeedUnderTest
from tests.contract.test_feed import EPOCH, row, truth

LAKE = "/XX/R1/"
AWA, KOFFI, MARIAM = Scope(LAKE, "awa"), Scope(LAKE, "koffi"), Scope("/XX/R2/", "mariam")


class Phone:
    """A phone that understands snapshots, and may lose its signal between any two requests."""

    def __init__(self, feed: FeedUnderTest, scope: Scope, limit: int = 5) -> None:
        self.feed, self.scope, self.limit = feed, scope, limit
        self.past = [scope]
        self.rows: dict[tuple[str, str], str] = {}
        self.cursor: str | None = None
        self.epoch = EPOCH
        self.announced: Snapshot | None = None
        self.fetched: list[str] = []
        self.packs = True
        """Whether it understands snapshots."""
        self.waits = True
        """Whether the job makes what it wants before its first answer leaves."""

    def move(self, scope: Scope) -> None:
        self.past, self.scope = [*self.past, self.scope], scope

    def page(self) -> engine.FeedPage:
        with self.feed.both() as (feed, snapshots):
            page = engine.pull(
                feed, epoch=self.epoch, scope=self.scope, past=self.past, cursor=self.cursor, limit=self.limit,
                snapshots=snapshots if self.packs else None,
            )  # fmt: skip
            if page.worth_packing:
                snapshots.want(self.scope)
        if page.worth_packing and self.waits and make(self.feed, epoch=self.epoch):
            return self.page()
        if page.reset:
            self.rows.clear()
        if page.snapshot:
            self.announced = page.snapshot
            for part in page.snapshot.parts:
                self.fetch(part.hash)
        for change in page.changes:
            if change.body is None:
                self.rows.pop((change.kind, change.name), None)
            else:
                self.rows[change.kind, change.name] = change.body
        self.cursor = page.cursor
        return page

    def fetch(self, name: str) -> None:
        packed = self.feed.part(share(self.scope), name)
        assert packed is not None, "a part was announced that is not there"
        text = gzip.decompress(packed)
        assert hashlib.sha256(text).hexdigest() == name
        self.fetched.append(name)
        for change in json.loads(text):
            assert change["op"] == "put"
            self.rows[change["kind"], change["id"]] = json.dumps(change["body"])

    def sync(self) -> engine.FeedPage:
        first = page = self.page()
        while page.more:
            page = self.page()
        return first


def make(feed: FeedUnderTest, *, epoch: str = EPOCH) -> int:
    """Makes what is wanted, each step in a transaction of its own, as the job does. How many."""
    return sum(store(feed, one, read(feed, one), epoch=epoch) for one in wishes(feed))


def wishes(feed: FeedUnderTest) -> list[SnapshotWanted]:
    with feed.both() as (_, snapshots):
        return list(snapshots.wanted())


def read(feed: FeedUnderTest, wanted: SnapshotWanted) -> Packing:
    with feed.both() as (rows, _):
        packing = Packing(rows, wanted.scope, step=3)
    more = True
    while more:
        with feed.both() as (rows, _):
            more = packing.read_on(rows)
    return packing


def store(feed: FeedUnderTest, wanted: SnapshotWanted, packing: Packing, *, epoch: str = EPOCH) -> bool:
    with feed.both() as (_, snapshots):
        made = snapshots.keep(wanted, epoch=epoch, position=packing.position, rows=packing.rows, parts=packing.parts())
    return made is not None


def villages(count: int, path: str = LAKE, body: str = '"1"') -> list[Any]:
    return [row("place", f"{path}{n}", f"{path}{n:04}/", body) for n in range(count)]


def head(feed: FeedUnderTest) -> int:
    with feed.opened() as store:
        return int(store.head())


def test_a_fresh_phone_of_a_wide_place_gets_a_snapshot_and_what_is_her_own(feed: FeedUnderTest) -> None:
    feed.put([row("record", "a1", LAKE, '"mine"', owner="awa"), *villages(20), *villages(3, "/XX/R2/"),
              row("record", "k1", LAKE, '"his"', owner="koffi")])  # fmt: skip
    awa = Phone(feed, AWA)
    first = awa.sync()
    assert first.reset and first.snapshot and first.snapshot.rows == 20
    assert len(awa.rows) == 21 and awa.rows["record", "a1"] == '"mine"'
    assert awa.rows == truth(feed, AWA)


def test_koffi_of_the_same_place_gets_the_same_parts_and_sees_nothing_of_awas(feed: FeedUnderTest) -> None:
    feed.put([*villages(20), row("record", "a1", LAKE, '"mine"', owner="awa")])
    awa, koffi = Phone(feed, AWA), Phone(feed, KOFFI)
    awa.sync()
    koffi.sync()
    assert awa.announced == koffi.announced and koffi.rows == truth(feed, KOFFI)
    assert ("record", "a1") not in koffi.rows


def test_a_phone_of_another_place_finds_none_of_its_parts(feed: FeedUnderTest) -> None:
    feed.put(villages(20))
    awa = Phone(feed, AWA)
    awa.sync()
    assert awa.fetched
    for stranger in (MARIAM, Scope("/XX/", "x"), Scope(LAKE + "0001/", "y"), Scope(LAKE, "z", frozenset({"besoin"}))):
        assert [feed.part(share(stranger), name) for name in awa.fetched] == [None] * len(awa.fetched)


def test_what_fits_a_page_is_sent_as_a_page(feed: FeedUnderTest) -> None:
    feed.put(villages(5))
    awa = Phone(feed, AWA, limit=5)
    first = awa.sync()
    assert (first.reset, first.snapshot, first.more) == (True, None, False)
    assert awa.rows == truth(feed, AWA)


def test_a_phone_that_knows_no_snapshots_gets_page_after_page(feed: FeedUnderTest) -> None:
    feed.put(villages(12))
    Phone(feed, AWA).sync()
    with feed.opened() as store:
        page = engine.pull(store, epoch=EPOCH, scope=AWA, past=[], cursor=None, limit=5)
    assert page.snapshot is None and page.more and len(page.changes) == 5


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_many_timelines_of_her_own_come_page_by_page_and_none_is_missed(feed: FeedUnderTest, limit: int) -> None:
    for n in range(7):
        feed.put([row("record", f"a{n}", LAKE, f'"{n}"', owner="awa"), *villages(n + 1)])
    awa = Phone(feed, AWA, limit)
    first = awa.page()
    assert first.snapshot and first.more
    # While they are on their way one of them changes, and a village goes.
    feed.put([row("record", "a6", LAKE, '"new"', owner="awa"), row("place", f"{LAKE}0", f"{LAKE}0000/", None)])
    awa.sync()
    assert awa.rows == truth(feed, AWA) and awa.rows["record", "a6"] == '"new"' and len(awa.rows) == 7 + 6


def test_the_next_phones_cost_no_new_snapshot_until_much_has_changed(
    feed: FeedUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.snapshot.FEW_CHANGES", 3)
    feed.put(villages(20))
    first, second, third = (Phone(feed, AWA) for _ in range(3))
    first.sync()
    feed.put(villages(3, body='"2"'))
    second.sync()
    assert second.announced == first.announced and second.rows == truth(feed, AWA)
    feed.put(villages(4, body='"3"'))
    third.sync()
    assert third.announced != first.announced and third.rows == truth(feed, AWA)


def test_a_restored_server_announces_no_snapshot_of_its_earlier_life(feed: FeedUnderTest) -> None:
    feed.put(villages(20))
    awa = Phone(feed, AWA)
    awa.sync()
    before, awa.epoch = awa.announced, "e2"
    feed.put(villages(2, body='"2"'))
    first = awa.sync()
    assert first.reset and awa.announced != before and awa.rows == truth(feed, AWA)


def test_a_phone_away_for_longer_than_tombstones_are_stored_starts_anew_and_ends_right(feed: FeedUnderTest) -> None:
    feed.put(villages(20))
    awa, fresh = Phone(feed, AWA), Phone(feed, KOFFI)
    awa.sync()
    fresh.sync()
    feed.put([row("place", f"{LAKE}7", f"{LAKE}0007/", None)])
    fresh.sync()
    feed.expire_tombstones(head(feed))
    assert not fresh.page().reset, "who has heard of the drop goes on"
    first = awa.sync()
    assert first.reset and ("place", f"{LAKE}7") not in awa.rows and awa.rows == truth(feed, AWA)


def test_a_first_walk_ends_although_tombstones_expired_and_is_not_asked_to_begin_again(feed: FeedUnderTest) -> None:
    feed.put(villages(12))
    feed.put([row("place", f"{LAKE}{n}", f"{LAKE}{n:04}/", None) for n in range(2)])
    feed.expire_tombstones(head(feed))
    awa = Phone(feed, AWA, limit=3)
    awa.packs = False
    resets = [awa.page().reset for _ in range(5)]
    assert resets == [True, False, False, False, False]
    assert awa.rows == truth(feed, AWA) and len(awa.rows) == 10


def test_a_first_walk_during_which_tombstones_expire_begins_again(feed: FeedUnderTest) -> None:
    feed.put(villages(9))
    awa = Phone(feed, AWA, limit=3)
    awa.packs = False
    awa.page()
    feed.put([row("place", f"{LAKE}0", f"{LAKE}0000/", None), row("place", "new", LAKE)])
    feed.expire_tombstones(head(feed))
    awa.sync()
    assert awa.rows == truth(feed, AWA) and ("place", f"{LAKE}0") not in awa.rows


@pytest.mark.parametrize(
    "cursor",
    [
        "e1.3.{scope}.w",
        "e1.3.{scope}.w99999",
        "e1.0.{scope}.w1",
        "e1.3.{scope}.9999999",
        "e1.3.{scope}.",
        "e1.3.{scope}.-1",
        "e1.3.nope.0",
        "e1.0.{scope}.0",
    ],
)
def test_a_forged_cursor_of_a_snapshot_shows_nothing_of_others(feed: FeedUnderTest, cursor: str) -> None:
    feed.put([*villages(6), row("record", "k", LAKE, '"his"', owner="koffi"), *villages(3, "/XX/R2/")])
    awa = Phone(feed, AWA)
    awa.cursor = cursor.format(scope=engine.fingerprint(AWA))
    awa.sync()
    assert set(awa.rows) <= set(truth(feed, AWA))


def test_the_first_phone_walks_by_pages_and_takes_the_snapshot_as_soon_as_it_is_there(feed: FeedUnderTest) -> None:
    feed.put(villages(20))
    awa = Phone(feed, AWA)
    awa.waits = False
    first = awa.page()
    assert first.reset and first.more and not first.snapshot and len(first.changes) == 5
    assert make(feed) == 1 and wishes(feed) == []
    second = awa.page()
    assert second.reset and second.snapshot and second.snapshot.rows == 20
    awa.sync()
    assert awa.rows == truth(feed, AWA)


def test_a_phone_that_is_past_the_middle_goes_on_by_pages(feed: FeedUnderTest) -> None:
    feed.put(villages(20))
    awa = Phone(feed, AWA)
    awa.waits = False
    for _ in range(2):
        awa.page()
    make(feed)
    third = awa.page()
    assert not third.reset and not third.snapshot
    awa.sync()
    assert awa.rows == truth(feed, AWA)


def test_where_nobody_makes_snapshots_everything_comes_by_pages(feed: FeedUnderTest) -> None:
    feed.put([*villages(20), row("record", "a1", LAKE, '"mine"', owner="awa")])
    for scope in (AWA, AWA, KOFFI):
        phone = Phone(feed, scope)
        phone.waits = False
        phone.sync()
        assert phone.rows == truth(feed, scope) and not phone.announced
    assert [one.scope for one in wishes(feed)] == [Scope(LAKE, "")], "wanted once, however many phones came"


def test_what_changes_while_a_snapshot_is_made_comes_after_it(feed: FeedUnderTest) -> None:
    feed.put(villages(20))
    awa = Phone(feed, AWA)
    awa.waits = False
    awa.page()
    (wanted,) = wishes(feed)
    with feed.both() as (rows, _):
        packing = Packing(rows, wanted.scope, step=8)
        assert packing.read_on(rows)
    feed.put([*villages(2, body='"2"'), row("place", f"{LAKE}12", f"{LAKE}0012/", None), row("place", "new", LAKE)])
    feed.put([row("place", f"{LAKE}15", "/XX/R2/"), row("place", "early", "/XX/R1/"), *villages(1, body='"3"')])
    while True:
        with feed.both() as (rows, _):
            if not packing.read_on(rows):
                break
    assert store(feed, wanted, packing)
    koffi = Phone(feed, KOFFI)
    assert koffi.sync().snapshot and koffi.rows == truth(feed, KOFFI)
    awa.sync()
    assert awa.rows == truth(feed, AWA)


def test_what_was_read_before_an_erasure_is_not_stored_and_is_made_anew(feed: FeedUnderTest) -> None:
    feed.put([*villages(20), row("need", "n1", LAKE)])
    awa = Phone(feed, AWA)
    awa.waits = False
    awa.page()
    (wanted,) = wishes(feed)
    packing = read(feed, wanted)
    feed.put([row("need", "n1", LAKE, None)])
    feed.expire_snapshots()
    assert not store(feed, wanted, packing)
    with feed.opened() as rows, feed.both() as (_, snapshots):
        assert snapshots.newest(share(AWA), epoch=EPOCH) is None and rows.head() == 22
    assert make(feed) == 1
    koffi = Phone(feed, KOFFI)
    koffi.sync()
    assert koffi.announced and koffi.announced.rows == 20 and koffi.rows == truth(feed, KOFFI)


def test_an_erasure_takes_the_snapshots_that_are_there(feed: FeedUnderTest) -> None:
    feed.put(villages(20))
    awa = Phone(feed, AWA)
    awa.sync()
    feed.expire_snapshots()
    assert [feed.part(share(AWA), name) for name in awa.fetched] == [None] * len(awa.fetched)


def test_a_wish_that_needs_no_snapshot_any_more_is_settled_once(feed: FeedUnderTest) -> None:
    feed.put(villages(20))
    awa = Phone(feed, AWA)
    awa.waits = False
    awa.page()
    (before,) = wishes(feed)
    feed.expire_snapshots()
    for wanted, left in ((before, 1), (*wishes(feed), 0)):
        with feed.both() as (_, snapshots):
            snapshots.settle(wanted)
        assert len(wishes(feed)) == left


@pytest.mark.parametrize("seed", range(20))
def test_after_any_history_of_moves_and_resets_a_phone_has_exactly_its_scope(
    feed: FeedUnderTest, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rnd = random.Random(seed)
    monkeypatch.setattr("sync.snapshot.FEW_CHANGES", 3)
    paths = ["/XX/", "/XX/R1/", "/XX/R1/S1/", "/XX/R1/S1/V1/", "/XX/R2/", "/XX/R2/S2/"]
    only = frozenset({"b"})
    phone = Phone(feed, Scope("/XX/R1/", "awa"), limit=2)
    for _ in range(40):
        what = rnd.random()
        if what < 0.6:
            kind, owner = rnd.choice(
                [("place", ""), ("project", ""), ("instrument", ""), ("record", "awa"), ("record", "koffi")]
            )
            body = rnd.choice([None, '"1"', '"2"', '"3"'])
            feed.put([row(kind, rnd.choice("abcdef"), rnd.choice(paths), body, owner=owner)])
        elif what < 0.68:
            phone.move(Scope(rnd.choice(paths), "awa", rnd.choice([None, only])))
        elif what < 0.72:
            phone.cursor, phone.packs, phone.waits = None, rnd.random() < 0.5, rnd.random() < 0.5
        elif what < 0.74:
            make(feed)
        elif what < 0.75:
            feed.expire_snapshots()
        elif what < 0.78:
            feed.expire_tombstones(rnd.randint(0, head(feed)))
        else:
            phone.page()
    phone.sync()
    assert phone.rows == truth(feed, phone.scope)
