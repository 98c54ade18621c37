"""Why a record is sent back or turned away: codes of the vocabulary `reasons`, which phones know too."""

from __future__ import annotations

from functools import cache

from feedback_app.base.i18n import label
from schemas.vocabulary import vocabulary

NAME = "reasons"


@cache
def codes() -> frozenset[str]:
    """Every code there is."""
    return frozenset(str(term["code"]) for term in vocabulary(NAME).wire()["terms"])


def offered(lang: str) -> list[tuple[str, str]]:
    """(code, words) in the vocabulary's order."""
    return [(str(term["code"]), label(term["label"], lang)) for term in vocabulary(NAME).wire()["terms"]]


def words(code: str, lang: str) -> str:
    """The words of a code; the code itself when the vocabulary has it no more."""
    return dict(offered(lang)).get(code, code)
