"""Which decisions are read a second time: a share of them, by chance, that nobody can foresee. Pure."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from typing import Any

KEY = "second_readings"
"""In the settings of a programme: percent."""
USUAL, MOST = 5, 50


def share(settings: Mapping[str, Any]) -> int:
    """How many percent of decisions are read twice; 5 where the settings name no usable number, 0 for none."""
    given = settings.get(KEY)
    usable = isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= MOST
    return given if usable and isinstance(given, int) else USUAL


def is_chosen(decision: uuid.UUID, percent: int) -> bool:
    """Whether a decision is among them: always the same answer for the same id, which is drawn when it is taken."""
    digest = hashlib.blake2b(decision.bytes, digest_size=8, person=b"second").digest()
    return int.from_bytes(digest, "big") % 10_000 < percent * 100
