"""What a suggested theme may be called. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from feedback_app.base.folding import fold
from feedback_app.portfolio.signals.words import subjects

WORDS = 3
"""Words of a name."""
LONGEST = 200


def name_of_choice(detail: Mapping[str, str], place: str) -> dict[str, str]:
    """By language: the choice of the form, and where."""
    return {lang: ", ".join(part for part in (words, place) if part)[:LONGEST] for lang, words in detail.items()}


def name_of_words(topic: str, texts: Sequence[str], *, place: str, written_as: Mapping[str, str]) -> str:
    """The topic, and the words that most of these folded texts have in common; without any, the place."""
    names = frozenset(fold(place).split())
    counts = Counter(word for text in texts for word in subjects(text, names=names))
    common = sorted((word for word, n in counts.items() if 2 * n >= len(texts)), key=lambda word: (-counts[word], word))
    common_words = ", ".join(written_as.get(word, word) for word in common[:WORDS]) or place
    return f"{topic} : {common_words}"[:LONGEST] if common_words else topic[:LONGEST]


def spellings(texts: Iterable[str]) -> dict[str, str]:
    """How words are written, with their accents, by how they are folded."""
    found: dict[str, str] = {}
    for text in texts:
        for word in re.findall(r"[^\W\d_]+", text):
            found.setdefault(fold(word), word.lower())
    return found
