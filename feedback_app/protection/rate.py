"""How many reports one phone may send a day. It is counted in this process and nowhere else: what is not stored says of
no phone that it sent one. A process that ends begins to count anew."""

from __future__ import annotations

import datetime as dt
import uuid
from threading import Lock

OF_A_PHONE = 10
MOST_PHONES = 10_000

_lock = Lock()
_sent: dict[tuple[dt.date, uuid.UUID], int] = {}


def may_send(device_id: uuid.UUID, day: dt.date) -> bool:
    """Counts one more of a phone; False when it has sent a day's already."""
    with _lock:
        if len(_sent) >= MOST_PHONES or any(noted != day for noted, _ in _sent.keys() - {(day, device_id)}):
            for one in [one for one in _sent if one[0] != day]:
                del _sent[one]
        count = _sent.get((day, device_id), 0) + 1
        if count > OF_A_PHONE or len(_sent) >= MOST_PHONES:
            return False
        _sent[day, device_id] = count
        return True
