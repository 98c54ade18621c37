"""By when a record is to be decided: so many days after it came in, as its programme says. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

KEY = "answer_days"
"""In the settings of a programme."""
USUAL, MOST = 7, 365
NEAR = 0.75


class WaitingStatus(StrEnum):
    """Whether a record that waits is within the target."""

    IN_TIME = "in_time"
    NEAR = "near"
    """Three quarters of the time are over."""
    LATE = "late"


def answer_days(settings: Mapping[str, Any]) -> int:
    """Within how many days a programme means to decide; 7 where its settings name no usable number."""
    days = settings.get(KEY)
    return days if isinstance(days, int) and not isinstance(days, bool) and 0 < days <= MOST else USUAL


def waiting_status(waited: dt.timedelta, days: int) -> WaitingStatus:
    """Whether what has waited so long is within a target of so many days."""
    share = waited / dt.timedelta(days=days)
    return WaitingStatus.LATE if share > 1 else WaitingStatus.NEAR if share >= NEAR else WaitingStatus.IN_TIME
