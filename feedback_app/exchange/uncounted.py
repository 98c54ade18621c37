"""What phones handed over lately and their rows do not say yet: an UPDATE for each record would be a tenth of its cost.

It is a two-hundredth of a day's budget at most, and is lost when the process ends.
"""

from __future__ import annotations

import uuid
from dataclasses import fields
from operator import add, attrgetter
from threading import Lock

from feedback_app.enrol import budget
from feedback_app.enrol.budget import NOTHING, Amounts

SHARE = 200
MOST_PHONES = 10_000
"""With more of them waiting in a process, everything is written."""

_parts = attrgetter(*(part.name for part in fields(Amounts)))
_counted = attrgetter(*budget.COUNTED)

_waiting: dict[uuid.UUID, Amounts] = {}
_lock = Lock()


def to_count(device_id: uuid.UUID, delivered: Amounts, *, is_due: bool) -> Amounts | None:
    """What is to be written into a phone's row now that it delivers this; None while that can wait and is not due."""
    with _lock:
        total = _sum(_waiting.pop(device_id, NOTHING), delivered)
        if is_due or _is_much(total) or len(_waiting) >= MOST_PHONES:
            return total
        _waiting[device_id] = total
    return None


def _sum(one: Amounts, other: Amounts) -> Amounts:
    return other if one is NOTHING else Amounts(*map(add, _parts(one), _parts(other)))


def _is_much(amounts: Amounts) -> bool:
    return any(
        amount * SHARE >= limit for amount, limit in zip(_counted(amounts), _counted(budget.LIMITS), strict=True)
    )
