"""What the portfolio takes from an accepted need: codes of known lists, never a word that someone typed. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback_app.forms.engine.definition import UNSAID, choice_label
from schemas.vocabulary import vocabulary

INSTRUMENTS = ("besoin",)
"""The instruments whose accepted records are needs."""

DOMAIN, DETAIL, GRAVITY = "domaine", "quoi_{}", "gravite"
"""The questions that the portfolio reads; `{}` is the domain."""

OTHER = "aut"
CLOCK_AHEAD, CLOCK_BEHIND = dt.timedelta(days=1), dt.timedelta(days=400)
"""How far a phone's clock may be from the day the record came, before the portfolio stops believing it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A need in codes: `domain` and `gravity` of the vocabularies, `detail` a choice of the instrument."""

    domain: str
    detail: str | None
    gravity: str | None


def said(answers: Mapping[str, Any], definition: Mapping[str, Any]) -> Said:
    """The codes of a need's answers. What is not on a list is left out, so that free text cannot slip through."""
    domain = answers.get(DOMAIN)
    if not isinstance(domain, str) or domain not in vocabulary("domains").codes:
        return Said(OTHER, None, _gravity(answers))
    detail = answers.get(DETAIL.format(domain))
    known = isinstance(detail, str) and detail not in UNSAID and bool(detail_label(definition, domain, detail))
    return Said(domain, detail if known else None, _gravity(answers))


def _gravity(answers: Mapping[str, Any]) -> str | None:
    gravity = answers.get(GRAVITY)
    known = isinstance(gravity, str) and gravity in vocabulary("severities").codes - UNSAID
    return gravity if known else None


def detail_label(definition: Mapping[str, Any], domain: str, detail: str) -> Mapping[str, str]:
    """The words of a detail by language; empty when the instrument does not have it."""
    return choice_label(definition, DETAIL.format(domain), detail)


def month(recorded_at: dt.datetime | None, received_at: dt.datetime) -> str:
    """`2026-11`: when it was said; when the phone's clock cannot be right, when it came."""
    likely = recorded_at is not None and -CLOCK_BEHIND <= recorded_at - received_at <= CLOCK_AHEAD
    return (recorded_at if recorded_at and likely else received_at).strftime("%Y-%m")
