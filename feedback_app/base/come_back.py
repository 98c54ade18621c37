"""When those who are refused are to come back."""

from __future__ import annotations

import random


def come_back_in(least: int = 5, most: int = 15) -> int:
    """Seconds until then: not the same for all who were refused at once."""
    return random.randint(least, most)  # noqa: S311
