"""What the rows of a record are called that others see: names from which nobody gets the record's id.

On a locked phone the ids of its author's own records are openly beside these rows, and whoever carries a file reads
the ids in it. So the rows bear keyed hashes of the id (HMAC-SHA256, under keys that never leave the server), each kind
under a key of its own: nothing says which need and which code are of one record.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Callable
from functools import partial

from feedback_app.base.db import AnySession
from feedback_app.register.keys import NEEDS, STATUSES, stored_naming_key

_STATUS_DIGITS = 20


def need_name(own: bytes, record_id: uuid.UUID) -> str:
    """The name under a naming key: a UUID of version 8, which no phone files under."""
    made = bytearray(hmac.digest(own, record_id.bytes, hashlib.sha256)[:16])
    made[6], made[8] = made[6] & 0x0F | 0x80, made[8] & 0x3F | 0x80
    return str(uuid.UUID(bytes=bytes(made)))


def status_name(own: bytes, record_id: uuid.UUID) -> str:
    """The name of the row that says how far a record came, under a key for these: 20 hex digits."""
    return hmac.digest(own, record_id.bytes, hashlib.sha256).hex()[:_STATUS_DIGITS]


def need_names(session: AnySession, programme_id: str) -> Callable[[uuid.UUID], str]:
    """The names of a programme's needs. KeyError for one without a key; every programme gets one when it is made."""
    return partial(need_name, stored_naming_key(session, programme_id, NEEDS))


def status_names(session: AnySession, programme_id: str) -> Callable[[uuid.UUID], str]:
    """The names of the rows that say how far a programme's records came. KeyError as above."""
    return partial(status_name, stored_naming_key(session, programme_id, STATUSES))
