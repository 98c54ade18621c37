"""The state of a case follows from its events, in any order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.review.case import (
    Action,
    CaseState,
    Refusal,
    State,
    possible_actions,
    refusal,
    state_after_action,
    state_after_revision,
)
from feedback_app.review.decisions.desk_actions import ACTIONS
from tests.desk_actions import ACCEPT, ASK, MERGE, REJECT, RELEASE, REOPEN, SPLIT, TAKE

RECEIVED = CaseState(State.RECEIVED, 1)


def after(*actions: Action, start: CaseState = RECEIVED) -> CaseState:
    case_state = start
    for action in actions:
        following = state_after_action(case_state, action)
        assert following is not None, (case_state, action)
        case_state = following
    return case_state


def test_what_awa_sends_waits_for_adjoua() -> None:
    assert state_after_revision(None, 1) == RECEIVED


def test_what_fails_its_form_waits_in_quarantine() -> None:
    assert state_after_revision(None, 0) == CaseState(State.QUARANTINED, 0)


def test_adjoua_accepts_rejects_and_asks() -> None:
    assert after(ACCEPT).state is State.ACCEPTED
    assert after(REJECT).state is State.REJECTED
    assert after(ASK).state is State.NEEDS_CORRECTION
    assert after(TAKE, ACCEPT).state is State.ACCEPTED


def test_what_says_the_same_is_merged_from_wherever_it_is_and_only_split_leads_back() -> None:
    for actions in ((), (TAKE,), (ASK,), (ACCEPT,)):
        assert after(*actions, MERGE).state is State.MERGED
    assert possible_actions(after(MERGE), ACTIONS) == (SPLIT,)
    assert state_after_action(after(REJECT), MERGE) is None
    assert state_after_action(CaseState(State.QUARANTINED, 0), MERGE) is None


def test_what_was_decided_is_reopened_before_it_is_decided_otherwise() -> None:
    assert state_after_action(after(ACCEPT), REJECT) is None
    assert state_after_action(after(REJECT), ACCEPT) is None
    assert after(ACCEPT, REOPEN, REJECT).state is State.REJECTED


@pytest.mark.parametrize("action", [ACCEPT, REJECT, ASK, TAKE])
def test_a_new_revision_from_awa_must_be_read_again(action: Action) -> None:
    assert state_after_revision(after(action), 2) == CaseState(State.RECEIVED, 2)


def test_an_older_revision_that_comes_late_changes_nothing() -> None:
    accepted = after(ACCEPT, start=CaseState(State.RECEIVED, 3))
    assert state_after_revision(accepted, 3) == accepted
    assert state_after_revision(accepted, 0) == accepted


def test_nothing_readable_cannot_be_accepted_nor_asked_about() -> None:
    quarantined = CaseState(State.QUARANTINED, 0)
    assert possible_actions(quarantined, ACTIONS) == (REJECT,)
    assert after(REJECT, REOPEN, start=quarantined) == quarantined


def test_a_revision_let_out_of_quarantine_is_read_like_any_other() -> None:
    quarantined = CaseState(State.QUARANTINED, 0)
    assert possible_actions(quarantined, ACTIONS, releasable=True)[0] is RELEASE
    assert state_after_action(quarantined, RELEASE, rev=1) == RECEIVED
    assert state_after_action(after(ACCEPT), RELEASE, rev=2) == CaseState(State.RECEIVED, 2)
    assert state_after_action(after(ACCEPT), RELEASE, rev=1) is None


def test_the_author_is_never_sent_back_without_reason_and_words() -> None:
    known = frozenset({"unclear"})
    assert refusal(ASK, reason=None, message="Redites", reasons=known) is Refusal.REASON
    assert refusal(ASK, reason="unclear", message="  ", reasons=known) is Refusal.MESSAGE
    assert refusal(ASK, reason="unclear", message="Redites", reasons=known) is None
    assert refusal(REJECT, reason="made-up", message=None, reasons=known) is Refusal.REASON
    assert refusal(REJECT, reason=None, message=None, reasons=known) is Refusal.REASON
    assert refusal(ACCEPT, reason=None, message=None, reasons=known) is None
    assert refusal(ASK, reason="unclear", message="x" * 3000, reasons=known) is Refusal.TOO_LONG


@dataclass(frozen=True)
class Arrived:
    """A revision came in; `rev` is the current one after it (unchanged when the newcomer went into quarantine)."""

    rev: int


@dataclass(frozen=True)
class Decided:
    """A reviewer did something; after a release `rev` is the revision that was let in."""

    action: Action
    rev: int


Event: TypeAlias = Arrived | Decided


def step(before: CaseState | None, event: Event) -> CaseState | None:
    """What comes of one event; impossible actions change nothing."""
    if isinstance(event, Arrived):
        return state_after_revision(before, event.rev)
    return before and (state_after_action(before, event.action, rev=event.rev) or before)


def after_all(events: list[Event]) -> CaseState:
    """The state of a record that arrived, after all these events."""
    case_state: CaseState | None = state_after_revision(None, 1)
    for event in events:
        case_state = step(case_state, event)
    assert case_state is not None
    return case_state


EVENTS: st.SearchStrategy[list[Event]] = st.lists(
    st.one_of(
        st.integers(0, 4).map(Arrived),
        st.builds(Decided, st.sampled_from(ACTIONS), st.integers(0, 4)),
    ),
    max_size=30,
)


@given(EVENTS)
def test_any_sequence_leads_forward_and_to_a_state_that_fits_what_is_stored(events: list[Event]) -> None:
    case_state: CaseState | None = None
    for event in events:
        before, case_state = case_state, step(case_state, event)
        if before is not None and case_state is not None:
            assert case_state.rev >= before.rev
            if case_state.rev > before.rev:
                assert case_state.state is State.RECEIVED
    if case_state is not None:
        assert case_state.state is not State.ERASED
        if case_state.rev == 0:
            assert case_state.state in {State.QUARANTINED, State.REJECTED}
        else:
            assert case_state.state is not State.QUARANTINED


@given(EVENTS)
def test_what_is_offered_can_be_done_and_nothing_else(events: list[Event]) -> None:
    case_state = after_all(events)
    for action in ACTIONS:
        offered = action in possible_actions(case_state, ACTIONS)
        assert offered == (state_after_action(case_state, action) is not None)


@given(EVENTS)
def test_every_decision_can_be_undone(events: list[Event]) -> None:
    case_state = after_all(events)
    for action in possible_actions(case_state, ACTIONS):
        following = state_after_action(case_state, action)
        assert following is not None
        if following.state is not State.RECEIVED:
            undone = state_after_action(following, SPLIT if following.state is State.MERGED else REOPEN)
            assert undone is not None and undone.state is State.RECEIVED
