"""What the portfolio says of a need after it was accepted: in the portfolio, funded, done. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from feedback_app.ledger.status_event import StatusEvent
from feedback_app.portfolio.solutions.stages import Stage, Step, valid_steps
from schemas.states import State
from schemas.vocabulary import vocabulary

SOURCE = "portfolio"
"""The name under which the portfolio adds to timelines."""
STATES = {
    Stage.PLANNED: State.IN_PORTFOLIO.value,
    Stage.FUNDED: State.FUNDED.value,
    Stage.DONE: State.DONE.value,
}
"""What a record whose need is answered by a solution of this stage is published as."""
CONTEST = "contest"
"""What the reason of a contest is for, in the vocabulary."""
GOES_ON = (State.ACCEPTED, *STATES.values())
"""States of review's events that end no assignment: that another record joined is published with the state of then."""


@dataclass(frozen=True, slots=True)
class AssignedAt:
    """A need was assigned to a theme (None: taken out of it) and, with it, to what answers it and all its steps."""

    id: str
    at: dt.datetime
    theme: str | None
    steps: Sequence[Step] = ()


def events(review: Sequence[StatusEvent], assignments: Sequence[AssignedAt]) -> list[StatusEvent]:
    """The status events that follow from these assignments of a need, oldest first.

    An assignment counts until the next one, or until review decides about the need again: later steps add nothing.
    """
    return [event for n, one in enumerate(assignments) for event in _of(one, _end(one, assignments[n + 1 :], review))]


def additions(
    published: Sequence[StatusEvent], assignments: Sequence[AssignedAt], *, now: dt.datetime, new_id: str
) -> list[StatusEvent]:
    """What the portfolio reports of a need to `ledger.timeline.publish_events`: what is published, and new events.

    What was published stays, and nothing is added before it. So where the last published state is no longer true (its
    theme got another solution), one more event, at `now` and with `new_id`, gives the state of now.
    """
    review = [event for event in published if event.source != SOURCE]
    before = [event for event in published if event.source == SOURCE]
    all_events, known = events(review, assignments), {event.id for event in before}
    floor = before[-1].at if before else None
    after = max((n for n, event in enumerate(all_events, 1) if event.id in known), default=0)
    new = [replace(event, at=max(event.at, floor)) if floor else event for event in all_events[after:]]
    all_events = [event for event in all_events[:after] if event.id in known] + new
    last = (new or before)[-1:]
    if last and last[0].state != all_events[-1].state and _end(assignments[-1], (), review) is None:
        all_events.append(replace(all_events[-1], id=f"{assignments[-1].id}.{new_id}", at=max(now, last[0].at)))
    return all_events


def _reason(step: Step) -> str | None:
    """Why it went back, where people of its places say that it is not done."""
    if not step.contested:
        return None
    return next((term.code for term in vocabulary("reasons").terms if CONTEST in term.many("for")), None)


def _end(assignment: AssignedAt, later: Sequence[AssignedAt], review: Sequence[StatusEvent]) -> dt.datetime | None:
    ends = [one.at for one in later[:1]]
    ends += [event.at for event in review if event.at > assignment.at and event.state not in GOES_ON]
    return min(ends, default=None)


def _of(assignment: AssignedAt, end: dt.datetime | None) -> list[StatusEvent]:
    """The events of an assignment: itself, how far its solution had come, and each step taken while it holds."""
    if assignment.theme is None:
        return [StatusEvent(SOURCE, assignment.id, State.ACCEPTED, assignment.at)]
    last = assignment.at
    found = [StatusEvent(SOURCE, assignment.id, State.IN_PORTFOLIO, last, message=assignment.theme)]
    before = valid_steps(step for step in assignment.steps if step.noted <= assignment.at)
    since = [step for step in assignment.steps if step.noted > assignment.at and (end is None or step.noted < end)]
    for step in [*before, *since]:
        last = max(last, step.moment)
        name = f"{assignment.id}.{step.id}"
        found.append(StatusEvent(SOURCE, name, STATES[step.stage], last, message=step.project, reason=_reason(step)))
    return found
