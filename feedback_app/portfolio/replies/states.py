"""Where a reply is on its way: written by one person, published by another, withdrawn or replaced. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum


class ReplyState(StrEnum):
    """Where a reply is. The words for people are in `texts.py`."""

    WRITTEN = "written"
    """It waits for a second person."""
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    """A later reply to the same words is published."""


class ReplyRefusal(StrEnum):
    """Why a reply is not saved or published as it was sent."""

    HEARD = "heard"
    DEED = "deed"
    LONG = "too-long"
    AUDIENCE = "audience"
    PLACE = "place"
    SEVERAL = "place-several"
    THEME = "theme"
    PROJECT = "project"
    NOBODY = "nobody"
    """No place would get it."""
    ELSEWHERE = "elsewhere"
    """It reaches places outside the author's area."""
    DAY = "day"
    NO_SOUND = "no-sound"
    LONG_SOUND = "sound-too-long"
    SOUND_FORMAT = "sound-format"
    """Nothing here makes of it what every phone plays."""
    OWN = "own-words"
    STALE = "words-changed"


class Fulfilled(StrEnum):
    """What somebody of the place answers to "is it done?" (`forms.confirmation_form`)."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


class ReplyOutcome(StrEnum):
    """What a place says of a reply."""

    QUIET = "quiet"
    """Nobody is asked, or not yet."""
    ASKED = "asked"
    CONFIRMED = "confirmed"
    CONTESTED = "contested"
    """It is not done, or in part: it is work again."""


def contesting(counts: Mapping[str, int]) -> int:
    """How many say that it is not done, or in part."""
    return counts.get(Fulfilled.NO, 0) + counts.get(Fulfilled.PARTLY, 0)


def outcome(counts: Mapping[str, int], *, ask_on: dt.date | None, today: dt.date, k: int = 1) -> ReplyOutcome:
    """What a place says, as far as at least `k` say so. Who contests is heard before who confirms."""
    if contesting(counts) >= k:
        return ReplyOutcome.CONTESTED
    if counts.get(Fulfilled.YES, 0) >= k:
        return ReplyOutcome.CONFIRMED
    return ReplyOutcome.ASKED if ask_on is not None and ask_on <= today else ReplyOutcome.QUIET
