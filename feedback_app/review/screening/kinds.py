"""What a record may be flagged for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FlagKind(StrEnum):
    """Why somebody should look twice, the gravest first."""

    SELF_HARM = "self_harm"
    THREAT = "threat"
    CHILD = "child"
    """Violence or work of children."""
    ACCUSATION = "accusation"
    """A person is named beside something they are accused of."""
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    IDENTITY = "identity"
    """A number of an identity card, a passport, an insurance …"""
    HURRIED = "hurried"
    """It was answered faster than anybody reads."""
    SAME_ANSWERS = "same_answers"
    """Many questions with the same choices, and always the same answer."""
    POSITION = "position"
    """A position that no receiver measures, as those that a program made up."""
    FAR = "far"
    """Its position is far from the place that it is about."""
    BURST = "burst"
    """Its phone recorded very many in a short time."""
    BY_HAND = "by_hand"
    """A reviewer asks the others to look at it."""


OF_WORDS = (
    *(FlagKind.SELF_HARM, FlagKind.THREAT, FlagKind.CHILD, FlagKind.ACCUSATION, FlagKind.NAME),
    *(FlagKind.PHONE, FlagKind.EMAIL, FlagKind.IDENTITY),
)
"""What is found in words; the others are found in how a record was recorded, but for the last."""
ORDER = {kind: n for n, kind in enumerate(FlagKind)}


@dataclass(frozen=True, slots=True)
class Finding:
    """A part of a text that a rule found: `text[start:end]`."""

    kind: FlagKind
    start: int
    end: int
