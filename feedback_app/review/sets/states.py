"""How far a set of cases has come, and what came of each case in it. Pure."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

MOST = 500
"""Cases of a set: as many as are decided while somebody waits."""
UNDO = dt.timedelta(minutes=10)
"""How long a decision on a set can be undone; its authors hear of it after that."""
UNUSED = dt.timedelta(days=1)
"""After that, a set that nothing was decided about is deleted."""


class SetState(StrEnum):
    """How far a set has come."""

    FROZEN = "frozen"
    """It was found and counted; nothing is decided."""
    RUNNING = "running"
    DECIDED = "decided"
    """All of it; until `publish_at` it can be undone."""
    UNDOING = "undoing"
    UNDONE = "undone"
    PUBLISHED = "published"


class Outcome(StrEnum):
    """What came of a case of a set."""

    WAITS = "waits"
    DECIDED = "decided"
    STALE = "stale"
    """Somebody else decided, or a new revision came, after the set was made: left out."""
    IMPOSSIBLE = "impossible"
    """Nothing leads there from its state, or it is gone: left out."""
    CLAIMED = "claimed"
    """Somebody else has taken it: left out."""
    SAME = "same"
    """It was flagged or tagged like that already: left out."""
    ELSEWHERE = "elsewhere"
    """Who is to have it does not review records of its place: left out."""
    UNDONE = "undone"
    CHANGED = "changed"
    """It could not be undone: something newer happened to it."""
    PUBLISHED = "published"


LEFT_OUT = (Outcome.STALE, Outcome.IMPOSSIBLE, Outcome.CLAIMED, Outcome.SAME, Outcome.ELSEWHERE)


def can_undo(state: SetState, publish_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a set can be undone, or its undoing goes on."""
    if state is SetState.UNDOING:
        return True
    return state in (SetState.RUNNING, SetState.DECIDED) and publish_at is not None and now < publish_at
