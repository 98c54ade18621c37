"""What answers a need. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

Answers = tuple[uuid.UUID, ...]
"""Solutions, in the order in which they were made."""


def of_need(own: uuid.UUID | None, theme: uuid.UUID | None, by_theme: Mapping[uuid.UUID, Answers]) -> Answers:
    """What answers a need: the solution that it was assigned to, else those of its theme."""
    if own:
        return (own,)
    return by_theme.get(theme, ()) if theme else ()
