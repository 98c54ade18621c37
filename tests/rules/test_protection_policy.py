"""By when something is to be done about a protection report."""

from __future__ import annotations

import datetime as dt

import pytest

from feedback_app.protection.policy import Step, clock_of

DAY = dt.date(2026, 3, 2)
AT = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("urgent", "referred", "ended", "step", "due"),
    [
        (None, False, False, Step.UNREAD, dt.datetime(2026, 3, 4, tzinfo=dt.UTC)),
        (None, True, False, Step.UNREAD, dt.datetime(2026, 3, 4, tzinfo=dt.UTC)),
        (True, False, False, Step.URGENT, AT + dt.timedelta(hours=24)),
        (False, False, False, Step.NOT_URGENT, AT + dt.timedelta(hours=72)),
        (True, True, False, Step.ASKED, None),
        (True, False, True, Step.CLOSED, None),
    ],
)
def test_what_it_waits_for_and_until_when(
    urgent: bool | None, referred: bool, ended: bool, step: Step, due: dt.datetime | None
) -> None:
    clock = clock_of(
        day=DAY, urgent=urgent, triaged_at=None if urgent is None else AT, referred=referred,
        ended_at=AT if ended else None,
    )  # fmt: skip
    assert (clock.step, clock.due) == (step, due)
    assert clock.is_late(AT + dt.timedelta(days=9)) == (due is not None) and not clock.is_late(AT)
