"""What an organisation offers, as one document: read from a form, checked, stored. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback_app.base.cells import NotANumber, whole_number
from feedback_app.portfolio.bourse.project_words import MOST_DIGITS, SentForm, WordsFault, ticked

LONGEST_TITLE, LONGEST_NOTE = 200, 1000
MONEY = "money"


@dataclass(frozen=True, slots=True)
class OfferWords:
    """What is offered: of which kind, for which sectors, where, between which amounts. Empty places mean anywhere."""

    title: str
    kinds: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    goals: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    note: str = ""


def read_offer(form: SentForm) -> tuple[OfferWords, list[WordsFault]]:
    """The offer in a form, without places, and what is wrong with it."""
    faults: list[WordsFault] = []
    words = OfferWords(
        title=" ".join(form.get("title", "").split()),
        kinds=ticked(form, "kind", "offer_kinds"),
        sectors=ticked(form, "sector", "sectors"),
        least=_amount(form, "least", faults),
        most=_amount(form, "most", faults),
        goals=ticked(form, "goal", "sdgs"),
        subjects=ticked(form, "subject", "iso26000"),
        note="\n".join(" ".join(line.split()) for line in form.get("note", "").strip().splitlines()),
    )
    return words, [*faults, *_faults(words)]


def _faults(words: OfferWords) -> list[WordsFault]:
    is_wrong = {
        "title": not 0 < len(words.title) <= LONGEST_TITLE,
        "kind": not words.kinds,
        "sector": not words.sectors,
        "most": MONEY in words.kinds and words.most is None,
        "least": None not in (words.least, words.most) and (words.least or 0) > (words.most or 0),
        "note": len(words.note) > LONGEST_NOTE,
    }
    return [WordsFault(field, field) for field, wrong in is_wrong.items() if wrong]


def _amount(form: SentForm, name: str, faults: list[WordsFault]) -> int | None:
    text = form.get(name, "").strip()
    try:
        number = whole_number(text, most_digits=MOST_DIGITS) if text else None
    except NotANumber:
        number = -1
    if number is not None and number <= 0:
        faults.append(WordsFault(name, "amount"))
        return None
    return number


def offer_json(words: OfferWords) -> dict[str, Any]:
    """As it is stored."""
    return {
        "title": words.title, "kinds": [*words.kinds], "sectors": [*words.sectors], "places": [*words.places],
        "least": words.least, "most": words.most, "goals": [*words.goals], "subjects": [*words.subjects],
        "note": words.note,
    }  # fmt: skip


def offer_from_json(stored: Mapping[str, Any]) -> OfferWords:
    """What `offer_json` made."""
    lists = {name: tuple(stored[name]) for name in ("kinds", "sectors", "places", "goals", "subjects")}
    return OfferWords(
        title=stored["title"], least=stored["least"], most=stored["most"], note=stored["note"], **lists
    )  # fmt: skip
