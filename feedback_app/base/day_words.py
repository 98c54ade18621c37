"""Days and months as people say them, French and English. Pure."""

from __future__ import annotations

import datetime as dt

MONTHS = {
    "fr": [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ],
    "en": [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ],
}  # fmt: skip


def month_words(month: str, lang: str) -> str:
    """`2026-11` as people say it."""
    year, number = month.split("-")
    return f"{MONTHS[lang][int(number) - 1]} {int(year)}"


def day_words(day: dt.date, lang: str) -> str:
    """A day as people say it: "3 novembre 2026"."""
    first = "1er" if lang == "fr" and day.day == 1 else str(day.day)
    return f"{first} {MONTHS[lang][day.month - 1]} {day.year}"
