"""What a solution costs, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedback_app.portfolio.csr.view import money
from feedback_app.portfolio.practices.texts import TEXTS


def cost_words(words: Mapping[str, Any], lang: str | None = None) -> str:
    """`4 000 à 7 000 FCFA pour une claie (prix de 2026)`; empty where it is not known."""
    low, high = words.get("cost_low"), words.get("cost_high")
    if not low and not high:
        return ""
    key = "cost.one" if low == high else "cost.range" if low and high else "cost.from" if low else "cost.upto"
    amount = TEXTS.say(key, lang=lang, low=money(low or 0), high=money(high or 0))
    return TEXTS.say("cost.of", lang=lang, amount=amount, unit=words.get("cost_unit"), year=words.get("cost_year"))
