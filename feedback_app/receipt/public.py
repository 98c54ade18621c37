"""The door for anyone: what became of what they said, by its code."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.problem import Problem
from feedback_app.enrol.actions import note_wrong_guess, slow_guessing
from feedback_app.enrol.guesser import guesser
from feedback_app.receipt import actions
from feedback_app.receipt.telling import of_day
from feedback_app.receipt.texts import TEXTS, day_words
from sync.spoken import digits_of, is_code, pairs

pages = audience.pages(__name__)

GUESS = "spoken"
LONGEST_MESSAGE = 500
"""Signs that are looked through for a code: people paste the message that it came in."""


@pages.get("/suivi")
def follow() -> Response:
    """Asks for a code. The card that people share leads here with the code behind `#`, which no server sees."""
    return _page()


@pages.post("/suivi")
def told() -> ResponseReturnValue:
    """What became of the record of a code: states and days, nothing else.

    An unknown code, an erased and a delicate record get the same answer, and guessing is slowed. Where two records
    have one code, the day of recording is asked.
    """
    typed = request.form.get("code", "")[:LONGEST_MESSAGE]
    code, day = digits_of(typed), _day(request.form.get("day", ""))
    if not is_code(code):
        return _page(typed=typed, lack="slip"), 422
    now, source = clock.now(), guesser(request.remote_addr)
    try:
        slow_guessing(db.session, kind=GUESS, source=source, now=now)
    except Problem as problem:
        page = _page(typed=_spaced(code), lack="slow")
        page.headers.update(problem.headers)
        return page, problem.kind.status
    found = actions.known(db.session, code)
    if len(found) > 1 and day is None:
        return _page(typed=_spaced(code), ask_day=True)
    chosen = of_day(found, day) if len(found) > 1 and day else found
    if len(chosen) > 1:
        return _page(typed=_spaced(code), ask_day=True, lack="same-day")
    if not chosen:
        note_wrong_guess(db.session, kind=GUESS, source=source, now=now)
        return _page(typed=_spaced(code), ask_day=len(found) > 1, lack="unknown")
    return _page(typed=_spaced(code), links=actions.chain(db.session, chosen[0]))


def _page(**shown: Any) -> Response:
    """The page, which nobody keeps and no search engine lists."""
    words = {"say": TEXTS.say, "day": lambda day: day_words(day, language())}
    answer = make_response(render_template("receipt/follow.html", section="follow", **words, **shown))
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _spaced(code: str) -> str:
    return " ".join(pairs(code))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
