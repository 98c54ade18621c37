"""What became of a weak signal."""

from __future__ import annotations

from enum import StrEnum


class SignalState(StrEnum):
    """Whether somebody has looked at it."""

    OPEN = "open"
    NOTED = "noted"
    DISMISSED = "dismissed"
