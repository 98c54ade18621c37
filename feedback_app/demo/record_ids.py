"""Ids of made-up records."""

from __future__ import annotations

import datetime as dt
import uuid
from random import Random


def name_at(at: dt.datetime, chance: Random) -> uuid.UUID:
    """An id as a phone makes it at that moment (UUIDv7)."""
    bits = chance.getrandbits(74)
    return uuid.UUID(int=int(at.timestamp() * 1000) << 80 | 7 << 76 | (bits >> 62) << 64 | 2 << 62 | bits & (2**62 - 1))
