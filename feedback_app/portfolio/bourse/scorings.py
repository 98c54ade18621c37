"""Two people score a project without seeing each other: whose points count, who may see what, how far they agree.
Pure."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from feedback_app.portfolio.bourse.criteria import TOP, criteria
from feedback_app.portfolio.bourse.scoring import Points

SCORERS = 2
MOST_POINTS = SCORERS * TOP
"""Of a criterion, by all scorers."""
LONGEST_REASON = 500


class ScoringRow(Protocol):
    """A scoring as it is stored."""

    @property
    def by(self) -> uuid.UUID: ...
    @property
    def at(self) -> dt.datetime: ...
    @property
    def points(self) -> Mapping[str, Any]: ...


Row = TypeVar("Row", bound=ScoringRow)


@dataclass(frozen=True, slots=True)
class Point:
    """What one scorer gave for one criterion, and why."""

    level: int
    reason: str


def point_of(row: ScoringRow, code: str) -> Point:
    """What a scoring says of a criterion. One that was added to the list since counts 0."""
    found = row.points.get(code) or {"level": 0, "reason": ""}
    return Point(found["level"], found["reason"])


def levels_of(row: ScoringRow) -> Points:
    """The levels of a scoring, in the order of the criteria."""
    return tuple(point_of(row, one.code).level for one in criteria())


def scorers(rows: Iterable[ScoringRow]) -> list[uuid.UUID]:
    """Who scored a project, in the order in which they did first."""
    return list(dict.fromkeys(row.by for row in rows))


def may_score(rows: Sequence[ScoringRow], person: uuid.UUID) -> bool:
    """Whether somebody may score a project: one of its two scorers, or the second one that is still sought."""
    there = scorers(rows)
    return person in there or len(there) < SCORERS


def is_complete(rows: Sequence[ScoringRow]) -> bool:
    """Whether both have scored: before that nobody sees what the other one gave."""
    return len(scorers(rows)) >= SCORERS


def current(rows: Sequence[Row]) -> list[Row]:
    """The last scoring of each scorer, in the order of the scorers."""
    last = {row.by: row for row in rows}
    return [last[by] for by in scorers(rows)]


def blind(rows: Sequence[ScoringRow]) -> list[ScoringRow]:
    """What each of the two gave before they could see each other; empty until both have."""
    if not is_complete(rows):
        return []
    seen = min(row.at for row in rows if row.by == scorers(rows)[1])
    return current([row for row in rows if row.at <= seen])[:SCORERS]


def points(rows: Sequence[ScoringRow]) -> Points | None:
    """The points of both together, by criterion; None until both have scored."""
    if not is_complete(rows):
        return None
    return tuple(map(sum, zip(*(levels_of(row) for row in current(rows)[:SCORERS]), strict=True)))


def pairs(rows: Sequence[ScoringRow]) -> list[tuple[int, int]]:
    """The levels that the two gave blind, criterion by criterion."""
    first_and_second = [levels_of(row) for row in blind(rows)]
    return list(zip(*first_and_second, strict=True)) if first_and_second else []


class SentPoints(Protocol):
    """The form of a scoring."""

    def get(self, key: str, default: str) -> str: ...


def read_points(form: SentPoints) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """The points in a form, and the criteria of which a level or its reason is missing or too long."""
    found, wrong = {}, []
    for one in criteria():
        level, reason = form.get(f"level.{one.code}", ""), " ".join(form.get(f"reason.{one.code}", "").split())
        is_level = level in {str(n) for n in range(TOP + 1)}
        if not is_level or not 0 < len(reason) <= LONGEST_REASON:
            wrong.append(one.code)
        found[one.code] = {"level": int(level) if is_level else 0, "reason": reason}
    return found, wrong
