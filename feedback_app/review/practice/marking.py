"""What a reviewer who practises chose, compared with what somebody with experience would. Pure."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from feedback_app.review.practice.records import PracticeRecord, PracticeSet


class Mark(StrEnum):
    """How near a choice is to that of somebody with experience."""

    BEST = "best"
    REASON = "reason"
    """The action is theirs, the reason another one."""
    FAIR = "fair"
    """It can be defended."""
    WRONG = "wrong"


POINTS: Mapping[Mark, int] = {Mark.BEST: 2, Mark.REASON: 1, Mark.FAIR: 1, Mark.WRONG: 0}
"""In halves of a point."""
FULL = POINTS[Mark.BEST]


def mark(record: PracticeRecord, action: str, reason: str | None) -> Mark:
    """How a choice is marked."""
    if any(one.fits(action, reason) for one in record.best):
        return Mark.BEST
    if any(one.action == action for one in record.best):
        return Mark.REASON
    return Mark.FAIR if any(one.fits(action, reason) for one in record.fair) else Mark.WRONG


def order(practice: PracticeSet, attempt: uuid.UUID) -> list[PracticeRecord]:
    """The records as an attempt shows them: each attempt in an order of its own, always the same for it."""

    def rank(code: str) -> bytes:
        return hashlib.blake2b(attempt.bytes + code.encode(), digest_size=8, person=b"practice").digest()

    return sorted(practice.records.values(), key=lambda one: rank(one.code))


@dataclass(frozen=True, slots=True)
class PracticeScore:
    """Points of some records, in halves, and how many there could be."""

    points: int
    most: int

    @property
    def words(self) -> str:
        """As people write it: 3½."""
        whole, half = divmod(self.points, 2)
        return f"{whole or '' if half else whole}{'½' if half else ''}"

    @property
    def of(self) -> int:
        """Of how many records."""
        return self.most // FULL

    @property
    def is_full(self) -> bool:
        """Whether none was missed."""
        return self.points == self.most


def score(points: Sequence[int]) -> PracticeScore:
    """The score of what was answered."""
    return PracticeScore(sum(points), FULL * len(points))


def by_kind(practice: PracticeSet, points: Mapping[str, int]) -> dict[str, PracticeScore]:
    """The score of each kind of record, in the order of the file."""
    return {
        kind: score([points[one.code] for one in practice.records.values() if one.kind == kind and one.code in points])
        for kind in practice.kinds
    }


def to_read_again(practice: PracticeSet, points: Mapping[str, int]) -> list[str]:
    """The rules of the records that were missed in part or whole, in the order of the file."""
    missed = {one.rule for one in practice.records.values() if points.get(one.code, FULL) < FULL}
    return [rule for rule in practice.rules if rule in missed]
