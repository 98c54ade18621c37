"""Where a record stands at the Lab is the sum of what happened to it, whatever happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.review.case import (
    Action,
    Lack,
    Standing,
    State,
    arrived,
    decided,
    lack,
    possible,
)
from feedback_app.review.desk_actions import ACTIONS
from tests.desk_actions import ACCEPT, ASK, REJECT, RELEASE, REOPEN, TAKE

RECEIVED = Standing(State.RECEIVED, 1)


def after(*actions: Action, start: Standing = RECEIVED) -> Standing:
    standing = start
    for action in actions:
        following = decided(standing, action)
        assert following is not None, (standing, action)
        standing = following
    return standing


def test_what_awa_sends_waits_for_adjoua() -> None:
    assert arrived(None, 1) == RECEIVED


def test_what_fails_its_form_waits_in_quarantine() -> None:
    assert arrived(None, 0) == Standing(State.QUARANTINED, 0)


def test_adjoua_accepts_rejects_and_asks() -> None:
    assert after(ACCEPT).state is State.ACCEPTED
    assert after(REJECT).state is State.REJECTED
    assert after(ASK).state is State.NEEDS_CORRECTION
    assert after(TAKE, ACCEPT).state is State.ACCEPTED


def test_what_was_decided_is_reopened_before_it_is_decided_otherwise() -> None:
    assert decided(after(ACCEPT), REJECT) is None
    assert decided(after(REJECT), ACCEPT) is None
    assert after(ACCEPT, REOPEN, REJECT).state is State.REJECTED


@pytest.mark.parametrize("action", [ACCEPT, REJECT, ASK, TAKE])
def test_a_new_revision_from_awa_must_be_read_again(action: Action) -> None:
    assert arrived(after(action), 2) == Standing(State.RECEIVED, 2)


def test_an_older_revision_that_comes_late_changes_nothing() -> None:
    accepted = after(ACCEPT, start=Standing(State.RECEIVED, 3))
    assert arrived(accepted, 3) == accepted
    assert arrived(accepted, 0) == accepted


def test_nothing_readable_cannot_be_accepted_nor_asked_about() -> None:
    held = Standing(State.QUARANTINED, 0)
    assert possible(held, ACTIONS) == (REJECT,)
    assert after(REJECT, REOPEN, start=held) == held


def test_a_revision_let_out_of_quarantine_is_read_like_any_other() -> None:
    held = Standing(State.QUARANTINED, 0)
    assert possible(held, ACTIONS, releasable=True)[0] is RELEASE
    assert decided(held, RELEASE, rev=1) == RECEIVED
    assert decided(after(ACCEPT), RELEASE, rev=2) == Standing(State.RECEIVED, 2)
    assert decided(after(ACCEPT), RELEASE, rev=1) is None


def test_the_author_is_never_sent_back_without_reason_and_words() -> None:
    known = frozenset({"unclear"})
    assert lack(ASK, reason=None, message="Redites", reasons=known) is Lack.REASON
    assert lack(ASK, reason="unclear", message="  ", reasons=known) is Lack.MESSAGE
    assert lack(ASK, reason="unclear", message="Redites", reasons=known) is None
    assert lack(REJECT, reason="made-up", message=None, reasons=known) is Lack.REASON
    assert lack(REJECT, reason=None, message=None, reasons=known) is Lack.REASON
    assert lack(ACCEPT, reason=None, message=None, reasons=known) is None
    assert lack(ASK, reason="unclear", message="x" * 3000, reasons=known) is Lack.TOO_LONG


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


def step(before: Standing | None, event: Event) -> Standing | None:
    """What comes of one event; impossible actions change nothing."""
    if isinstance(event, Arrived):
        return arrived(before, event.rev)
    return before and (decided(before, event.action, rev=event.rev) or before)


def after_all(events: list[Event]) -> Standing:
    """Where a record stands that came, and to which all this happened."""
    standing: Standing | None = arrived(None, 1)
    for event in events:
        standing = step(standing, event)
    assert standing is not None
    return standing


EVENTS: st.SearchStrategy[list[Event]] = st.lists(
    st.one_of(
        st.integers(0, 4).map(Arrived),
        st.builds(Decided, st.sampled_from(ACTIONS), st.integers(0, 4)),
    ),
    max_size=30,
)


@given(EVENTS)
def test_any_sequence_leads_forward_and_to_a_state_that_fits_what_is_held(events: list[Event]) -> None:
    standing: Standing | None = None
    for event in events:
        before, standing = standing, step(standing, event)
        if before is not None and standing is not None:
            assert standing.rev >= before.rev
            if standing.rev > before.rev:
                assert standing.state is State.RECEIVED
    if standing is not None:
        assert standing.state not in {State.ERASED, State.MERGED}
        if standing.rev == 0:
            assert standing.state in {State.QUARANTINED, State.REJECTED}
        else:
            assert standing.state is not State.QUARANTINED


@given(EVENTS)
def test_what_is_offered_can_be_done_and_nothing_else(events: list[Event]) -> None:
    standing = after_all(events)
    for action in ACTIONS:
        offered = action in possible(standing, ACTIONS)
        assert offered == (decided(standing, action) is not None)


@given(EVENTS)
def test_every_decision_can_be_undone(events: list[Event]) -> None:
    standing = after_all(events)
    for action in possible(standing, ACTIONS):
        following = decided(standing, action)
        assert following is not None
        if following.state is not State.RECEIVED:
            undone = decided(following, REOPEN)
            assert undone is not None and undone.state is State.RECEIVED
