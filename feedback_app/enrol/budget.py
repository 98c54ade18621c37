"""What one phone may hand over in a day, so that a phone in wrong hands cannot fill the disk (decision 38). Pure.

A day begins at midnight UTC.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Protocol

KEY = "daily_budget"
"""In a programme's settings: larger limits of its own."""
COME_BACK_S = 3600
"""When a phone is to try again at the latest: its programme may have raised the limit meanwhile."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """So much of everything that is counted."""

    entries: int = 0
    bytes: int = 0
    """Of entries and of what could not be read as one."""
    malformed: int = 0
    media_bytes: int = 0
    """Of photos, voices and carried files, as their uploads announced them."""


LIMITS = Amounts(entries=20_000, bytes=100 * 10**6, malformed=1000, media_bytes=2 * 10**9)
"""What a phone may hand over in a day. A surveyor who was two months without a signal comes with about 3,000 records
(15 MB), 500 photos and a voice a record (1.3 GB), and on a bad line hands over everything three times."""
NOTHING = Amounts()
COUNTED = tuple(one.name for one in fields(Amounts))


@dataclass(frozen=True, slots=True)
class Usage:
    """What a phone handed over on a day."""

    day: int
    amounts: Amounts

    def at(self, now: dt.datetime) -> Amounts:
        """What it handed over today: nothing, when the counts are of another day."""
        return self.amounts if self.day == day_of(now) else NOTHING


NONE_YET = Usage(0, NOTHING)


def day_of(now: dt.datetime) -> int:
    """The number of the day by which amounts are counted."""
    return now.astimezone(dt.UTC).toordinal()


def limits_of(settings: Mapping[str, Any]) -> Amounts:
    """The limits of a programme with these settings: what is there only raises ours."""
    given = settings.get(KEY)
    own = given if isinstance(given, Mapping) else {}
    return Amounts(**{name: max(getattr(LIMITS, name), _number(own.get(name))) for name in COUNTED})


class PhoneUsage(Protocol):
    """A phone's row, as far as it counts."""

    used_day: Any
    used_entries: Any
    used_bytes: Any
    used_malformed: Any
    used_media_bytes: Any


def is_over(phone: PhoneUsage, *, limits: Amounts, now: dt.datetime) -> bool:
    """Whether a phone has to wait for tomorrow with something."""
    used = Usage(phone.used_day, Amounts(**{name: getattr(phone, f"used_{name}") for name in COUNTED}))
    today = used.at(now)
    return any(getattr(today, name) >= getattr(limits, name) for name in COUNTED)


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def wait_s(now: dt.datetime) -> int:
    """Seconds to the next day, at most an hour."""
    tomorrow = dt.datetime.combine(now.astimezone(dt.UTC).date() + dt.timedelta(days=1), dt.time(), dt.UTC)
    return min(COME_BACK_S, max(1, int((tomorrow - now).total_seconds())))
