"""Who changed what of offers, in words: for the organisation itself, and for the Lab."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import language
from feedback_app.portfolio.bourse.figures import money
from feedback_app.portfolio.bourse.partners.offer_texts import TEXTS
from feedback_app.portfolio.solutions.history import history_lines
from feedback_app.portfolio.solutions.word_store import changes_of_all
from feedback_app.register.lookup_store import place_labels
from schemas.vocabulary import vocabulary

LISTS = {"kinds": "offer_kinds", "sectors": "sectors", "goals": "sdgs", "subjects": "iso26000"}
"""Which vocabulary the codes of a field are of."""
FIELDS = {"kinds": "kind", "sectors": "sector", "goals": "goal", "subjects": "subject"}
"""What a field is called in the form, where it has another name there."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, before and after; `before` empty where there was nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class OfferChange:
    """One change of an offer."""

    by: str
    at: dt.datetime
    is_first: bool
    """The offer was written."""
    fields: Sequence[FieldChange]


def offer_history(session: AnySession, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[OfferChange]]:
    """Every change of these offers, the latest first, with as many statements for many as for one."""
    rows = changes_of_all(session, ids)
    lines = history_lines(session, rows)
    places = place_labels(session, {code for row in rows for code in _places(row.before) | _places(row.after)})
    found: dict[uuid.UUID, list[OfferChange]] = defaultdict(list)
    for row, line in zip(rows, lines, strict=True):
        is_first = row.before.get("title") is None and "title" in row.after
        fields = [] if is_first else list(_fields(row.before, row.after, places))
        found[row.subject_id].append(OfferChange(line.by, line.at, is_first, fields))
    return dict(found)


def _places(values: Mapping[str, Any]) -> set[str]:
    return {*(values.get("places") or ())}


def _fields(before: Mapping[str, Any], after: Mapping[str, Any], places: Mapping[str, str]) -> Iterator[FieldChange]:
    for name, value in after.items():
        words = "offer.state" if name == "closed" else f"offer.{FIELDS.get(name, name)}"
        yield FieldChange(TEXTS.say(words), _words(name, before.get(name), places), _words(name, value, places))


def _words(name: str, value: Any, places: Mapping[str, str]) -> str:
    if name == "closed":
        return TEXTS.say("offer.state.closed" if value else "offer.state.open")
    if name in {"least", "most"}:
        return money(value) if value else "–"
    if isinstance(value, list):
        return " · ".join(_code(name, code, places) for code in value) or "–"
    return str(value or "–")


def _code(name: str, code: str, places: Mapping[str, str]) -> str:
    return places.get(code, code) if name == "places" else vocabulary(LISTS[name]).label(code, language())
