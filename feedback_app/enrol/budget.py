"""What one phone may hand over in a day, so that a phone in wrong hands cannot fill the disk (decision 38).

The counts are columns of the phone's row: they are read with its token, and written with the time of its last contact,
so that no exchange asks the database once more for them. A day begins at midnight UTC.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Uuid, bindparam, case, update

from feedback_app.base.db import AnySession, look_up
from feedback_app.base.problem import Problem
from feedback_app.enrol.tables import Device
from feedback_app.register.lookup_store import existing_programme

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


def check(session: AnySession, programme_id: str, today: Amounts, *names: str, now: dt.datetime) -> None:
    """Problem `slow-down` when a phone has handed over what it may of one of these today.

    The programme is asked for limits of its own only then.
    """
    over = [name for name in names if getattr(today, name) >= getattr(LIMITS, name)]
    limits = limits_of(existing_programme(session, programme_id).settings) if over else LIMITS
    if any(getattr(today, name) >= getattr(limits, name) for name in over):
        raise Problem("slow-down", headers={"Retry-After": str(_wait(now))})


def limits_of(settings: Mapping[str, Any]) -> Amounts:
    """The limits of a programme with these settings: what is there only raises ours."""
    given = settings.get(KEY)
    own = given if isinstance(given, Mapping) else {}
    return Amounts(**{name: max(getattr(LIMITS, name), _number(own.get(name))) for name in COUNTED})


def is_over(phone: Device, *, limits: Amounts, now: dt.datetime) -> bool:
    """Whether a phone has to wait for tomorrow with something."""
    used = Usage(phone.used_day, Amounts(**{name: getattr(phone, f"used_{name}") for name in COUNTED}))
    today = used.at(now)
    return any(getattr(today, name) >= getattr(limits, name) for name in COUNTED)


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _wait(now: dt.datetime) -> int:
    """Seconds to the next day, at most an hour."""
    tomorrow = dt.datetime.combine(now.astimezone(dt.UTC).date() + dt.timedelta(days=1), dt.time(), dt.UTC)
    return min(COME_BACK_S, max(1, int((tomorrow - now).total_seconds())))


_DAY: BindParameter[int] = bindparam("day")
_MORE: dict[str, BindParameter[int]] = {name: bindparam(f"more_{name}") for name in COUNTED}


def _so_far(name: str) -> ColumnElement[int]:
    return case((Device.used_day == _DAY, getattr(Device, f"used_{name}")), else_=0)


ADDED: dict[str, ColumnElement[int]] = {
    "used_day": _DAY,
    **{f"used_{name}": _so_far(name) + more for name, more in _MORE.items()},
    **{f"total_{name}": getattr(Device, f"total_{name}") + more for name, more in _MORE.items()},
}
"""For an UPDATE of a phone's row: counts what it hands over. With the values of `added`."""


def added(amounts: Amounts, now: dt.datetime) -> dict[str, int]:
    """The values for `ADDED`."""
    return {"day": day_of(now), **{f"more_{name}": getattr(amounts, name) for name in COUNTED}}


_COUNT = update(Device).where(Device.id == bindparam("device", type_=Uuid())).values(ADDED)


def count(session: AnySession, device_id: uuid.UUID, amounts: Amounts, now: dt.datetime) -> None:
    """Counts what a phone hands over, where nothing else is written into its row."""
    look_up(session, _COUNT, device=device_id, **added(amounts, now))
