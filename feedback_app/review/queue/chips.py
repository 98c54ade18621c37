"""The filters that are set, each with the address without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.review.queue.query import CLAIMS, Query
from feedback_app.review.queue.texts import TEXTS
from feedback_app.review.store import Option

YES = frozenset({"clock", "mention", "photo", "voice", "waiting"})
"""Filters that are set or not: their name says it all."""
SHOWN = (
    "q",
    "instrument",
    "place",
    "author",
    "device",
    "project",
    "language",
    "since",
    "until",
    "waits",
    "claimed",
    "flag",
    "tag",
    *sorted(YES),
)


@dataclass(frozen=True, slots=True)
class FilterView:
    """A filter that is set: its name, what it asks for, and the address of the list without it."""

    name: str
    value: str
    without: str


def chips(query: Query, named: Mapping[str, Sequence[Option]], lang: str) -> list[FilterView]:
    """What a query filters by, in words; `named` has the words for values that are keys."""
    found = []
    for name in SHOWN:
        value = getattr(query, name)
        if value:
            words = {one.value: one.label for one in named.get(name, ())}.get(value, value)
            if name == "waits" or (name == "claimed" and value in CLAIMS):
                words = TEXTS.say(f"{name}.{value}", lang=lang)
            title = TEXTS.say(f"chip.{name}" if f"chip.{name}" in TEXTS.rows else f"filter.{name}", lang=lang)
            found.append(FilterView(title, "" if name in YES else words, query.address(**{name: ""})))
    return found
