"""How pressing a record is, by what was answered: the first part of the queue's order. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from feedback_app.forms.engine.meaning import SENSITIVE, SEVERITY, Fact
from schemas.vocabulary import vocabulary

DANGER = 4
"""Somebody may be in danger. No other record has this."""
AT_LEAST_IF_SENSITIVE = 2
CLASSES = (DANGER, 3, 2, 1, 0)
"""All there are, the most pressing first."""


def urgency_of(facts: Iterable[Fact], danger: str) -> int:
    """4 where somebody may be in danger; else the weight of the severity, 3 where lives are at risk; what is sensitive
    at least as what is serious; 0 where nothing says it."""
    if danger:
        return DANGER
    return max((_weight(fact) for fact in facts), default=0)


def _weight(fact: Fact) -> int:
    if fact.meaning == SENSITIVE:
        return AT_LEAST_IF_SENSITIVE
    term = vocabulary("severities").get(fact.code) if fact.meaning == SEVERITY else None
    return min(int(term.attributes.get("weight", "0")), DANGER - 1) if term else 0
