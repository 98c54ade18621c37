"""In which state a theme is. Pure. Decision 69."""

from __future__ import annotations

from enum import StrEnum


class ThemeState(StrEnum):
    """From its first words to its end. The last three take no more needs."""

    PROPOSED = "proposed"
    """Somebody wrote it; a second person has not published it."""
    CONFIRMED = "confirmed"
    SPLIT = "divided"
    MERGED = "joined"
    RETIRED = "retired"
    """It stays with the needs that it has, for who looks it up."""


ENDS = frozenset({ThemeState.SPLIT, ThemeState.MERGED, ThemeState.RETIRED})


def theme_state(*, published: bool, ended_as: str | None) -> ThemeState:
    """The state of a theme, by its row."""
    if ended_as:
        return ThemeState(ended_as)
    return ThemeState.CONFIRMED if published else ThemeState.PROPOSED
