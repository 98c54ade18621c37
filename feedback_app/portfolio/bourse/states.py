"""How far a project that seeks funding has come, and what may follow. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class ProjectState(StrEnum):
    """How far a project has come. Words for people are in `texts.py`."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    FINANCED = "financed"
    RUNNING = "running"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


PUBLIC = frozenset(ProjectState) - {ProjectState.DRAFT, ProjectState.PROPOSED}
"""In these a second person has published the project's words."""
SEEKS = ProjectState.PUBLISHED
"""In this one it seeks funding, and is ranked."""
ROAD = (ProjectState.PUBLISHED, ProjectState.FINANCED, ProjectState.RUNNING, ProjectState.COMPLETED)
STEPS: Mapping[ProjectState, tuple[ProjectState, ...]] = {
    ProjectState.PUBLISHED: (ProjectState.FINANCED, ProjectState.WITHDRAWN),
    ProjectState.FINANCED: (ProjectState.RUNNING, ProjectState.PUBLISHED, ProjectState.WITHDRAWN),
    ProjectState.RUNNING: (ProjectState.COMPLETED, ProjectState.FINANCED),
    ProjectState.COMPLETED: (ProjectState.RUNNING,),
    ProjectState.WITHDRAWN: (ProjectState.PUBLISHED,),
}
"""The steps that staff may note: on, back, or out and in again. One back undoes a mistake and is in the history too."""


class StepRefusal(StrEnum):
    """Why a step cannot be taken as it was asked for."""

    STALE = "stale"
    """It does not follow from where the project is."""
    DAY = "day"
    """Not a day, one that is yet to come, or one before the step before."""
    MONEY = "money-missing"
    """It is not all found."""
    MILESTONES = "milestones-open"
    """Something is still to be done."""
    CONTESTED = "milestones-contested"
    """A place says that something is not done."""


@dataclass(frozen=True, slots=True)
class ProjectStep:
    """A step that was taken: where it led, and the day on which that was so."""

    state: ProjectState
    day: dt.date


@dataclass(frozen=True, slots=True)
class Progress:
    """What of a project decides which steps are possible."""

    state: ProjectState
    since: dt.date | None
    money_missing: int
    milestones_open: int
    milestones_contested: int = 0


def possible_steps(state: ProjectState) -> tuple[ProjectState, ...]:
    """Where a step may lead."""
    return STEPS.get(state, ())


def is_forward(before: ProjectState, after: ProjectState) -> bool:
    """Whether a step leads on along the road."""
    return before in ROAD and after in ROAD and ROAD.index(after) == ROAD.index(before) + 1


def step_refusal(now: Progress, after: ProjectState, *, day: dt.date | None, today: dt.date) -> StepRefusal | None:
    """What speaks against a step; only one that leads on asks for more than that it follows."""
    if after not in possible_steps(now.state):
        return StepRefusal.STALE
    if not is_forward(now.state, after):
        return None
    if day is None or day > today or (now.since is not None and day < now.since):
        return StepRefusal.DAY
    if after is ProjectState.FINANCED and now.money_missing:
        return StepRefusal.MONEY
    if after is ProjectState.COMPLETED and now.milestones_open:
        return StepRefusal.MILESTONES
    if after is ProjectState.COMPLETED and now.milestones_contested:
        return StepRefusal.CONTESTED
    return None


def valid_steps(steps: Iterable[ProjectStep]) -> list[ProjectStep]:
    """The steps that still count, oldest first: what was undone is left out, and so is the step that undid it."""
    left: list[ProjectStep] = []
    for step in steps:
        if step.state in ROAD:
            left = [one for one in left if one.state in ROAD and ROAD.index(one.state) < ROAD.index(step.state)]
        left.append(step)
    return left
