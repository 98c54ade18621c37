"""The door for anyone: the portfolio as pages."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.answer_cache import answer_cache
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.problem import Problem
from feedback_app.base.representations import prepared, prepared_answer
from feedback_app.insight.figures.store import version as figures_version
from feedback_app.insight.figures.texts import TEXTS as FIGURE_TEXTS
from feedback_app.portfolio.listing import public_list, theme_page
from feedback_app.portfolio.listing import view as list_view
from feedback_app.portfolio.listing.count_store import digest
from feedback_app.portfolio.listing.groups import ListQuery
from feedback_app.portfolio.listing.page_words import page_words
from feedback_app.portfolio.listing.replies import SHOWN, public_replies
from feedback_app.portfolio.listing.texts import TEXTS
from feedback_app.portfolio.replies import store as reply_store
from feedback_app.portfolio.solutions import theme_store
from schemas.portfolio import LONGEST_CODE

pages = audience.pages(__name__)


@pages.context_processor
def words() -> dict[str, Any]:
    """What the public pages say things with."""
    return {**page_words(TEXTS.say), "figure_say": FIGURE_TEXTS.say}


@pages.get("/besoins")
def needs() -> ResponseReturnValue:
    """What localities ask for: the portfolio, with its map."""
    return _page_of(_list)


def _list() -> str:
    offset = _number(request.args.get("offset", ""))
    view = list_view.portfolio(db.session, _asked(), offset=offset, lang=language())
    replies = public_replies(db.session, _asked(), today=_today())
    return render_template(
        "portfolio/portfolio.html", view=view, section="portfolio", lines_at_once=list_view.LINES,
        replies=replies[:SHOWN], more_replies=len(replies) > SHOWN,
        figures_day=public_list.figures_day(db.session, today=_today()),
    )  # fmt: skip


@pages.get("/replies")
def replies() -> ResponseReturnValue:
    """You said, we did: the published replies to places."""
    return _page_of(_replies)


def _replies() -> str:
    found = public_replies(db.session, _asked(), today=_today())
    return render_template("portfolio/replies.html", replies=found, asked=_asked(), section="replies")


@pages.get("/portfolio/<uuid:theme_id>")
def theme(theme_id: uuid.UUID) -> ResponseReturnValue:
    """One theme: who says it where, what answers it, who pays. One that was merged into another leads there."""
    into = theme_store.merged_into(db.session, theme_id)
    return (
        redirect(f"/portfolio/{into}", 302)
        if into
        else _page_of(partial(_theme, theme_id), more=figures_version(db.session))
    )


def _theme(theme_id: uuid.UUID) -> str:
    view = list_view.portfolio(db.session, ListQuery(theme=theme_id), offset=0, lang=language())
    if not view.themes:
        return _became(theme_id)
    replies = public_replies(db.session, ListQuery(theme=theme_id), today=_today())
    return render_template(
        "portfolio/theme.html", view=view, theme=view.themes[0], section="portfolio", replies=replies,
        figures_day=public_list.figures_day(db.session, today=_today()),
        weight=(weight := theme_page.weight_of(db.session, theme_id)),
        heard=theme_page.heard_of(db.session, theme_id, view) if weight else None,
        mood=theme_page.mood_of(db.session, theme_id, view.themes[0]),
    )  # fmt: skip


def _became(theme_id: uuid.UUID) -> str:
    """What a theme was split into. Problem where nothing of it may be shown."""
    parts = theme_store.became(db.session, theme_id)
    if not parts:
        raise Problem("not-found")
    return render_template("portfolio/became.html", parts=parts, section="portfolio")


def _today() -> dt.date:
    return clock.now().date()


def _asked() -> ListQuery:
    """What the address asks for. What makes no sense asks for nothing that exists."""
    given = {name: request.args.get(name, "")[:LONGEST_CODE] for name in ("programme", "domain", "place")}
    try:
        chosen = uuid.UUID(request.args["theme"]) if request.args.get("theme") else None
    except ValueError:
        chosen = uuid.UUID(int=0)
    return ListQuery(**given, theme=chosen)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0


def _page_of(render: Callable[[], str], *, more: str = "") -> Response:
    """A page, rendered once for each version of the list and of what `more` it shows, day, address and language."""
    version = digest([public_list.version(db.session), reply_store.public_version(db.session), more])
    key = ("portfolio", version, str(_today()), language(), request.full_path)
    answer = prepared_answer(answer_cache().get(key, lambda: prepared(render().encode(), "text/html")))
    answer.headers["Cache-Control"] = "no-cache"
    answer.vary.update(["Cookie", "Accept-Language"])
    return answer
