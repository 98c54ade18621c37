"""For how long something is stored, in words."""

from __future__ import annotations

from feedback_app.rights.texts import period_words


def test_a_year_is_called_a_year() -> None:
    words = {days: period_words(days) for days in (30, 365, 400, 730, None)}
    assert words == {30: "30 jours", 365: "1 an", 400: "400 jours", 730: "2 ans", None: "tant qu’il le faut"}
