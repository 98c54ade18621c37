"""The state of a record at the Lab, and what may be done about it: the one state machine. Pure.

    received → (in_review) → accepted | needs_correction | rejected | referred
    quarantined (fails its instrument; no other revision is stored)        erased: the case goes

A new revision from the phone always leads back to `received`: what was decided, was decided about other words.

What a service beyond the programme can deal with is `referred` to it.

A record that says the same as another one is `merged` into it. Split off again it has the state that it had; when what
it was merged into is gone, it waits again (decision 52).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from schemas.states import State as State

OPEN = (State.RECEIVED, State.IN_REVIEW)
"""What waits for a reviewer."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Action:
    """What a reviewer may do with a record: each module of `desk_actions` is one, with a template of its code."""

    code: str
    rank: int
    """Its place among those that are offered, the lowest first."""
    leads: Mapping[State, State]
    """From which state to which."""
    words: Mapping[str, tuple[str, str]]
    """French and English: `action` (what the button says), `did` (who … in the history), `done` (after it, before the
    record's line); `send` where the button that sends it says more."""
    key: str = ""
    """The key that presses its button, where it has one of its own."""
    needs_reason: bool = False
    needs_message: bool = False
    """The author must act: a code alone would not say what to do. In words, or recorded."""
    asks_author: bool = False
    stays: bool = False
    """Whoever takes it stays with the record; else the next one that waits is shown."""
    of_sets: bool = False
    """It may be taken on many records at once."""
    claims: bool = False
    """Whoever takes it has the record for themselves for a while, also where somebody else had it."""
    for_another: bool = False
    """It is not whoever takes it but somebody else who has the record then (`Verdict.whom`)."""
    corrects: bool = False
    """It changes which answers count, on a page of its own (`corrections/`). Who takes it has the record then, but does
    not take it over from anybody."""
    takes_back: bool = False
    """Of one that `corrects`: the newest correction ends."""
    joins: bool = False
    """It is taken with another record, which stays (`MergeTarget`)."""
    gives_back: bool = False
    """It leads back to the state before the one that it is taken in; `leads` names one that there may be."""
    lets_in: bool = False
    """Releases a revision from quarantine, from any state."""
    effect: Callable[[Any, str, Sequence[tuple[Any, int]]], Mapping[uuid.UUID, str]] | None = None
    """What it does beyond the state, for a set: given session, programme, and (case, record, revision) of each. Returns
    by record the message that is saved with the decision; for one that is left out it was not possible."""


LONGEST_MESSAGE = 2000


@dataclass(frozen=True, slots=True)
class MergeTarget:
    """The record that another one is merged into, and its revision that was seen."""

    record_id: uuid.UUID
    rev_seen: int


@dataclass(frozen=True, slots=True)
class CaseState:
    """The state of a case and the revision that it is of; `rev` 0 when all revisions are in quarantine."""

    state: State
    rev: int


def state_after_revision(before: CaseState | None, rev: int) -> CaseState:
    """The state of a case once the ledger's current revision is `rev`; `before` is None for a new case."""
    if rev == 0:
        return before or CaseState(State.QUARANTINED, 0)
    if before is None or rev > before.rev:
        return CaseState(State.RECEIVED, rev)
    return before


def state_after_action(before: CaseState, action: Action, *, rev: int | None = None) -> CaseState | None:
    """The state of a case after an action; None where it is not possible. `rev`: what a release lets in."""
    if action.lets_in:
        return CaseState(State.RECEIVED, rev) if rev and rev > before.rev else None
    state = action.leads.get(before.state)
    if state is None:
        return None
    if before.rev == 0:
        # No revision counts: there is nothing to accept or to ask about, and undoing leads back to quarantine.
        if state not in (State.REJECTED, State.RECEIVED):
            return None
        state = State.QUARANTINED if state is State.RECEIVED else state
    return replace(before, state=state)


def possible_actions(
    case_state: CaseState, actions: Iterable[Action], *, releasable: bool = False
) -> tuple[Action, ...]:
    """Which of these actions are possible now. `releasable`: a revision in quarantine may be released."""
    return tuple(
        action
        for action in actions
        if (releasable and action.lets_in) or state_after_action(case_state, action) is not None
    )


class Refusal(StrEnum):
    """Why a decision cannot be taken as it was asked for."""

    REASON = "reason"
    MESSAGE = "message"
    TOO_LONG = "too-long"
    IMPOSSIBLE = "impossible"
    STALE = "stale"
    CLAIMED = "claimed"
    WHOM = "whom"
    """Nobody was named to whom a record is to be given, or nobody who reviews records there."""
    COMMENT = "comment"
    """Nothing, or too much, of what others are to look at."""
    TAG = "tag"
    """A word that can be no tag."""
    TARGET = "target"
    """Another record cannot stay for this one: it is not there, not in that area, or not of a kind that can be."""
    UNCHANGED = "unchanged"
    """Nothing was corrected."""
    QUESTION = "question"
    """An answer to a question that is not there, or whose answers nobody corrects at the desk."""
    FAULTS = "faults"
    """The form does not take the record with these answers."""
    NO_SOUND = "no-sound"
    LONG_SOUND = "sound-too-long"
    SOUND_FORMAT = "sound-format"
    """As `prompts.staff_voice.VoiceRefusal`: of a message that was recorded."""
    CHAIN = "chain"
    """What was merged stays for no other record, and what stays is merged into none."""


def refusal(
    action: Action, *, reason: str | None, message: str | None, reasons: frozenset[str], recorded: bool = False
) -> Refusal | None:
    """What is missing or wrong in what a reviewer sent for an action; None when nothing is.

    `reasons` are the codes that may be given for it; `recorded`: its message came as a voice.
    """
    if reason is not None and reason not in reasons:
        return Refusal.REASON
    if action.needs_reason and reason is None:
        return Refusal.REASON
    if action.needs_message and not recorded and not (message or "").strip():
        return Refusal.MESSAGE
    return Refusal.TOO_LONG if len(message or "") > LONGEST_MESSAGE else None
