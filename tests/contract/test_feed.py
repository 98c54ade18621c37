"""What every feed must do: a phone ends with exactly its scope, whatever happens to rows and scopes."""

from __future__ import annotations

import random
from typing import Any

import pytest

from sync import engine
from sync.store import Row, Scope
from tests.contract.stores import FeedUnderTest

EPOCH = "e1"
AWA = Scope("/XX/R1/S1/V1/", "awa")
KOFFI = Scope("/XX/R1/S1/", "koffi")


def row(kind: str, name: str, path: str, body: str | None = "{}", *, owner: str = "") -> Row:
    return Row(0, kind, name, path, owner, body)


class PhoneModel:
    """A phone that stores what comes down."""

    def __init__(self, scope: Scope) -> None:
        self.scope, self.past = scope, [scope]
        self.rows: dict[tuple[str, str], str] = {}
        self.cursor: str | None = None

    def move(self, scope: Scope) -> None:
        self.past, self.scope = [*self.past, self.scope], scope

    def page(self, feed: FeedUnderTest, limit: int = 1000, epoch: str = EPOCH) -> engine.FeedPage:
        with feed.opened() as store:
            page = engine.pull(store, epoch=epoch, scope=self.scope, past=self.past, cursor=self.cursor, limit=limit)
        if page.reset:
            self.rows.clear()
        for change in page.changes:
            if change.body is None:
                self.rows.pop((change.kind, change.name), None)
            else:
                self.rows[change.kind, change.name] = change.body
        self.cursor = page.cursor
        return page

    def sync(self, feed: FeedUnderTest, limit: int = 1000) -> int:
        pages = 1
        while self.page(feed, limit).more:
            pages += 1
        return pages


def truth(feed: FeedUnderTest, scope: Scope) -> dict[tuple[str, str], Any]:
    fresh = PhoneModel(scope)
    fresh.sync(feed)
    return fresh.rows


def test_a_phone_sees_its_own_area_and_nothing_else(feed: FeedUnderTest) -> None:
    feed.put([
        row("place", "V1", "/XX/R1/S1/V1/"), row("place", "V3", "/XX/R2/S2/V3/"), row("place", "S1", "/XX/R1/S1/"),
        row("project", "P-region", "/XX/R1/"), row("project", "P-elsewhere", "/XX/R2/"),
        row("record", "a", "/XX/R1/S1/V1/", owner="awa"), row("record", "k", "/XX/R1/S1/V1/", owner="koffi"),
    ])  # fmt: skip
    phone = PhoneModel(AWA)
    phone.sync(feed)
    assert set(phone.rows) == {("place", "V1"), ("project", "P-region"), ("record", "a")}


def test_names_with_wildcards_let_no_neighbour_in(feed: FeedUnderTest) -> None:
    feed.put([row("project", "P", "/XX/R_/"), row("place", "v1", "/xx/r1/s1/v1/"), row("place", "%", "/XX/R1/S1/%/")])
    phone = PhoneModel(AWA)
    phone.sync(feed)
    assert phone.rows == {}


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_pages_join_up(feed: FeedUnderTest, limit: int) -> None:
    feed.put([row("project", f"P{n}", "/XX/", str(n)) for n in range(7)])
    phone = PhoneModel(AWA)
    phone.sync(feed, limit)
    assert phone.rows == {("project", f"P{n}"): str(n) for n in range(7)}


def test_nothing_new_costs_nothing(feed: FeedUnderTest) -> None:
    feed.put([row("project", "P", "/XX/")])
    phone = PhoneModel(AWA)
    phone.sync(feed)
    page = phone.page(feed)
    assert (page.changes, page.more, page.reset) == ((), False, False)


def test_a_dropped_row_leaves_the_phone(feed: FeedUnderTest) -> None:
    feed.put([row("project", "P", "/XX/")])
    phone = PhoneModel(AWA)
    phone.sync(feed)
    feed.put([row("project", "P", "/XX/", None)])
    phone.sync(feed)
    assert phone.rows == {}


def test_a_row_that_moves_away_leaves_the_phone(feed: FeedUnderTest) -> None:
    feed.put([row("project", "P", "/XX/R1/")])
    here, there = PhoneModel(AWA), PhoneModel(Scope("/XX/R2/", "x"))
    everywhere = PhoneModel(Scope("/XX/", "y"))
    for phone in (here, there, everywhere):
        phone.sync(feed)
    feed.put([row("project", "P", "/XX/R2/", "moved")])
    for phone in (here, there, everywhere):
        phone.sync(feed)
    assert (here.rows, there.rows, everywhere.rows) == ({}, {("project", "P"): "moved"}, {("project", "P"): "moved"})


@pytest.mark.parametrize("limit", [1, 2, 1000])
def test_a_phone_that_moves_house_gets_what_changed_and_no_reload(feed: FeedUnderTest, limit: int) -> None:
    feed.put([row("place", "V1", "/XX/R1/S1/V1/"), row("place", "V2", "/XX/R1/S1/V2/"), row("place", "V3", "/XX/R2/V3/"),
              row("project", "P", "/XX/")])  # fmt: skip
    phone = PhoneModel(KOFFI)
    phone.sync(feed)
    phone.move(Scope("/XX/R2/", "koffi"))
    first = phone.page(feed, limit)
    assert not first.reset and ("project", "P") not in [(one.kind, one.name) for one in first.changes]
    phone.sync(feed, limit)
    assert phone.rows == truth(feed, phone.scope)


def test_a_restored_server_makes_phones_start_anew(feed: FeedUnderTest) -> None:
    feed.put([row("project", "P", "/XX/")])
    phone = PhoneModel(AWA)
    phone.sync(feed)
    assert phone.page(feed, epoch="e2").reset


@pytest.mark.parametrize("cursor", ["", "x", "e1", "e1.999999.abc", "e1.-1.abc", "e1.1.2.3.4", "e1.\u0661.abc", "\x00"])
def test_a_cursor_that_nobody_gave_out_starts_anew(feed: FeedUnderTest, cursor: str) -> None:
    feed.put([row("project", "P", "/XX/")])
    phone = PhoneModel(AWA)
    phone.cursor = cursor
    phone.sync(feed)
    assert phone.rows == {("project", "P"): "{}"}


@pytest.mark.parametrize("seed", range(15))
def test_after_any_history_a_phone_has_exactly_its_scope(feed: FeedUnderTest, seed: int) -> None:
    rnd = random.Random(seed)
    paths = ["/XX/", "/XX/R1/", "/XX/R1/S1/", "/XX/R1/S1/V1/", "/XX/R2/", "/XX/R2/S2/"]
    phone = PhoneModel(Scope("/XX/R1/", "awa"))
    for _ in range(40):
        what = rnd.random()
        if what < 0.6:
            kind, owner = rnd.choice([("place", ""), ("project", ""), ("record", rnd.choice(["awa", "koffi"]))])
            body = rnd.choice([None, "1", "2", "3"])
            feed.put([row(kind, rnd.choice("abcd"), rnd.choice(paths), body, owner=owner)])
        elif what < 0.7:
            phone.move(Scope(rnd.choice(paths), "awa"))
        else:
            phone.page(feed, limit=rnd.choice([1, 2, 100]))
    phone.sync(feed, limit=2)
    assert phone.rows == truth(feed, phone.scope)
