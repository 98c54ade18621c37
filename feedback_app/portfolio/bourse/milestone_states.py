"""Where a milestone is: by what was noted at the desk, and by what its places answer. Pure.

Who lives there has the last word: what a place contests is open until a place confirms it, however often it is noted
as done.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from feedback_app.portfolio.replies.states import ReplyOutcome


class MilestoneState(StrEnum):
    """Where a milestone is. Words for people are in `texts.py`."""

    OPEN = "open"
    LATE = "late"
    DONE = "noted"
    """It is noted as done, and no place has answered yet."""
    CONFIRMED = "confirmed"
    CONTESTED = "contested"
    """It is noted as done, and its places say that it is not, or said so and have not confirmed it since."""
    REOPENED = "reopened"
    """It was contested and is work again."""


FIXED = frozenset({MilestoneState.DONE, MilestoneState.CONFIRMED})
"""In these a milestone counts as done."""


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """What the places of a project say of a milestone, as far as whoever reads it may know."""

    outcome: ReplyOutcome = ReplyOutcome.QUIET
    yes: int | None = None
    contesting: int | None = None
    k: int = 1
    ask_on: dt.date | None = None
    reply: uuid.UUID | None = None
    """The question that phones have."""
    waiting: uuid.UUID | None = None
    """The question that a second person has not published yet."""
    was_contested: bool = False
    """Whether a question of before was contested."""


NO_WORD = PlaceWord()
"""Nobody was asked."""


def milestone_state(done: dt.date | None, *, due: dt.date, today: dt.date, word: PlaceWord) -> MilestoneState:
    """Where a milestone is."""
    is_confirmed = word.outcome is ReplyOutcome.CONFIRMED
    is_contested = word.outcome is ReplyOutcome.CONTESTED or (word.was_contested and not is_confirmed)
    if done is None:
        if is_contested or word.was_contested:
            return MilestoneState.REOPENED
        return MilestoneState.LATE if due < today else MilestoneState.OPEN
    if is_contested:
        return MilestoneState.CONTESTED
    return MilestoneState.CONFIRMED if is_confirmed else MilestoneState.DONE
