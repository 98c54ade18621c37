"""The door for anyone: what became of what they said, by its code."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.client_network import client_network
from feedback_app.base.day_words import day_words
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.representations import not_cached
from feedback_app.enrol.actions import note_wrong_guess, wait_to_guess
from feedback_app.receipt import actions
from feedback_app.receipt.changes import of_day
from feedback_app.receipt.store import CodeMatch
from feedback_app.receipt.texts import TEXTS
from sync.spoken_code import digits_of, is_code, pairs

pages = audience.pages(__name__)

GUESS = "spoken"
LONGEST_MESSAGE = 500
"""Signs that are looked through for a code: people paste the message that it came in."""
MOST_GUESSES = 40
"""Different wrong guesses of an address within the window after which nobody there is answered. Between GUESSES and
this, who also knows the day is answered: a carrier may put a whole village behind one address."""


@pages.get("/suivi")
def follow() -> Response:
    """Asks for a code. The card that people share leads here with the code behind `#`, which no server sees."""
    page = _page(is_empty=True)
    del page.headers["X-Robots-Tag"]
    return page


@pages.post("/suivi")
def answer() -> ResponseReturnValue:
    """What became of the record of a code: states, the day of arrival, the weeks of what came after, nothing else.

    An unknown code, an erased and a sensitive record get the same answer, and guessing is slowed. Where two records
    have one code, or many unknown codes came from the same address, the day of recording is asked. With `take_back`
    the record is hidden from everybody in public, until somebody at the desk has decided (decision 35).
    """
    typed = request.form.get("code", "")[:LONGEST_MESSAGE]
    code, day = digits_of(typed), _day(request.form.get("day", ""))
    if not is_code(code):
        return _page(typed=typed, lack="slip"), 422
    now, source = clock.now(), client_network(request.remote_addr)
    if wait := wait_to_guess(db.session, kind=GUESS, source=source, now=now, allowed=MOST_GUESSES):
        return _slowed(code, wait, lack="slow")
    wait = wait_to_guess(db.session, kind=GUESS, source=source, now=now)
    if wait and day is None:
        return _slowed(code, wait, lack="busy", ask_day=True)
    found = actions.matches(db.session, code)
    if len(found) > 1 and day is None:
        return _page(typed=_spaced(code), ask_day=True)
    needs_day = len(found) > 1 or bool(wait)
    chosen = of_day(found, day) if day and needs_day else found
    if len(chosen) > 1:
        return _page(typed=_spaced(code), ask_day=True, lack="same-day")
    if not chosen:
        guess = audience.fingerprint(f"{code} {day if needs_day else ''}")
        note_wrong_guess(db.session, kind=GUESS, source=source, guess=guess, now=now)
        return _page(typed=_spaced(code), ask_day=needs_day, slowed=bool(wait), lack="unknown")
    return _known(chosen[0], code, now)


def _known(found: CodeMatch, code: str, now: dt.datetime) -> Response:
    """The record of a code; or, where its person wants it back, that it is hidden until the desk has decided."""
    asked = request.form.get("take_back", "")
    hidden = actions.take_back(db.session, found, now=now) if asked == "yes" else None
    links = actions.history(db.session, found)
    shown = {"day_typed": request.form.get("day", ""), "asking": asked == "begin", "hidden": hidden}
    return _page(typed=_spaced(code), links=links, **shown)


def _slowed(code: str, wait: int, **shown: Any) -> ResponseReturnValue:
    """Too many unknown codes came from this address, perhaps from others who share it."""
    page = _page(typed=_spaced(code), slowed=True, **shown)
    page.headers["Retry-After"] = str(wait)
    return page, 429


def _page(**shown: Any) -> Response:
    """The page, which nobody stores and no search engine lists."""
    words = {"say": TEXTS.say, "day": lambda day: day_words(day, language())}
    answer = not_cached(render_template("receipt/follow.html", section="follow", **words, **shown))
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
