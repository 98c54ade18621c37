"""What a suggestion of a theme is made of, and what people answer to it."""

from __future__ import annotations

from enum import StrEnum


class SuggestionKind(StrEnum):
    """Why needs are put side by side."""

    NEAR = "near"
    """They are like needs of a confirmed theme."""
    CHOICE = "choice"
    """Same place, same choice of the form."""
    WORDS = "words"
    """Their texts are alike."""


class SuggestionAnswer(StrEnum):
    """What somebody makes of a suggestion."""

    CONFIRMED = "confirmed"
    """A new theme was made of it."""
    JOINED = "joined"
    """Its needs were put under the theme that it names."""
    DISMISSED = "dismissed"
