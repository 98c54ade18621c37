"""What templates of public pages with needs and replies say things with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from feedback_app.base.day_words import month_words
from feedback_app.base.i18n import label, language
from feedback_app.portfolio.listing import view
from feedback_app.portfolio.texts import needs_words, number_words, places_words, voices_words
from schemas.vocabulary import vocabulary


def page_words(say: Callable[..., str]) -> dict[str, Any]:
    """The functions that `portfolio/parts.html` needs; `say` knows the sentences of the list."""
    return {
        "say": say, "voices": voices_words, "needs_words": needs_words, "places_words": places_words,
        "month": lambda month: month_words(month, language()), "domain": _domain, "places_at_once": view.PLACES,
        "in_words": label, "reply_day": _day, "number": number_words,
    }  # fmt: skip


def _day(day: dt.date) -> str:
    return day.strftime("%d/%m/%Y" if language() == "fr" else "%Y-%m-%d")


def _domain(code: str) -> dict[str, str]:
    term = vocabulary("domains").get(code)
    return {"label": vocabulary("domains").label(code, language()), "picture": (term.picture if term else None) or ""}
