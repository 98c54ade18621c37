"""The desk's door to learning plans."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock, zones
from feedback_app.base.day_words import month_words
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.ids import new_id
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import permitted_area, permitted_areas, shown_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.forms.engine.meaning import PLEASURE
from feedback_app.insight.figures.scales import AnswerChange
from feedback_app.insight.figures.texts import TEXTS as ANSWERS
from feedback_app.insight.figures.view import delta_words
from feedback_app.portfolio.learning import store
from feedback_app.portfolio.learning.actions import StalePlan, save
from feedback_app.portfolio.learning.over_time import TimeQuery, time_page
from feedback_app.portfolio.learning.plan import Fault
from feedback_app.portfolio.learning.tables import PlanVersion
from feedback_app.portfolio.learning.texts import TEXTS
from feedback_app.portfolio.learning.view import plan_lines, plan_page
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.solutions.reach import is_whole
from feedback_app.review.store import programme_names
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.PORTFOLIO)

LONGEST_CHOICE = 120


@pages.context_processor
def template_context() -> dict[str, Any]:
    """What the pages of learning plans say things with."""
    return {
        "say": TEXTS.say, "day": zones.day, "section": "learning",
        "answers": [ANSWERS.say(f"pleasure.{n}") for n in range(5)], "change": _change_words,
        "month": lambda month: month_words(month, language()),
    }  # fmt: skip


@pages.get("/learning/")
@in_menu("learning", words=("Apprentissage", "Learning"), order=27)
def plans() -> ResponseReturnValue:
    """The plans of a programme."""
    area, mine = shown_area(), permitted_areas()
    programmes = programme_names(db.session, list(mine), language()) if len(mine) > 1 else []
    return not_cached(
        render_template(
            "learning/list.html", lines=plan_lines(db.session, area.programme_id), programme=area.programme_id,
            programmes=programmes, may_write=is_whole(db.session, area),
        )
    )  # fmt: skip


@pages.get("/learning/<programme>/over-time")
def over_time(programme: str) -> ResponseReturnValue:
    """Feelings and scores of a place and project, month by month, and before and after an event."""
    given = {name: request.args.get(name, "")[:LONGEST_CHOICE] for name in ("axis", "place", "project", "since")}
    page = time_page(db.session, permitted_area(programme), TimeQuery(**given))
    return not_cached(render_template("learning/over_time.html", page=page, programme=programme))


@pages.get("/learning/<programme>/new")
def new_plan(programme: str) -> ResponseReturnValue:
    """A form that begins with the questions of a plan."""
    _whole(programme)
    return _form(programme, None, TEXTS.say("template"))


@pages.post("/learning/<programme>")
def add_plan(programme: str) -> ResponseReturnValue:
    """Saves a new plan."""
    _whole(programme)
    made = save(db.session, programme, new_id(), _sent_text(), seen=0, author=_author())
    return _form(programme, None, _sent_text(), faults=made) if isinstance(made, list) else _on(made)


@pages.get("/learning/<programme>/<uuid:plan_id>")
def plan(programme: str, plan_id: uuid.UUID) -> ResponseReturnValue:
    """A plan: what is to be learnt, its places before and after, all of it, who changed what."""
    area = permitted_area(programme)
    page = plan_page(db.session, area, _versions(programme, plan_id))
    return not_cached(
        render_template(
            "learning/plan.html",
            page=page,
            programme=programme,
            plan_id=plan_id,
            did=request.args.get("did") == "saved",
            may_write=is_whole(db.session, area),
        )
    )


@pages.get("/learning/<programme>/<uuid:plan_id>/edit")
def edit_plan(programme: str, plan_id: uuid.UUID) -> ResponseReturnValue:
    """A form with the text of a plan."""
    _whole(programme)
    newest = _versions(programme, plan_id)[0]
    return _form(programme, newest, newest.text)


@pages.post("/learning/<programme>/<uuid:plan_id>")
def change_plan(programme: str, plan_id: uuid.UUID) -> ResponseReturnValue:
    """Saves the next version of a plan."""
    _whole(programme)
    newest, text = _versions(programme, plan_id)[0], _sent_text()
    typed = request.form.get("seen", "")
    seen = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 8 else 0
    try:
        made = save(db.session, programme, plan_id, text, seen=seen, author=_author())
    except StalePlan:
        return _form(programme, newest, text, is_stale=True)
    return _form(programme, newest, text, faults=made) if isinstance(made, list) else _on(made)


@pages.get("/learning/<programme>/<uuid:plan_id>/plan.md")
def download(programme: str, plan_id: uuid.UUID) -> ResponseReturnValue:
    """The text of a plan, sign for sign."""
    permitted_area(programme)
    answer = not_cached(_versions(programme, plan_id)[0].text)
    answer.headers["Content-Type"] = "text/markdown; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="plan.md"'
    return answer


def _whole(programme: str) -> None:
    """A plan is of a whole programme. Problem `not-allowed` for who looks after a part of it."""
    if not is_whole(db.session, permitted_area(programme)):
        raise Problem("not-allowed")


def _versions(programme: str, plan_id: uuid.UUID) -> Sequence[PlanVersion]:
    """Every version of a plan. Problem `not-found` where the programme has no such plan."""
    if found := store.versions(db.session, programme, plan_id):
        return found
    raise Problem("not-found")


def _sent_text() -> str:
    return request.form.get("text", "").replace("\r\n", "\n")


def _form(
    programme: str, version: PlanVersion | None, text: str, *, faults: Sequence[Fault] = (), is_stale: bool = False
) -> ResponseReturnValue:
    page = not_cached(
        render_template(
            "learning/form.html", programme=programme, version=version, text=text, faults=faults, is_stale=is_stale
        )
    )
    return page, 409 if is_stale else 422 if faults else 200


def _change_words(found: AnswerChange | None, kind: str = PLEASURE) -> str:
    """What changed, with how far δ may be off; of another scale than pleasure in words of its own."""
    if found is None:
        return TEXTS.say("change.few")
    words = "change.none" if not found.is_clear else "change.up" if found.delta > 0 else "change.down"
    own = f"{words}.{kind}"
    delta = delta_words(found.delta, language())
    if found.interval is not None:
        low, high = (delta_words(one, language()) for one in (found.interval.low, found.interval.high))
        delta += TEXTS.say("change.interval", low=low, high=high)
    return TEXTS.say(own if own in TEXTS.rows else words, delta=delta)


def _author() -> Author:
    return Author(audience.caller(StaffIdentity).person_id, clock.now())


def _on(made: PlanVersion) -> Response:
    address = url_for(".plan", programme=made.programme_id, plan_id=made.plan_id, did="saved")
    return make_response(redirect(address, 303))
