"""Days that cannot be: what a phone whose clock was wrong says, once its clock is right again."""

from __future__ import annotations

import datetime as dt

import pytest

from feedback_app.review.days import DateWarning, date_warning

RECEIVED = dt.datetime(2026, 11, 28, 9, tzinfo=dt.UTC)
ENROLLED = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def doubt(
    recorded: dt.datetime | None, *, enrolled: dt.datetime | None = ENROLLED, offset_ms: int | None = -10
) -> DateWarning | None:
    return date_warning(recorded, received_at=RECEIVED, known_since=enrolled, clock_offset_ms=offset_ms)


@pytest.mark.parametrize(
    ("recorded", "found"),
    [
        (RECEIVED, None),
        (RECEIVED - 20 * DAY, None),
        (RECEIVED + dt.timedelta(hours=14), None),
        (ENROLLED - dt.timedelta(hours=20), None),
        (dt.datetime(1970, 1, 1, 0, 10, tzinfo=dt.UTC), DateWarning.BEFORE_ENROLMENT),
        (ENROLLED - 2 * DAY, DateWarning.BEFORE_ENROLMENT),
        (RECEIVED + 2 * DAY, DateWarning.AFTER_RECEIPT),
        (dt.datetime(2039, 1, 20, tzinfo=dt.UTC), DateWarning.AFTER_RECEIPT),
        (dt.datetime(9999, 12, 31, tzinfo=dt.UTC), DateWarning.AFTER_RECEIPT),
        (dt.datetime(1, 1, 1, tzinfo=dt.UTC), DateWarning.BEFORE_ENROLMENT),
        (None, None),
    ],
)
def test_a_day_is_doubted_when_it_cannot_be(recorded: dt.datetime | None, found: DateWarning | None) -> None:
    assert doubt(recorded) is found


def test_a_record_that_waited_for_months_is_doubted_and_not_called_impossible() -> None:
    long_known = RECEIVED - 400 * DAY
    assert doubt(RECEIVED - 89 * DAY, enrolled=long_known) is None
    assert doubt(RECEIVED - 91 * DAY, enrolled=long_known) is DateWarning.LONG_BEFORE
    assert doubt(RECEIVED - 91 * DAY, enrolled=None) is DateWarning.LONG_BEFORE


def test_a_clock_whose_error_is_known_is_reckoned_with() -> None:
    wrong = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    offset = (wrong - RECEIVED) / dt.timedelta(milliseconds=1)
    assert doubt(wrong, offset_ms=int(offset)) is None, "it is said by how much the clock is off"
