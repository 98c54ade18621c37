"""What the portfolio says of a need after it was accepted: in the portfolio, funded, done. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from feedback_app.ledger.status_event import StatusEvent
from feedback_app.portfolio.solutions.stages import Stage, Step, valid
from schemas.states import State

SOURCE = "portfolio"
"""The name under which the portfolio adds to timelines."""
STATES = {
    Stage.PLANNED: State.IN_PORTFOLIO.value,
    Stage.FUNDED: State.FUNDED.value,
    Stage.DONE: State.DONE.value,
}
"""What a record whose need is answered by a solution of this stage is said to be."""


@dataclass(frozen=True, slots=True)
class AssignedAt:
    """A need was tied to a theme (None: taken out of it) and, with it, to what answers it and all its steps."""

    id: str
    at: dt.datetime
    theme: str | None
    steps: Sequence[Step] = ()


def events(review: Sequence[StatusEvent], ties: Sequence[AssignedAt]) -> list[StatusEvent]:
    """What these ties bring, oldest first. A tie holds until the next one, or until review takes the need up again."""
    return [event for n, tie in enumerate(ties) for event in _of(tie, _end(tie, ties[n + 1 :], review))]


def additions(
    published: Sequence[StatusEvent], ties: Sequence[AssignedAt], *, now: dt.datetime, new_id: str
) -> list[StatusEvent]:
    """What the portfolio has to say of a need, given all the events that its timeline has.

    What was published is never taken back, and nothing is added before it. So where a need no longer stands where it
    was last said to (its theme got another solution), an event more, at `now` and with `new_id`, says where it does.
    """
    review = [event for event in published if event.source != SOURCE]
    before = [event for event in published if event.source == SOURCE]
    said, known = events(review, ties), {event.id for event in before}
    floor = before[-1].at if before else None
    after = max((n for n, event in enumerate(said, 1) if event.id in known), default=0)
    new = [replace(event, at=max(event.at, floor)) if floor else event for event in said[after:]]
    said = [event for event in said[:after] if event.id in known] + new
    last = (new or before)[-1:]
    if last and last[0].state != said[-1].state and _end(ties[-1], (), review) is None:
        said.append(replace(said[-1], id=f"{ties[-1].id}.{new_id}", at=max(now, last[0].at)))
    return said


def _end(tie: AssignedAt, later: Sequence[AssignedAt], review: Sequence[StatusEvent]) -> dt.datetime | None:
    ends = [one.at for one in later[:1]]
    ends += [event.at for event in review if event.at > tie.at and event.state != State.ACCEPTED]
    return min(ends, default=None)


def _of(tie: AssignedAt, end: dt.datetime | None) -> list[StatusEvent]:
    """What a tie brings: itself, how far its solution had come by then, and each step taken while it holds."""
    if tie.theme is None:
        return [StatusEvent(SOURCE, tie.id, State.ACCEPTED, tie.at)]
    found, last = [StatusEvent(SOURCE, tie.id, State.IN_PORTFOLIO, tie.at, message=tie.theme)], tie.at
    before = valid(step for step in tie.steps if step.noted <= tie.at)
    since = [step for step in tie.steps if step.noted > tie.at and (end is None or step.noted < end)]
    for step in [*before, *since]:
        last = max(last, step.moment)
        found.append(StatusEvent(SOURCE, f"{tie.id}.{step.id}", STATES[step.stage], last, message=step.project))
    return found
