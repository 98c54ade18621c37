"""How many promised milestones are done: open ones count, contested ones are open, few give no rate."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.insight.statistics import wilson
from feedback_app.portfolio.bourse.milestone_rate import LEAST, milestone_rates
from feedback_app.portfolio.bourse.milestone_states import FIXED, MilestoneState, PlaceWord, milestone_state
from feedback_app.portfolio.replies.states import ReplyOutcome

DONE, LATE, CONTESTED = MilestoneState.DONE, MilestoneState.LATE, MilestoneState.CONTESTED
DUE = [state for state in MilestoneState if state is not MilestoneState.OPEN]
LINES = st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(MilestoneState)), max_size=60)
TODAY = dt.date(2026, 12, 1)


def test_many_that_are_nearly_all_done_come_before_few_and_before_one_of_one() -> None:
    lines = [("many", DONE if n else LATE) for n in range(20)] + [("five", DONE)] * 5 + [("one", DONE)]
    found = milestone_rates(lines)
    assert [one.name for one in found] == ["many", "five", "one"]
    assert (found[0].done, found[0].late, found[0].due) == (19, 1, 20)
    assert found[2].at_least is None


def test_a_contest_lowers_the_rate_and_a_confirmation_raises_it_no_higher_than_before() -> None:
    before, contested, confirmed = (
        milestone_rates([("A", DONE)] * 5 + [("A", state)])[0] for state in (DONE, CONTESTED, MilestoneState.CONFIRMED)
    )
    assert contested.at_least is not None and before.at_least is not None
    assert contested.at_least < before.at_least == confirmed.at_least
    assert (contested.done, contested.contested, confirmed.confirmed) == (5, 1, 1)


@given(LINES)
def test_every_milestone_is_counted_once_and_the_rate_is_never_above_what_was_seen(
    lines: list[tuple[str, MilestoneState]],
) -> None:
    found = {one.name: one for one in milestone_rates(lines)}
    for name in {name for name, state in lines if state in DUE}:
        own = [state in FIXED for one, state in lines if one == name and state in DUE]
        assert (found[name].done, found[name].due) == (sum(own), len(own))
        low = found[name].at_least
        assert (low is None) == (len(own) < LEAST)
        if low is not None:
            assert low == wilson(sum(own), len(own)).low <= sum(own) / len(own)


@pytest.mark.parametrize(
    ("done", "outcome", "was_contested", "is_what"),
    [
        (False, ReplyOutcome.QUIET, False, MilestoneState.LATE),
        (False, ReplyOutcome.QUIET, True, MilestoneState.REOPENED),
        (True, ReplyOutcome.ASKED, False, MilestoneState.DONE),
        (True, ReplyOutcome.CONFIRMED, False, MilestoneState.CONFIRMED),
        (True, ReplyOutcome.CONTESTED, False, MilestoneState.CONTESTED),
        (True, ReplyOutcome.ASKED, True, MilestoneState.CONTESTED),
        (True, ReplyOutcome.CONFIRMED, True, MilestoneState.CONFIRMED),
    ],
)
def test_a_contested_milestone_is_open_until_its_place_confirms_it(
    done: bool, outcome: ReplyOutcome, was_contested: bool, is_what: MilestoneState
) -> None:
    day = TODAY - dt.timedelta(days=3)
    word = PlaceWord(outcome=outcome, was_contested=was_contested)
    assert milestone_state(day if done else None, due=day, today=TODAY, word=word) is is_what


def test_a_milestone_that_is_not_due_yet_is_open() -> None:
    assert milestone_state(None, due=TODAY, today=TODAY, word=PlaceWord()) is MilestoneState.OPEN
