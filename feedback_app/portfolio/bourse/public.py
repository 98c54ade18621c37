"""The door for anyone: projects that seek funding, why they are where they are, how far they have come."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock, zones
from feedback_app.base.answer_cache import answer_cache
from feedback_app.base.db import db
from feedback_app.base.i18n import label, language
from feedback_app.base.id_text import read_id
from feedback_app.base.problem import Problem
from feedback_app.base.representations import prepared, prepared_answer
from feedback_app.portfolio.bourse import public_view, scorings, store
from feedback_app.portfolio.bourse.criteria import criteria
from feedback_app.portfolio.bourse.figures import agreement_words, day_words, decimal, money, percent_words
from feedback_app.portfolio.bourse.milestone_rate import LEAST
from feedback_app.portfolio.bourse.public_view import ProjectQuery
from feedback_app.portfolio.bourse.states import SEEKS
from feedback_app.portfolio.bourse.texts import TEXTS
from feedback_app.portfolio.listing import public_list
from feedback_app.portfolio.replies import store as reply_store
from feedback_app.portfolio.texts import voices_words
from schemas.portfolio import LONGEST_CODE
from schemas.vocabulary import vocabulary

pages = audience.pages(__name__)


@pages.context_processor
def words() -> dict[str, Any]:
    """What the public pages of the exchange say things with."""
    return {
        "say": TEXTS.say, "money": money, "day": day_words, "decimal": decimal, "percent": percent_words,
        "sector_words": lambda code: vocabulary("sectors").label(code, language()), "voices": voices_words,
        "criteria": criteria(), "point_of": scorings.point_of, "seeks": SEEKS, "in_words": label,
        "agreement_words": agreement_words, "share": Fraction, "least": LEAST,
    }  # fmt: skip


@pages.get("/bourse")
def exchange() -> ResponseReturnValue:
    """Projects that seek funding, with what speaks for each."""
    return _page_of(_exchange)


def _exchange() -> str:
    view = public_view.exchange(db.session, _asked(), today=zones.local_day(clock.now()), lang=language())
    return render_template("bourse/list.html", view=view, section="bourse")


@pages.get("/bourse/<uuid:project_id>")
def project(project_id: uuid.UUID) -> ResponseReturnValue:
    """One project: the needs that it answers, its money, its milestones, why this score."""
    return _page_of(partial(_project, project_id))


def _project(project_id: uuid.UUID) -> str:
    page = public_view.project_page(db.session, project_id, today=zones.local_day(clock.now()), lang=language())
    if page is None:
        raise Problem("not-found")
    return render_template("bourse/project.html", page=page, section="bourse")


def _asked() -> ProjectQuery:
    """What the address asks for. What makes no sense asks for nothing that exists."""
    given = {name: request.args.get(name, "")[:LONGEST_CODE] for name in ("sector", "place", "state")}
    theme = request.args.get("theme", "")
    return ProjectQuery(**given, theme=(read_id(theme) or uuid.UUID(int=0)) if theme else None)


def _page_of(render: Callable[[], str]) -> Response:
    """A page, rendered once for each version of what it is of, day, address and language."""
    of = (
        public_list.version(db.session),
        store.version(db.session),
        reply_store.public_version(db.session),
        zones.local_day(clock.now()).isoformat(),
    )
    key = ("bourse", " ".join(of), language(), request.full_path)
    answer = prepared_answer(answer_cache().get(key, lambda: prepared(render().encode(), "text/html")))
    answer.headers["Cache-Control"] = "no-cache"
    answer.vary.update(["Cookie", "Accept-Language"])
    return answer
