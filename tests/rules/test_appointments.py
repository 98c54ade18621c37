"""Phones that a server cannot take at once come back one after the other, as fast as it goes."""

from __future__ import annotations

from collections import Counter

from feedback_app.edge.appointments import LONGEST, SHORTEST, SPREAD, Appointments


def busy(a_second: float) -> tuple[Appointments, float]:
    """A server that has answered so many a second, and what time it is."""
    made = Appointments()
    for n in range(int(20 * a_second)):
        made.ended(n / a_second)
    return made, 20.0


def test_those_whom_a_slow_machine_refuses_come_back_over_the_time_that_it_needs_for_them() -> None:
    server, now = busy(3)
    waits = [server.next(now, waiting=0) for _ in range(440)]
    assert min(waits) >= SHORTEST and max(waits) <= 440 / 3 + SPREAD + 1
    each_ten_seconds = Counter(wait // 10 for wait in waits)
    assert max(each_ten_seconds.values()) <= 45, "30 are answered in that time"


def test_who_is_refused_by_a_fast_machine_comes_back_soon() -> None:
    server, now = busy(200)
    waits = [server.next(now, waiting=500) for _ in range(500)]
    assert min(waits) >= SHORTEST and max(waits) <= SHORTEST + SPREAD + 2
    assert len(set(waits)) > 5, "not all in the same second"


def test_nobody_is_asked_to_wait_for_longer_than_some_minutes() -> None:
    server = Appointments()
    waits = [server.next(0.0, waiting=500) for _ in range(1000)]
    assert max(waits) <= LONGEST
    assert len(set(waits[600:])) > 50


def test_a_crowd_that_was_refused_an_hour_ago_counts_no_more() -> None:
    server, now = busy(3)
    for _ in range(400):
        server.next(now, waiting=0)
    assert server.next(now + 3600, waiting=0) <= SHORTEST + SPREAD + 1
