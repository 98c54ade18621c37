"""Addresses take turns: nobody waits behind more than one request of each other address, and nobody is lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.edge.fair_queue import FairQueue


@dataclass(frozen=True)
class Asked:
    source: str
    number: int


def anyone(_source: str) -> bool:
    return True


coming = st.lists(st.sampled_from("abcde"), max_size=60).map(lambda who: [Asked(one, n) for n, one in enumerate(who)])


@given(coming, st.integers(1, 30))
def test_everybody_is_served_in_their_order_or_asked_to_come_back(requests: list[Asked], most: int) -> None:
    queue: FairQueue[Asked] = FairQueue(most)
    refused = [gone for one in requests if (gone := queue.add(one))]
    served = [found for _ in range(len(queue)) if (found := queue.next(anyone))]
    assert queue.next(anyone) is None and len(queue) == 0 and len(served) <= most
    assert sorted(refused + served, key=lambda one: one.number) == requests
    for source in "abcde":
        mine = [one.number for one in served if one.source == source]
        assert mine == sorted(mine)


@given(coming)
def test_no_two_of_one_address_go_while_another_waits(requests: list[Asked]) -> None:
    queue: FairQueue[Asked] = FairQueue(1000)
    for one in requests:
        queue.add(one)
    served = [found.source for _ in requests if (found := queue.next(anyone))]
    for before, after in zip(range(len(served)), range(1, len(served)), strict=False):
        if served[before] == served[after]:
            assert set(served[after:]) == {served[after]}


@given(coming, st.integers(1, 30))
def test_only_an_address_with_most_requests_is_asked_to_come_back(requests: list[Asked], most: int) -> None:
    queue: FairQueue[Asked] = FairQueue(most)
    waiting: Counter[str] = Counter()
    for one in requests:
        waiting[one.source] += 1
        if gone := queue.add(one):
            assert waiting[gone.source] == max(waiting.values())
            assert waiting[one.source] < max(waiting.values()) or gone == one
            waiting[gone.source] -= 1


def test_who_may_not_now_is_passed_over_and_keeps_the_place() -> None:
    queue: FairQueue[Asked] = FairQueue(10)
    for one in (Asked("a", 0), Asked("b", 1)):
        queue.add(one)
    assert queue.next(lambda source: source != "a") == Asked("b", 1)
    assert queue.next(lambda source: source != "a") is None
    assert queue.next(anyone) == Asked("a", 0)
