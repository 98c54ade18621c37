"""A record that waits is in time, near its end, or late."""

from __future__ import annotations

import datetime as dt

import pytest

from feedback_app.review.service_target import WaitingStatus, answer_days, waiting_status


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (0, WaitingStatus.IN_TIME),
        (5 * 24, WaitingStatus.IN_TIME),
        (126, WaitingStatus.NEAR),
        (168, WaitingStatus.NEAR),
        (169, WaitingStatus.LATE),
    ],
)
def test_three_quarters_of_a_week_are_near_its_end(hours: int, expected: WaitingStatus) -> None:
    assert waiting_status(dt.timedelta(hours=hours), 7) is expected


@pytest.mark.parametrize("written", [None, 0, -3, 366, True, "7", 2.5])
def test_a_setting_that_is_no_number_of_days_counts_as_a_week(written: object) -> None:
    assert answer_days({"answer_days": written}) == answer_days({}) == 7


def test_a_programme_says_how_long_it_takes() -> None:
    assert answer_days({"answer_days": 14}) == 14
