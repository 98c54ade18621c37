"""What an accepted need is called on the phones of its place: a name from which nobody gets the record's id.

The id leads to the record's spoken code, and so to what became of it, and on a locked phone it is openly beside its
author's own records. So these rows bear a keyed hash of it (HMAC-SHA256, under a key that never leaves the server).
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Callable
from functools import partial

from feedback_app.base.db import AnySession
from feedback_app.register.keys import private_keys

_PURPOSE = b"echo names of need rows 1"


def naming_key(private_key: bytes) -> bytes:
    """The key of these names, made of a programme's private key."""
    return hmac.digest(private_key, _PURPOSE, hashlib.sha256)


def need_name(own: bytes, record_id: uuid.UUID) -> str:
    """The name under a naming key: a UUID of version 8, which no phone files under."""
    made = bytearray(hmac.digest(own, record_id.bytes, hashlib.sha256)[:16])
    made[6], made[8] = made[6] & 0x0F | 0x80, made[8] & 0x3F | 0x80
    return str(uuid.UUID(bytes=bytes(made)))


def need_names(session: AnySession, programme_id: str) -> Callable[[uuid.UUID], str]:
    """The names of a programme's needs. KeyError for one without a key; every programme gets one when it is made."""
    return partial(need_name, naming_key(private_keys(session, [programme_id])[programme_id]))
