"""What a project's points come to, and how far its rank depends on the weights. Pure.

A score is a sum of whole numbers: the points of each criterion times its weight. The levels are fixed by their words,
not by which projects are there, so the order of two projects never depends on a third one.

Weights are a choice, so the rank is also shown over all of them (stochastic multicriteria acceptability analysis:
R. Lahdelma, J. Hokkanen, P. Salminen, 1998): weightings are drawn evenly from all that are possible, and the share of
them is given that puts a project first, or among the first three. The draws are the same every time, so that a page
says the same tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

Key = TypeVar("Key")
Points = tuple[int, ...]
"""The points of a project by criterion, in the order of `criteria.criteria`: those of all its scorers together."""

DRAWS = 4000
UNIT = 10_000
"""Into so many parts a drawn weighting divides all weight."""
FIRST_FEW = 3


def total(points: Points, weights: Sequence[int]) -> int:
    """The weighted sum."""
    return sum(one * weight for one, weight in zip(points, weights, strict=True))


def percent(points: Points, weights: Sequence[int], most: int) -> Fraction:
    """The weighted sum of what could be reached with `most` points a criterion, as a percentage."""
    return Fraction(100 * total(points, weights), most * sum(weights))


def order(table: Mapping[Key, Points], weights: Sequence[int]) -> list[tuple[int, Key]]:
    """(rank, project), the highest score first; equal scores have the same rank, in the order of `table`."""
    totals = {key: total(points, weights) for key, points in table.items()}
    ranked = sorted(totals, key=lambda key: -totals[key])
    return [(1 + sum(other > totals[key] for other in totals.values()), key) for key in ranked]


@dataclass(frozen=True, slots=True)
class Acceptability:
    """The share of weightings that puts a project first, and among the first `FIRST_FEW`. Equals share a rank."""

    first: Fraction
    first_few: Fraction


def acceptability(table: Mapping[Key, Points], draws: int = DRAWS) -> dict[Key, Acceptability]:
    """How often each project comes how far, over weightings that are drawn evenly."""
    found = _ranks(tuple(table.values()), draws)
    return {
        key: Acceptability(Fraction(first, draws), Fraction(few, draws))
        for key, (first, few) in zip(table, found, strict=True)
    }


@lru_cache(maxsize=16)
def _ranks(projects: tuple[Points, ...], draws: int) -> list[tuple[int, int]]:
    """How often each of these projects is first, and among the first few."""
    counts = [[0, 0] for _ in projects]
    for drawn in weightings(len(projects[0]) if projects else 0, draws):
        sums = [total(points, drawn) for points in projects]
        best = sorted(sums, reverse=True)
        bound = best[min(FIRST_FEW, len(best)) - 1]
        for count, one in zip(counts, sums, strict=True):
            count[0] += one == best[0]
            count[1] += one >= bound
    return [(first, few) for first, few in counts]


@lru_cache(maxsize=4)
def weightings(criteria: int, draws: int) -> tuple[tuple[int, ...], ...]:
    """Weightings evenly from all that are possible, each of `UNIT` parts: the gaps between cuts at random places."""
    chance = _numbers(UNIT + 1)
    found = []
    for _ in range(draws if criteria else 0):
        cuts = [0, *sorted(next(chance) for _ in range(criteria - 1)), UNIT]
        found.append(tuple(after - before for before, after in pairwise(cuts)))
    return tuple(found)


def _numbers(below: int) -> Iterator[int]:
    """The same even numbers each time (SplitMix64 by G. L. Steele, D. Lea, C. H. Flood, 2014)."""
    state, mask = 0, 2**64 - 1
    while True:
        state = (state + 0x9E3779B97F4A7C15) & mask
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & mask
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & mask
        yield (mixed ^ (mixed >> 31)) * below >> 64


def equal_weights(one: Points, other: Points, weights: Sequence[int]) -> list[Fraction | None]:
    """For each criterion the share of all weight at which two projects are equal, when the other criteria keep their
    proportions; None where no share makes them so."""
    return [_equal_weight(n, one, other, weights) for n in range(len(weights))]


def _equal_weight(n: int, one: Points, other: Points, weights: Sequence[int]) -> Fraction | None:
    own = one[n] - other[n]
    gaps = ((one[i] - other[i]) * weight for i, weight in enumerate(weights) if i != n)
    rest = sum(weights) - weights[n]
    others = Fraction(sum(gaps), rest) if rest else Fraction(0)
    if own == others:
        return None
    share = others / (others - own)
    return share if own and 0 <= share <= 1 else None


def nearest_equal_weight(one: Points, other: Points, weights: Sequence[int]) -> tuple[int, Fraction] | None:
    """The criterion whose weight must change least for two projects to be equal, and that weight as a share of all."""
    whole = sum(weights)
    found = [(n, share) for n, share in enumerate(equal_weights(one, other, weights)) if share is not None]
    return min(found, key=lambda equal: abs(equal[1] - Fraction(weights[equal[0]], whole)), default=None)
