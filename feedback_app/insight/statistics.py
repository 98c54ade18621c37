"""Intervals and agreement for small groups of volunteers. Pure.

All take counts or ordered values; none takes a mean of faces. Sources: E. B. Wilson (1927); R. G. Newcombe, "Interval
estimation for the difference between independent proportions" (1998), method 10; L. D. Brown, T. T. Cai, A. DasGupta
(2001) for Jeffreys' interval; J. L. Fleiss, J. Cohen, B. S. Everitt (1969) for the error of weighted kappa; N. Cliff
(1993). What two readers of a record agree on without an order is `review/second_readings/agreement.py`: review comes
before this package.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

Z_95 = 1.959963984540054
FEW = 10
"""Fewer observations than these are shown as counts, without percent."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which values something is with 95 % probability."""

    low: float
    high: float


def wilson(hits: int, n: int, z: float = Z_95) -> Interval:
    """The interval of a proportion. All that is possible where nothing was observed."""
    if n == 0:
        return Interval(0.0, 1.0)
    share, width = hits / n, 1 + z * z / n
    middle = (share + z * z / (2 * n)) / width
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / width
    return Interval(0.0 if hits == 0 else max(0.0, middle - half), 1.0 if hits == n else min(1.0, middle + half))


def newcombe(before: tuple[int, int], after: tuple[int, int]) -> Interval:
    """The interval of how much a proportion changed between two independent groups, each (hits, n) with n above 0."""
    (hits1, n1), (hits2, n2) = before, after
    first, second = wilson(hits1, n1), wilson(hits2, n2)
    share1, share2 = hits1 / n1, hits2 / n2
    difference = share2 - share1
    return Interval(
        difference - math.hypot(share2 - second.low, first.high - share1),
        difference + math.hypot(second.high - share2, share1 - first.low),
    )


def jeffreys(hits: int, n: int) -> Interval:
    """The interval of a proportion by a prior of half a hit and half a miss."""
    a, b = hits + 0.5, n - hits + 0.5
    low = 0.0 if hits == 0 else _beta_quantile(0.025, a, b)
    return Interval(low, 1.0 if hits == n else _beta_quantile(0.975, a, b))


def _beta_quantile(level: float, a: float, b: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _beta_below(middle, a, b) < level else (low, middle)
    return (low + high) / 2


def _beta_below(x: float, a: float, b: float) -> float:
    """The regularized incomplete beta function."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta_below(1 - x, b, a)
    logarithm = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(logarithm) / (a * _beta_fraction(x, a, b))


def _beta_fraction(x: float, a: float, b: float, terms: int = 300) -> float:
    """The continued fraction of the incomplete beta function, from its last term up."""
    value = 1.0
    for n in range(terms, 0, -1):
        half = n // 2
        top = half * (b - half) if n % 2 == 0 else -(a + half) * (a + b + half)
        value = 1 + top * x / ((a + n - 1) * (a + n)) / value
    return value


@dataclass(frozen=True, slots=True)
class WeightedKappa:
    """How far two agree on an ordered scale beyond chance: 1 always, 0 as often as chance would."""

    n: int
    same: int
    """Pairs in which both give the same level."""
    near: int
    """Pairs in which they are at most one level apart."""
    kappa: float | None
    """None of fewer than `FEW` pairs, and where chance explains it all."""
    interval: Interval | None = None


def weighted_kappa(pairs: Sequence[tuple[int, int]], levels: int) -> WeightedKappa:
    """The agreement of pairs of levels 0 … `levels` - 1, with linear weights and its interval for large samples."""
    n, same = len(pairs), sum(a == b for a, b in pairs)
    near = sum(abs(a - b) <= 1 for a, b in pairs)
    if n < FEW:
        return WeightedKappa(n, same, near, None)
    first = [sum(a == level for a, _ in pairs) / n for level in range(levels)]
    second = [sum(b == level for _, b in pairs) / n for level in range(levels)]
    weight = _linear(levels)
    observed = sum(weight(a, b) for a, b in pairs) / n
    by_chance = sum(weight(i, j) * first[i] * second[j] for i, j in product(range(levels), repeat=2))
    if by_chance >= 1:
        return WeightedKappa(n, same, near, None)
    kappa = (observed - by_chance) / (1 - by_chance)
    rows = [sum(second[j] * weight(i, j) for j in range(levels)) for i in range(levels)]
    columns = [sum(first[i] * weight(i, j) for i in range(levels)) for j in range(levels)]
    spread = sum((weight(a, b) - (rows[a] + columns[b]) * (1 - kappa)) ** 2 for a, b in pairs) / n
    variance = (spread - (kappa - by_chance * (1 - kappa)) ** 2) / (n * (1 - by_chance) ** 2)
    half = Z_95 * math.sqrt(max(variance, 0.0))
    return WeightedKappa(n, same, near, kappa, Interval(max(-1.0, kappa - half), min(1.0, kappa + half)))


def _linear(levels: int) -> Callable[[int, int], float]:
    return lambda i, j: 1 - abs(i - j) / (levels - 1)


def cliffs_delta(before: Sequence[float], after: Sequence[float]) -> float | None:
    """How often a value of `after` is above one of `before`, less how often below: -1 … 1. None where one is empty."""
    if not before or not after:
        return None
    ordered = sorted(before)
    above = sum(bisect_left(ordered, value) for value in after)
    below = sum(len(ordered) - bisect_right(ordered, value) for value in after)
    return (above - below) / (len(before) * len(after))


def cliffs_interval(before: Sequence[float], after: Sequence[float]) -> Interval | None:
    """The interval of Cliff's δ by its own variance (N. Cliff, "Answering ordinal questions", 1996). None of fewer than
    two values on a side."""
    n, m = len(before), len(after)
    delta = cliffs_delta(before, after)
    if delta is None or min(n, m) < 2:
        return None
    earlier, later = Counter(before), Counter(after)
    rows = sum(often * (_dominance(b, later) / m - delta) ** 2 for b, often in earlier.items())
    columns = sum(often * (-_dominance(a, earlier) / n - delta) ** 2 for a, often in later.items())
    pairs = sum(
        often * times * ((a > b) - (a < b) - delta) ** 2 for b, often in earlier.items() for a, times in later.items()
    )
    variance = (m * m * rows + n * n * columns - pairs) / (n * m * (n - 1) * (m - 1))
    half = Z_95 * math.sqrt(max(variance, 0.0))
    return Interval(max(-1.0, delta - half), min(1.0, delta + half))


def _dominance(value: float, others: Counter[float]) -> int:
    """How many of the others are above, less how many are below."""
    return sum(often * ((other > value) - (other < value)) for other, often in others.items())


def median_interval(values: Sequence[float], level: float = 0.95) -> tuple[float, Interval] | None:
    """The median with an exact interval by order (sign test). None where there are too few for that level."""
    ordered, n = sorted(values), len(values)
    tail, last = 0.0, -1
    for i in range(n):
        tail += math.comb(n, i) / 2**n
        if tail > (1 - level) / 2:
            break
        last = i
    if last < 0:
        return None
    return (ordered[(n - 1) // 2] + ordered[n // 2]) / 2, Interval(ordered[last], ordered[n - 1 - last])
