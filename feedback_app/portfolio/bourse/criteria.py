"""The criteria of the project exchange, their weights and the words of each level: `vocabulary/bourse_criteria.csv`.
Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from feedback_app.base.i18n import label
from schemas.vocabulary import Term, vocabulary

TOP = 3
"""The highest level that a scorer gives; the lowest is 0."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion, and how much of 100 it weighs."""

    code: str
    weight: int
    label: Mapping[str, str]
    question: Mapping[str, str]
    levels: Sequence[Mapping[str, str]]
    """What each level means, from 0 to `TOP`."""

    def level_words(self, level: int, lang: str | None = None) -> str:
        """What a level of it means."""
        return label(self.levels[level], lang)


@cache
def criteria() -> tuple[Criterion, ...]:
    """All of them, in the order in which they are asked."""
    return tuple(_criterion(term) for term in vocabulary("bourse_criteria").terms)


def weights() -> tuple[int, ...]:
    """What each weighs, in the same order."""
    return tuple(one.weight for one in criteria())


def _criterion(term: Term) -> Criterion:
    levels = [term.texts(f"level{level}") for level in range(TOP + 1)]
    return Criterion(term.code, int(term.attributes["weight"]), term.label, term.texts("question"), levels)
