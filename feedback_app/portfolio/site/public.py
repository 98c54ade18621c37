"""The door for anyone: the first page, and the pages that say how all of this is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.answer_cache import answer_cache
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.menu import in_menu
from feedback_app.base.representations import prepared, prepared_answer
from feedback_app.insight.figures.texts import TEXTS as FIGURE_TEXTS
from feedback_app.portfolio.bourse.figures import money
from feedback_app.portfolio.listing import public_list
from feedback_app.portfolio.listing.page_words import page_words
from feedback_app.portfolio.site import guide, home
from feedback_app.portfolio.site.texts import TEXTS
from feedback_app.portfolio.site.version import version
from schemas.roles import Permission

pages = audience.pages(__name__)

ASKED_OF_THE_LIST = ("programme", "domain", "place", "theme", "offset")
"""What the first page was asked for when it was the list of needs."""


@pages.context_processor
def words() -> dict[str, Any]:
    """What these pages say things with."""
    return {**page_words(TEXTS.say), "figure_say": FIGURE_TEXTS.say, "money": money}


@pages.get("/")
@in_menu("public", words=("Portefeuille public", "Public portfolio"), order=110, needs=Permission.READ_PUBLIC)
def start() -> ResponseReturnValue:
    """What this is, what was heard, what was done about it. Addresses of the list of needs that were given out when
    that was the first page lead to it."""
    asked = {name: request.args[name] for name in ASKED_OF_THE_LIST if name in request.args}
    return redirect(f"/besoins?{urlencode(asked)}", 301) if asked else page_of(_home)


def _home() -> str:
    view = home.home(db.session, today=today(), lang=language())
    return render_template("site/home.html", view=view, section="home", shown=home)


@pages.get("/methode")
def method() -> ResponseReturnValue:
    """How figures are made, and what they do not say."""
    return page_of(_method)


def _method() -> str:
    day = public_list.figures_day(db.session, today=today())
    return render_template("site/method.html", view=guide.method(db.session, language()), day=day, section="method")


@pages.get("/participer")
def take_part() -> ResponseReturnValue:
    """How to speak, to follow what became of it, to help."""
    return page_of(lambda: render_template("site/take_part.html", section="take_part"))


def today() -> dt.date:
    """The day that pages are of."""
    return clock.now().date()


def page_of(render: Callable[[], str]) -> Response:
    """A page, rendered once for each version of all that is public, day, address and language."""
    key = ("site", version(db.session), str(today()), language(), request.full_path)
    answer = prepared_answer(answer_cache().get(key, lambda: prepared(render().encode(), "text/html")))
    answer.headers["Cache-Control"] = "no-cache"
    answer.vary.update(["Cookie", "Accept-Language"])
    return answer
