"""Why a record is accepted, sent back or turned away: codes of the vocabulary `reasons`, which phones know too."""

from __future__ import annotations

from dataclasses import dataclass

from feedback_app.review.case import Action
from schemas.vocabulary import vocabulary

NAME = "reasons"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason as it is offered. `say` is a message to its author, in the author's language."""

    code: str
    words: str
    say: str


def codes(action: Action) -> frozenset[str]:
    """The reasons there are for an action; empty when it takes none."""
    return frozenset(term.code for term in vocabulary(NAME).terms if _fits(term.many("for"), action))


def offered_reasons(action: Action, *, lang: str, author_lang: str) -> list[Reason]:
    """The reasons for an action, in the vocabulary's order."""
    return [
        Reason(term.code, term.label.get(lang) or term.label["fr"], say.get(author_lang) or say.get("fr", ""))
        for term in vocabulary(NAME).terms
        if _fits(term.many("for"), action)
        for say in (term.texts("say"),)
    ]


def words(code: str | None, lang: str) -> str:
    """The words of a code; the code itself when the vocabulary has it no more."""
    return vocabulary(NAME).label(code, lang)


def _fits(meant: tuple[str, ...], action: Action) -> bool:
    return action.code in meant
