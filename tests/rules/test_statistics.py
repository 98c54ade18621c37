"""Intervals and agreement for small groups, held against figures of other programs and against slow ways to get them."""

from __future__ import annotations

import math
import statistics
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.insight.statistics import (
    Interval,
    cliffs_delta,
    cliffs_interval,
    jeffreys,
    median_interval,
    newcombe,
    weighted_kappa,
    wilson,
)

COUNTS = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=10, max_size=60)
READERS = [[20, 5, 1], [4, 15, 4], [0, 3, 18]]
"""A table of two readers whose kappa and interval are known."""


def close(got: Interval, low: float, high: float) -> bool:
    return math.isclose(got.low, low, abs_tol=1e-6) and math.isclose(got.high, high, abs_tol=1e-6)


def test_wilson_and_newcombe_give_the_published_intervals() -> None:
    assert close(wilson(7, 10), 0.396778, 0.892209)
    change = newcombe((56, 70), (48, 80))
    assert (round(change.low, 4), round(change.high, 4)) == (-0.3339, -0.0524), "Newcombe 1998, table II, example (a)"
    assert wilson(0, 0) == Interval(0.0, 1.0)
    assert wilson(0, 5).low == 0.0 and wilson(5, 5).high == 1.0


@given(COUNTS)
def test_an_interval_holds_the_proportion_that_was_observed(counts: tuple[int, int]) -> None:
    hits, n = counts
    for found in (wilson(hits, n), jeffreys(hits, n)):
        assert 0 <= found.low <= hits / n <= found.high <= 1


@pytest.mark.parametrize(("hits", "n"), [(7, 10), (1, 4), (40, 60)])
def test_jeffreys_bounds_leave_the_same_part_outside_as_a_sum_of_slices_says(hits: int, n: int) -> None:
    found, slices = jeffreys(hits, n), 40_000
    density = [
        ((k + 0.5) / slices) ** (hits - 0.5) * (1 - (k + 0.5) / slices) ** (n - hits - 0.5) for k in range(slices)
    ]
    below = sum(density[: round(found.low * slices)]) / sum(density)
    assert math.isclose(below, 0.025, abs_tol=1e-4)
    assert math.isclose(sum(density[round(found.high * slices) :]) / sum(density), 0.025, abs_tol=1e-4)


def test_weighted_kappa_is_that_of_other_programs() -> None:
    pairs = [(i, j) for i, j in product(range(3), repeat=2) for _ in range(READERS[i][j])]
    found = weighted_kappa(pairs, 3)
    assert found.kappa is not None and math.isclose(found.kappa, 0.711406, abs_tol=1e-6)
    assert found.interval is not None and close(found.interval, 0.583657, 0.839155)
    assert (found.n, found.same, found.near) == (70, 53, 69)


@given(PAIRS)
def test_weighted_kappa_is_one_less_the_disagreement_over_that_of_chance(pairs: list[tuple[int, int]]) -> None:
    found = weighted_kappa(pairs, 4)
    apart = sum(abs(a - b) for a, b in pairs) / len(pairs)
    by_chance = statistics.fmean(abs(a - b) for (a, _), (_, b) in product(pairs, pairs))
    if by_chance == 0:
        assert found.kappa is None
    else:
        assert found.kappa is not None and math.isclose(found.kappa, 1 - apart / by_chance, abs_tol=1e-9)


def test_of_few_pairs_no_kappa_is_given() -> None:
    assert weighted_kappa([(1, 1)] * 9, 4).kappa is None
    assert weighted_kappa([(1, 1)] * 12, 4).kappa is None, "chance explains it all"


@given(st.lists(st.integers(1, 9), min_size=1, max_size=15), st.lists(st.integers(1, 9), min_size=1, max_size=15))
def test_cliffs_delta_counts_every_pair(before: list[int], after: list[int]) -> None:
    pairs = list(product(before, after))
    naive = (sum(b > a for a, b in pairs) - sum(b < a for a, b in pairs)) / len(pairs)
    assert cliffs_delta(before, after) == pytest.approx(naive)
    assert cliffs_delta([], after) is None


def test_a_median_has_an_interval_from_six_values_on() -> None:
    assert median_interval([1, 2, 3, 4, 5]) is None
    assert median_interval([6, 1, 2, 3, 4, 5]) == (3.5, Interval(1, 6))
    assert median_interval([*range(1, 16)]) == (8, Interval(4, 12))


def test_the_interval_of_cliffs_delta_holds_the_delta_and_is_the_smaller_the_more_there_are() -> None:
    before, after = [1.0, 2.0, 2.0, 3.0, 4.0], [2.0, 3.0, 4.0, 4.0, 5.0]
    few, many = cliffs_interval(before, after), cliffs_interval(before * 8, after * 8)
    delta = cliffs_delta(before, after)
    assert few is not None and many is not None and delta is not None
    assert few.low <= many.low <= delta <= many.high <= few.high
    assert cliffs_interval([1.0], after) is None


def test_where_all_are_above_there_is_nothing_to_doubt() -> None:
    assert cliffs_interval([1.0, 2.0], [3.0, 4.0]) == Interval(1.0, 1.0)
