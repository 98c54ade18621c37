"""The states of a record, read from `vocabulary/states.csv`: their words, their look, and who may see them.

A state that is only shown is a row there and nothing else; one that code names (for a transition, say) is a member
here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from schemas.vocabulary import Term, Vocabulary, vocabulary


class State(StrEnum):
    """The states that code names. A test holds them against the list."""

    RECEIVED = "received"
    READ = "read"
    IN_REVIEW = "in_review"
    NEEDS_CORRECTION = "needs_correction"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    MERGED = "merged"
    REFERRED = "referred"
    IN_PORTFOLIO = "in_portfolio"
    FUNDED = "funded"
    DONE = "done"
    QUARANTINED = "quarantined"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Look:
    """How the desk shows a state: a tone, and a sign where it is not the tone's own."""

    tone: str
    sign: str


STATES = vocabulary("states")
CLOSED = tuple(term.code for term in STATES.terms if term.flag("closed"))
PUBLIC = tuple(term.code for term in STATES.terms if term.flag("public"))
"""What may be said of a record to anyone who has its code, in the order in which it may come."""


def look(code: str) -> Look:
    """The look of a state."""
    term = STATES.get(code)
    attributes = term.attributes if term else {}
    return Look(attributes.get("tone", "wait"), attributes.get("sign", ""))


def tabs(kind: str, states: Vocabulary = STATES) -> list[str]:
    """The states that have a tab of their own in the desk's queue: with work `todo`, or with what is `done`."""
    return [term.code for term in states.terms if term.attributes.get("tab") == kind]


def words(key: str, *columns: str, codes: Iterable[str] | None = None) -> dict[str, tuple[str, str]]:
    """The words of each state, or of these, for a table of texts, as `key.code`: out of the first of the columns that
    has any; `label` is `fr`/`en`."""
    chosen = STATES.codes if codes is None else set(codes)
    found = {term.code: _first(term, columns) for term in STATES.terms if term.code in chosen}
    return {f"{key}.{code}": (texts["fr"], texts["en"]) for code, texts in found.items()}


def _first(term: Term, columns: tuple[str, ...]) -> Mapping[str, str]:
    for column in columns:
        texts = term.label if column == "label" else term.texts(column)
        if texts:
            return texts
    raise KeyError(f"{term.code} has no {' or '.join(columns)}")
