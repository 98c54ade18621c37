"""Matches as people read them: reasons in sentences, codes by what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from feedback_app.base.i18n import label, language
from feedback_app.portfolio.bourse.figures import decimal, money, percent_words
from feedback_app.portfolio.bourse.partners.matching import LEAST, MatchPart
from feedback_app.portfolio.bourse.partners.offer_texts import TEXTS
from schemas.vocabulary import vocabulary

LISTS = {"sector": "sectors", "kind": "offer_kinds", "goal": "sdgs", "subject": "iso26000"}
"""Of which vocabulary the codes of a criterion are; those of places are named by the page."""


def reason_words(part: MatchPart, places: Mapping[str, str]) -> str:
    """Why a criterion is met as far as it is, in a sentence."""
    reason, kind = part.reason, part.criterion.code
    labels = places if kind == "place" else _labels(kind, reason.codes)
    return TEXTS.say(
        f"reason.{reason.key}", what=" · ".join(labels.get(code, code) for code in reason.codes) or "–",
        money=money(reason.amount or 0), percent=percent_words(part.share or Fraction(0)),
    )  # fmt: skip


def _labels(criterion: str, codes: Iterable[str]) -> Mapping[str, str]:
    name = LISTS.get(criterion)
    return {code: vocabulary(name).label(code, language()) for code in codes} if name else {}


def match_context() -> dict[str, Any]:
    """What templates show matches with."""
    return {
        "reason_words": reason_words, "decimal": decimal, "in_words": label, "least_points": LEAST,
        "term": lambda name, code: vocabulary(name).label(code, language()), "percent": percent_words,
    }  # fmt: skip
