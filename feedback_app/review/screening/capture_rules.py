"""What in the way a record was recorded speaks for another look: haste, answers that are all alike, positions that were
made up, bursts. Pure.

People answer fast, and phones stand still: each rule waits for what is hard to explain otherwise, and a reviewer who
knows better dismisses it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from feedback_app.review.answers import AnswerLine, RecordForm
from feedback_app.review.position import PlaceLocation, Point, distance_to, doubts
from feedback_app.review.screening.kinds import FlagKind

FASTEST_S = 1.5
"""Nobody hears or reads a question and answers it in less, on the average."""
FEWEST_ANSWERS = 5
"""Of fewer, speed says nothing."""
ALIKE, CHOICES = 6, 3
"""So many questions with the same choices, at least so many choices, and one answer to all of them."""
BURST, BURST_TIME = 15, dt.timedelta(minutes=10)
REPEATED, REPEATED_TIME = 3, dt.timedelta(hours=1)
"""So many records of one phone, over so long, at the same point to the last digit: receivers never say that."""


class Captured(Protocol):
    """Another record of the same phone."""

    @property
    def recorded_at(self) -> dt.datetime | None: ...
    @property
    def lat(self) -> float | None: ...
    @property
    def lng(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class Capture:
    """How a record was recorded."""

    rows: Sequence[AnswerLine]
    answers: Mapping[str, object]
    form: RecordForm
    duration_ms: object
    """As its phone says, whatever that is."""
    recorded_at: dt.datetime | None
    point: Point | None
    place: PlaceLocation | None
    beside: Sequence[Captured] = ()
    """What the same phone sent before it."""


def find_in_capture(one: Capture) -> dict[FlagKind, str]:
    """By kind, the figures of what was found, parted by spaces."""
    found = {
        FlagKind.HURRIED: _haste(one),
        FlagKind.SAME_ANSWERS: _sameness(one),
        FlagKind.POSITION: _made_up(one),
        FlagKind.FAR: _distance(one),
        FlagKind.BURST: _burst(one),
    }
    return {kind: figures for kind, figures in found.items() if figures}


def _haste(one: Capture) -> str:
    """`7 9`: seconds, answers."""
    answered = sum(row.kind in {"said", "unsaid", "media", "point"} for row in one.rows)
    ms = one.duration_ms
    if isinstance(ms, bool) or not isinstance(ms, int) or ms <= 0 or answered < FEWEST_ANSWERS:
        return ""
    return f"{round(ms / 1000)} {answered}" if ms < answered * FASTEST_S * 1000 else ""


def _sameness(one: Capture) -> str:
    """`8`: questions."""
    given = defaultdict[tuple[str, ...], list[str]](list)
    for name, node in one.form.nodes.items():
        choices = tuple(choice["name"] for choice in node.get("choices", []))
        answer = one.answers.get(name)
        if node["type"] == "select_one" and len(choices) >= CHOICES and isinstance(answer, str):
            given[choices].append(answer)
    alike = [len(some) for some in given.values() if len(some) >= ALIKE and len(set(some)) == 1]
    return str(max(alike)) if alike else ""


def _made_up(one: Capture) -> str:
    """`zero`, `exact`, or `repeated 4`: records at the same point."""
    if one.point is None:
        return ""
    codes = [code for code in doubts(one.point, None) if code in {"zero", "exact"}]
    if codes:
        return codes[0]
    lat, lng, _ = one.point
    times = [*_times(one.beside, at=(lat, lng)), *([one.recorded_at] if one.recorded_at else [])]
    same = len(times) >= REPEATED and max(times) - min(times) >= REPEATED_TIME
    return f"repeated {len(times)}" if same else ""


def _times(beside: Sequence[Captured], *, at: tuple[float, float]) -> Iterator[dt.datetime]:
    yield from (one.recorded_at for one in beside if one.recorded_at and (one.lat, one.lng) == at)


def _distance(one: Capture) -> str:
    """`34`: kilometres."""
    if one.point is None or one.place is None or "far" not in doubts(one.point, one.place):
        return ""
    return str(round(distance_to(one.point, one.place)))


def _burst(one: Capture) -> str:
    """`17`: records within `BURST_TIME`, this one the last."""
    if one.recorded_at is None:
        return ""
    since = one.recorded_at - BURST_TIME
    times = [other.recorded_at for other in one.beside if other.recorded_at]
    within = 1 + sum(since < at <= one.recorded_at for at in times)
    return str(within) if within >= BURST else ""
