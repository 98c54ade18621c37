"""When a decision is published to a record's author. Pure."""

from __future__ import annotations

from enum import StrEnum


class Publication(StrEnum):
    """Whether authors hear of a decision."""

    NOW = "now"
    LATER = "later"
    """Once it can no longer be undone."""
    NEVER = "never"
    """It was undone before."""
