"""The door for anyone: how people feel and what they think of projects, as a page."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request

from feedback_app.base import audience
from feedback_app.base.day_words import day_words
from feedback_app.base.db import db
from feedback_app.base.i18n import label, language
from feedback_app.base.representations import prepared, prepared_answer
from feedback_app.insight.figures.texts import TEXTS
from feedback_app.insight.figures.view import figures as gather

LONGEST_ID = 60

pages = audience.pages(__name__)


@pages.context_processor
def words() -> dict[str, Any]:
    """What the page says things with."""
    return {"say": TEXTS.say, "in_words": label, "day": lambda moment: day_words(moment.date(), language())}


@pages.get("/ressenti")
def figures() -> Response:
    """Feelings and scores, by place, project and quarter."""
    asked = request.args.get("programme", "")[:LONGEST_ID]
    page = render_template("insight/figures.html", view=gather(db.session, asked), section="figures")
    answer = prepared_answer(prepared(page.encode(), "text/html"))
    answer.headers["Cache-Control"] = "no-cache"
    answer.vary.update(["Cookie", "Accept-Language"])
    return answer
