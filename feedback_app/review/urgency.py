"""How pressing a record is, by what was answered and from where it comes: the first part of the queue's order. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from feedback_app.forms.engine.meaning import SENSITIVE, SEVERITY, Fact
from schemas.vocabulary import vocabulary

LIVES = 3
"""The weight of the severity at which lives are at risk."""
AT_LEAST_IF_SENSITIVE = 2
STEP = 2
"""Between two severities, so that what comes from a place of which little was heard is between them."""
DANGER = STEP * (LIVES + 1)
"""Somebody may be in danger. No other record has this."""
CLASSES = (DANGER, *range(STEP * LIVES, -1, -1))
"""All there are, the most pressing first."""


def urgency_of(facts: Iterable[Fact], danger: str, *, is_little_heard: bool = False) -> int:
    """The highest where somebody may be in danger; else by the weight of the severity, lives at risk above all others;
    what is sensitive at least as what is serious; 0 where nothing says it.

    Below lives at risk, what comes from a place of which little was heard is one higher: before all that is as serious,
    and behind all that is more so.
    """
    if danger:
        return DANGER
    weight = max((_weight(fact) for fact in facts), default=0)
    return STEP * weight + (is_little_heard and weight < LIVES)


def comes_from_little_heard(urgency: int) -> bool:
    """Whether the place of a record counted when its urgency was worked out."""
    return urgency % STEP == 1


def _weight(fact: Fact) -> int:
    if fact.meaning == SENSITIVE:
        return AT_LEAST_IF_SENSITIVE
    term = vocabulary("severities").get(fact.code) if fact.meaning == SEVERITY else None
    return min(int(term.attributes.get("weight", "0")), LIVES) if term else 0
