"""For how long something is stored, as people say it."""

from __future__ import annotations

from flask import Flask

from feedback_app.rights.texts import period_words


def test_what_is_a_year_is_said_in_years() -> None:
    with Flask(__name__).test_request_context():
        said = {days: period_words(days) for days in (30, 365, 400, 730, None)}
    assert said == {30: "30 jours", 365: "1 an", 400: "400 jours", 730: "2 ans", None: "tant qu’il le faut"}
