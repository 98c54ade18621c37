"""Where a record stands at the Lab, and what may be done about it: the one state machine. Pure.

    received → (in_review) → accepted | needs_correction | rejected        merged is kept for later
    quarantined (fails its instrument; nothing better is held)             erased: the case goes

A new revision from the phone always leads back to `received`: what was decided, was decided about other words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from schemas.states import State as State


class Action(StrEnum):
    """What a reviewer may do."""

    TAKE = "take"
    ACCEPT = "accept"
    REJECT = "reject"
    ASK = "ask"
    REOPEN = "reopen"
    RELEASE = "release"


OPEN = (State.RECEIVED, State.IN_REVIEW)
"""What waits for a reviewer."""

TABLE: Mapping[tuple[State, Action], State] = {
    (State.RECEIVED, Action.TAKE): State.IN_REVIEW,
    **{(state, Action.ACCEPT): State.ACCEPTED for state in (*OPEN, State.NEEDS_CORRECTION)},
    **{(state, Action.REJECT): State.REJECTED for state in (*OPEN, State.NEEDS_CORRECTION, State.QUARANTINED)},
    **{(state, Action.ASK): State.NEEDS_CORRECTION for state in OPEN},
    **{
        (state, Action.REOPEN): State.RECEIVED
        for state in (State.IN_REVIEW, State.NEEDS_CORRECTION, State.ACCEPTED, State.REJECTED)
    },
}
"""Which action leads where. `release` is not here: it brings a revision in, from any state (see `decided`)."""

NEEDS_REASON = frozenset({Action.ASK, Action.REJECT})
NEEDS_MESSAGE = frozenset({Action.ASK})
"""The author must act: a code alone would not say what to do."""

LONGEST_MESSAGE = 2000


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as the sum of what happened. `rev` 0: only revisions in quarantine are held."""

    state: State
    rev: int


def arrived(before: Standing | None, rev: int) -> Standing:
    """After the ledger's current revision became `rev`."""
    if rev == 0:
        return before or Standing(State.QUARANTINED, 0)
    if before is None or rev > before.rev:
        return Standing(State.RECEIVED, rev)
    return before


def decided(before: Standing, action: Action, *, rev: int | None = None) -> Standing | None:
    """After an action; None where it cannot be taken. `rev` is what a release lets in."""
    if action is Action.RELEASE:
        return Standing(State.RECEIVED, rev) if rev and rev > before.rev else None
    state = TABLE.get((before.state, action))
    if state is None:
        return None
    if before.rev == 0:
        # Nothing readable is held: there is nothing to accept or to ask about, and undoing leads back to quarantine.
        if state not in (State.REJECTED, State.RECEIVED):
            return None
        state = State.QUARANTINED if state is State.RECEIVED else state
    return replace(before, state=state)


def possible(standing: Standing, *, releasable: bool = False) -> tuple[Action, ...]:
    """What may be done now, in the order in which it is offered. `releasable`: a revision waits that may be let in."""
    first = (Action.RELEASE,) if releasable else ()
    return first + tuple(action for action in Action if decided(standing, action) is not None)


class Lack(StrEnum):
    """Why a decision cannot be taken as it was asked for."""

    REASON = "reason"
    MESSAGE = "message"
    TOO_LONG = "too-long"
    IMPOSSIBLE = "impossible"
    STALE = "stale"


def lack(action: Action, *, reason: str | None, message: str | None, reasons: frozenset[str]) -> Lack | None:
    """What is missing for an action; `reasons` are the codes that exist for it."""
    if reason is not None and reason not in reasons:
        return Lack.REASON
    if action in NEEDS_REASON and reason is None:
        return Lack.REASON
    if action in NEEDS_MESSAGE and not (message or "").strip():
        return Lack.MESSAGE
    return Lack.TOO_LONG if len(message or "") > LONGEST_MESSAGE else None
