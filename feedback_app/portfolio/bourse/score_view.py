"""A project's score with its parts, its rank, and what would change it. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from feedback_app.insight.statistics import WeightedKappa, weighted_kappa
from feedback_app.portfolio.bourse import scoring, scorings
from feedback_app.portfolio.bourse.criteria import TOP, Criterion, criteria, weights
from feedback_app.portfolio.bourse.scoring import Acceptability, Points
from feedback_app.portfolio.bourse.scorings import MOST_POINTS, Point, ScoringRow


@dataclass(frozen=True, slots=True)
class ScorePart:
    """What one criterion adds to a score of 100, and what each scorer gave."""

    criterion: Criterion
    points: Sequence[Point]
    adds: Fraction

    @property
    def share(self) -> int:
        """Of what this criterion could add, in percent."""
        return round(100 * self.adds / self.criterion.weight)


@dataclass(frozen=True, slots=True)
class Score:
    """A score of 100, and its parts."""

    total: Fraction
    parts: Sequence[ScorePart]
    same: int
    """Criteria for which both scorers gave the same level."""
    near: int
    """Those for which they are at most one level apart."""


def score_of(rows: Sequence[ScoringRow]) -> Score | None:
    """The score of a project; None until both have scored it."""
    points = scorings.points(rows)
    if points is None:
        return None
    counted = scorings.current(rows)[: scorings.SCORERS]
    parts = [
        ScorePart(one, [scorings.point_of(row, one.code) for row in counted], Fraction(value * one.weight, MOST_POINTS))
        for one, value in zip(criteria(), points, strict=True)
    ]
    both = [[point.level for point in part.points] for part in parts]
    return Score(
        scoring.percent(points, weights(), MOST_POINTS), parts, sum(a == b for a, b in both),
        sum(abs(a - b) <= 1 for a, b in both),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The project just before or after in the ranking, and the weight of one criterion that would make both equal."""

    project: uuid.UUID
    is_ahead: bool
    criterion: Criterion | None
    weight: Fraction | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """Where a project is among those that seek funding and were scored."""

    rank: int
    of: int
    acceptability: Acceptability
    neighbours: Sequence[Neighbour]


def ranking(rows: Mapping[uuid.UUID, Sequence[ScoringRow]]) -> dict[uuid.UUID, Ranked]:
    """The rank of each of these projects, best first; those that are not scored yet have none."""
    table = {key: points for key, some in rows.items() if (points := scorings.points(some)) is not None}
    placed, accepted = scoring.order(table, weights()), scoring.acceptability(table)
    keys = [key for _, key in placed]
    return {
        key: Ranked(rank, len(table), accepted[key], _neighbours(table, keys, n))
        for n, (rank, key) in enumerate(placed)
    }


def _neighbours(table: Mapping[uuid.UUID, Points], keys: Sequence[uuid.UUID], n: int) -> list[Neighbour]:
    return [_neighbour(table, keys[n], keys[i], is_ahead=i < n) for i in (n - 1, n + 1) if 0 <= i < len(keys)]


def _neighbour(table: Mapping[uuid.UUID, Points], mine: uuid.UUID, other: uuid.UUID, *, is_ahead: bool) -> Neighbour:
    equal = scoring.nearest_equal_weight(table[mine], table[other], weights())
    if equal is None:
        return Neighbour(other, is_ahead, None, None)
    return Neighbour(other, is_ahead, criteria()[equal[0]], equal[1])


def agreement_of(rows: Mapping[uuid.UUID, Sequence[ScoringRow]]) -> WeightedKappa:
    """How far scorers agree over these projects, by what they gave before they could see each other."""
    return weighted_kappa([pair for some in rows.values() for pair in scorings.pairs(some)], TOP + 1)
