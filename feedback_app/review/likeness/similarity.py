"""What speaks for it that two records say the same, and which of them to show first. Pure."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from feedback_app.review.text_likeness import ALIKE, likeness, pieces

Pair: TypeAlias = tuple["ComparedRecord", "Similarity"]
"""A record, and what speaks for it."""
CLOSE = dt.timedelta(days=1)
"""What was said in one place within this may be of one meeting."""
MOST = 10
"""Records that are shown beside one."""


@dataclass(frozen=True, slots=True)
class ComparedRecord:
    """What records are compared by."""

    record_id: uuid.UUID
    written: str
    instrument: str
    place_path: str
    author_id: uuid.UUID | None
    recorded_at: dt.datetime | None
    media: Mapping[str, str]
    """The type of each file that it names, by hash."""


@dataclass(frozen=True, slots=True)
class Similarity:
    """What speaks for it that a record says the same as another one."""

    text: float = 0.0
    """How alike the texts are; 0 where that is less than `ALIKE`."""
    media: tuple[str, ...] = ()
    """`image`, `audio`: kinds of files that both have."""
    same_person_and_day: bool = False
    apart: dt.timedelta | None = None
    """Of one place: how long one was recorded after the other; None when longer than `CLOSE`."""

    @property
    def rank(self) -> float:
        """The higher the likelier. Circumstances alone never outweigh words or files."""
        circumstances = 0.1 * self.same_person_and_day + 0.1 * (self.apart is not None)
        return self.text + len(self.media) + circumstances


def signs(one: ComparedRecord, other: ComparedRecord) -> Similarity | None:
    """What speaks for it; None where it is too little. Person, place and time count by themselves only where one
    has no words to compare: a surveyor hears many different things in a village in a day."""
    alike = likeness(pieces(one.written), pieces(other.written))
    found = Similarity(
        text=alike if alike >= ALIKE else 0.0,
        media=tuple(sorted({kind.partition("/")[0] for sha256, kind in one.media.items() if sha256 in other.media})),
        same_person_and_day=one.author_id is not None and one.author_id == other.author_id and _is_same_day(one, other),
        apart=_apart(one, other),
    )
    by_circumstances = found.same_person_and_day and found.apart is not None and one.instrument == other.instrument
    is_silent = not (pieces(one.written) and pieces(other.written))
    return found if found.text or found.media or (by_circumstances and is_silent) else None


def _is_same_day(one: ComparedRecord, other: ComparedRecord) -> bool:
    days = [at.astimezone(dt.UTC).date() for at in (one.recorded_at, other.recorded_at) if at]
    return len(days) == 2 and days[0] == days[1]


def _apart(one: ComparedRecord, other: ComparedRecord) -> dt.timedelta | None:
    if one.place_path != other.place_path or one.recorded_at is None or other.recorded_at is None:
        return None
    apart = abs(one.recorded_at - other.recorded_at)
    return apart if apart <= CLOSE else None


def likeliest(one: ComparedRecord, others: Iterable[ComparedRecord], *, most: int) -> list[Pair]:
    """Those for which something speaks, the likeliest first."""
    found = [(other, why) for other in others if other.record_id != one.record_id and (why := signs(one, other))]
    return sorted(found, key=lambda pair: (-pair[1].rank, str(pair[0].record_id)))[:most]


def without(found: Iterable[Pair], hidden: Collection[uuid.UUID]) -> list[Pair]:
    """All but these, as many as are shown."""
    return [pair for pair in found if pair[0].record_id not in hidden][:MOST]
