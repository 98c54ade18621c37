"""Which weeks a dashboard puts together, and what it makes of their figures."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.review.dashboard.rounds import SourceRow, by_week, rounds_at
from feedback_app.review.inflow import Inflow

MOMENTS = st.integers(0, 4_000_000_000).map(lambda n: dt.datetime.fromtimestamp(n, dt.UTC))


@given(MOMENTS)
def test_rounds_are_of_four_whole_weeks_and_lie_side_by_side_before_the_week_of_today(now: dt.datetime) -> None:
    rounds = rounds_at(now)
    for span, days in ((rounds.last, 28), (rounds.this, 28), (rounds.running, 7)):
        assert span.since.weekday() == 0 and (span.until - span.since).days == days - 1
    assert rounds.last.until + dt.timedelta(days=1) == rounds.this.since
    assert rounds.this.until + dt.timedelta(days=1) == rounds.running.since
    assert rounds.running.since <= now.date() <= rounds.running.until


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 50)), max_size=30))
def test_each_record_is_in_one_figure_and_no_bar_is_higher_than_its_place(found: list[tuple[int, int]]) -> None:
    rounds = rounds_at(dt.datetime(2026, 11, 30, tzinfo=dt.UTC))
    row = SourceRow("", "", {}, by_week(((rounds.weeks[week], Inflow(n)) for week, n in found), rounds))
    assert row.running + row.this + row.last == sum(n for _, n in found)
    assert all(0 <= bar <= 20 and bool(bar) == bool(n) for bar, n in zip(row.bars, row.counts, strict=True))
    assert row.is_silent is not any(n for _, n in found)


def of_weeks(last: int, this: int, flow: Inflow | None = None) -> SourceRow:
    weeks = (Inflow(last), *[Inflow()] * 3, Inflow(this), *[Inflow()] * 3, flow or Inflow())
    return SourceRow("V1", "", {"place": "V1"}, weeks)


def test_a_change_is_named_where_there_were_enough_records_to_compare_with() -> None:
    assert of_weeks(10, 15).change == 50 and of_weeks(10, 5).change == -50 and of_weeks(5, 0).change == -100
    assert of_weeks(2, 40).change is None


def test_of_what_nobody_has_decided_no_share_is_named() -> None:
    assert of_weeks(5, 5).share is None
    assert of_weeks(0, 0, Inflow(10, accepted=2, rejected=1)).share == 67
