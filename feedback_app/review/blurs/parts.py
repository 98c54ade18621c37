"""Which parts of a photo are hidden, as they are stored and as a form sends them. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from feedback_app.media.mosaic import GRID

COUNT = GRID * GRID


def packed(parts: Iterable[int]) -> str:
    """As a number of `COUNT` bits in hexadecimal digits, the first part the lowest bit."""
    return f"{sum(1 << part for part in set(parts)):0{COUNT // 4}x}"


def unpacked(text: str) -> frozenset[int]:
    """What was packed."""
    bits = int(text, 16)
    return frozenset(part for part in range(COUNT) if bits >> part & 1)


def sent(values: Iterable[str]) -> frozenset[int]:
    """The parts that a form sends. Raises ValueError for anything else."""
    parts = frozenset(map(int, values))
    if not parts <= frozenset(range(COUNT)):
        raise ValueError("no part of a photo")
    return parts
