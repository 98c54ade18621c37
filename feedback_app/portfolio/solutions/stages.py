"""How far a solution has come: planned, funded, done. Each step is appended; going back is a step too. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """How far a solution has come. The words for people are in `texts.py`."""

    PLANNED = "planned"
    FUNDED = "funded"
    DONE = "done"


ORDER = (Stage.PLANNED, Stage.FUNDED, Stage.DONE)


class Refusal(StrEnum):
    """Why a step cannot be taken as it was asked for."""

    STALE = "stale"
    FUNDER = "funder"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Step:
    """A step that was taken: where it led, the day on which that was so, and when the desk noted it."""

    id: str
    stage: Stage
    day: dt.date
    noted: dt.datetime
    project: str | None = None
    """The title of the project that funds it."""
    contested: bool = False
    """Back, because people of its places say that it is not done."""

    @property
    def moment(self) -> dt.datetime:
        """When it was so: the moment of the note for one of the same day, else the middle of its day."""
        if self.day >= self.noted.date():
            return self.noted
        return dt.datetime.combine(self.day, dt.time(12), tzinfo=self.noted.tzinfo)


def current_stage(steps: Iterable[Step]) -> Stage:
    """How far a solution has come after its steps, oldest first."""
    taken = valid_steps(steps)
    return taken[-1].stage if taken else Stage.PLANNED


def furthest_steps(histories: Iterable[Sequence[Step]]) -> list[Step]:
    """The steps of several solutions as if they were one, which is always as far as the furthest of them.

    Oldest first, without the steps that do not change how far that is.
    """
    taken = [(step.noted, step.id, n, step) for n, steps in enumerate(histories) for step in steps]
    stages: dict[int, Stage] = {}
    left: list[Step] = []
    furthest = Stage.PLANNED
    for _, _, n, step in sorted(taken, key=lambda one: one[:2]):
        stages[n] = step.stage
        now = max(stages.values(), key=ORDER.index)
        if now != furthest:
            left.append(step)
        furthest = now
    return left


def valid_steps(steps: Iterable[Step]) -> list[Step]:
    """The steps that still count, oldest first: an undone step is left out, and so is the step that undid it."""
    left: list[Step] = []
    for step in steps:
        if is_forward(left[-1].stage if left else Stage.PLANNED, step.stage):
            left.append(step)
        else:
            left = [one for one in left if ORDER.index(one.stage) <= ORDER.index(step.stage)]
    return left


def is_forward(before: Stage, after: Stage) -> bool:
    """Whether `after` is the stage that follows `before`."""
    return ORDER.index(after) == ORDER.index(before) + 1


def possible_stages(before: Stage) -> tuple[Stage, ...]:
    """The stages that a step may lead to: the next one and the one before."""
    at = ORDER.index(before)
    return tuple(ORDER[n] for n in (at + 1, at - 1) if 0 <= n < len(ORDER))


def refusal(
    steps: Iterable[Step], after: Stage, *, day: dt.date | None, today: dt.date, funded_by: str | None
) -> Refusal | None:
    """What speaks against a step: a stage that cannot follow, no project that funds, a day that cannot be right."""
    taken = valid_steps(steps)
    before = current_stage(taken)
    if after not in possible_stages(before):
        return Refusal.STALE
    if not is_forward(before, after):
        return None
    if after is Stage.FUNDED and not funded_by:
        return Refusal.FUNDER
    if day is None or day > today or any(day < one.day for one in taken):
        return Refusal.DAY
    return None
