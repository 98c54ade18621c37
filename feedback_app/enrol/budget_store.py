"""Reads and writes how much a phone handed over.

The counts are columns of the phone's row: they are read with its token, and written with the time of its last contact,
so that no exchange asks the database once more for them.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import BindParameter, ColumnElement, Uuid, bindparam, case, update

from feedback_app.base.db import AnySession
from feedback_app.base.look_up import look_up
from feedback_app.base.problem import Problem
from feedback_app.enrol import budget
from feedback_app.enrol.budget import COUNTED, Amounts, day_of, limits_of, wait_s
from feedback_app.enrol.tables import Device
from feedback_app.register.lookup_store import existing_programme


def check(session: AnySession, programme_id: str, today: Amounts, *names: str, now: dt.datetime) -> None:
    """Problem `slow-down` when a phone has handed over what it may of one of these today.

    The programme is asked for limits of its own only then.
    """
    over = [name for name in names if getattr(today, name) >= getattr(budget.LIMITS, name)]
    limits = limits_of(existing_programme(session, programme_id).settings) if over else budget.LIMITS
    if any(getattr(today, name) >= getattr(limits, name) for name in over):
        raise Problem("slow-down", headers={"Retry-After": str(wait_s(now))})


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
