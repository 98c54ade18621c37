"""Amounts and shares as people read them. Pure."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from feedback_app.base import zones
from feedback_app.base.i18n import language
from feedback_app.insight.statistics import Interval
from feedback_app.portfolio.texts import NARROW, number_words


def money(amount: int, lang: str | None = None) -> str:
    """`12 500 000 FCFA`."""
    return f"{number_words(amount, lang)}\u00a0FCFA"


def percent_words(share: Fraction, lang: str | None = None) -> str:
    """A share of 1 as a whole percentage; what is neither none nor all is never rounded to that."""
    rounded = round(share * 100)
    space = NARROW if (lang or language()) == "fr" else ""
    if rounded == 0 and share > 0:
        return f"<\u00a01{space}%"
    if rounded == 100 and share < 1:
        return f">\u00a099{space}%"
    return f"{rounded}{space}%"


def decimal(value: Fraction, lang: str | None = None) -> str:
    """One digit after the point or comma, none where it is zero."""
    text = f"{float(value):.1f}".removesuffix(".0")
    return text.replace(".", ",") if (lang or language()) == "fr" else text


def day_words(day: dt.date, lang: str | None = None) -> str:
    """A day as people write it; of a moment, that of the programme's clocks."""
    day = zones.local_day(day) if isinstance(day, dt.datetime) else day
    return day.strftime("%d/%m/%Y" if (lang or language()) == "fr" else "%Y-%m-%d")


def signed_decimal(value: float, lang: str | None = None) -> str:
    """Two digits, with a true minus sign."""
    text = f"{value:.2f}".replace("-", "\u2212")
    return text.replace(".", ",") if (lang or language()) == "fr" else text


def agreement_words(kappa: float, interval: Interval, lang: str | None = None) -> str:
    """`0,62 (0,41 à 0,83)`."""
    low, high = (signed_decimal(one, lang) for one in (interval.low, interval.high))
    between = "à" if (lang or language()) == "fr" else "to"
    return f"{signed_decimal(kappa, lang)} ({low} {between} {high})"
