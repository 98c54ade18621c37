"""What anyone reads of the Lab's decisions: all of them are counted, and nobody is in it."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.review.moderation_log.weeks import (
    LEAST,
    OTHERS,
    DecisionFigure,
    WeekLine,
    ended_before,
    lines_of_week,
    monday,
    starts_at,
)

PUBLIC = ("accept", "reject", "ask")
WEEK = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)


def test_reasons_are_named_from_three_on_and_the_rarer_ones_are_counted_together() -> None:
    decided = [DecisionFigure("reject", "duplicate", DAY)] * 3 + [
        DecisionFigure("reject", "unclear", 2 * DAY), DecisionFigure("reject", "accuses", None), DecisionFigure("accept", "", 4 * DAY),
    ]  # fmt: skip
    assert lines_of_week(WEEK, decided, PUBLIC) == [
        WeekLine(WEEK, "accept", "", 1, 4.0),
        WeekLine(WEEK, "reject", "duplicate", 3, 1.0),
        WeekLine(WEEK, "reject", OTHERS, 2, 2.0),
    ]


def test_a_week_is_counted_a_day_after_its_end() -> None:
    end = starts_at(WEEK) + dt.timedelta(days=7)
    assert ended_before(end + dt.timedelta(hours=23)) == WEEK
    assert ended_before(end + dt.timedelta(hours=25)) == WEEK + dt.timedelta(days=7)
    assert monday(end - dt.timedelta(seconds=1)) == WEEK


@given(
    st.lists(
        st.builds(
            DecisionFigure,
            st.sampled_from(["accept", "reject", "ask", "take"]),
            st.sampled_from(["", "duplicate", "unclear", "accuses"]),
            st.one_of(st.none(), st.timedeltas(dt.timedelta(0), dt.timedelta(days=400))),
        )
    )
)
def test_each_public_decision_is_in_one_line_and_no_reason_is_named_for_one_or_two(
    decided: list[DecisionFigure],
) -> None:
    lines = lines_of_week(WEEK, decided, PUBLIC)
    assert sum(one.n for one in lines) == sum(one.action in PUBLIC for one in decided)
    assert all(one.n >= LEAST for one in lines if one.reason not in ("", OTHERS))
    assert len({(one.action, one.reason) for one in lines}) == len(lines)
