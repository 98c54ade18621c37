"""What became of a record after it was accepted: in the portfolio, funded, done, woven into what review says. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from feedback_app.base import clock
from feedback_app.ledger.actions import Fate
from feedback_app.portfolio.stages import Stage, Step, valid
from schemas.states import State

STATES = {
    Stage.PLANNED: State.IN_PORTFOLIO.value,
    Stage.FUNDED: State.FUNDED.value,
    Stage.DONE: State.DONE.value,
}
"""What a record whose need is answered by a solution of this stage is said to be."""
OURS = frozenset({State.ACCEPTED.value, *STATES.values()})
"""What the portfolio may follow upon: a need that is accepted."""


@dataclass(frozen=True, slots=True)
class Tied:
    """A need was tied to a theme (None: taken out of it) and, with it, to what answers it and all its steps."""

    id: str
    at: dt.datetime
    theme: str | None
    steps: Sequence[Step] = ()


def told(review: Sequence[Fate], ties: Sequence[Tied]) -> list[Fate]:
    """The whole chain, oldest first. A tie counts only while the need is accepted, and a fate that says nothing new
    is left out."""
    ours = [fate for n, tie in enumerate(ties) for fate in _of(tie, _end(tie, ties[n + 1 :], review))]
    names, chain = {fate.id for fate in ours}, list[Fate]()
    for fate in sorted([*review, *ours], key=lambda one: one.at):
        last = chain[-1] if chain else None
        if fate.id not in names:
            chain.append(fate)
        elif last and last.state in OURS and last.state != fate.state:
            chain.append(Fate(fate.state, fate.at, last.rev, fate.id, message=fate.message))
    return chain


def _end(tie: Tied, later: Sequence[Tied], review: Sequence[Fate]) -> str | None:
    """Until when a tie holds: the next one, or review taking the need up again."""
    ends = [clock.iso(one.at) for one in later[:1]]
    ends += [fate.at for fate in review if fate.at > clock.iso(tie.at) and fate.state != State.ACCEPTED]
    return min(ends, default=None)


def _of(tie: Tied, end: str | None) -> list[Fate]:
    """What a tie brings: itself, how far its solution had come by then, and each step taken while it holds."""
    if tie.theme is None:
        return [Fate(State.ACCEPTED, clock.iso(tie.at), 0, tie.id)]
    fates, last = [Fate(State.IN_PORTFOLIO, clock.iso(tie.at), 0, tie.id, message=tie.theme)], tie.at
    before = valid(step for step in tie.steps if step.noted <= tie.at)
    since = [step for step in tie.steps if step.noted > tie.at and (end is None or clock.iso(step.noted) < end)]
    for step in [*before, *since]:
        last = max(last, step.moment)
        fates.append(Fate(STATES[step.stage], clock.iso(last), 0, f"{tie.id}.{step.id}", message=step.project))
    return fates
