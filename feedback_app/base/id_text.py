"""Ids that come as text. Pure."""

from __future__ import annotations

import uuid


def read_id(text: object) -> uuid.UUID | None:
    """The id that somebody sent; None of anything else."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
