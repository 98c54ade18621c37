"""The desk's door to the dashboard of who coordinates."""

from __future__ import annotations

import datetime as dt
from functools import partial

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.menu import in_menu
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import permitted_areas, shown_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.review import actions
from feedback_app.review.dashboard.texts import TEXTS
from feedback_app.review.dashboard.view import dashboard_view
from feedback_app.review.page_words import page_words
from feedback_app.review.queue.desk import catch_up_now
from feedback_app.review.store import programme_names
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.DASHBOARD)
pages.context_processor(partial(page_words, TEXTS))


@pages.get("/board")
@in_menu("dashboard", words=("Tableau", "Board"), order=12)
def dashboard() -> ResponseReturnValue:
    """What comes in and from where, what waits, who decides, what is stuck and what to do."""
    mine, area = permitted_areas(), shown_area()
    reader = audience.caller(StaffIdentity).person_id
    place = request.args.get("place", "")[:40]
    now = clock.now()
    view = dashboard_view(db.session, area, place=place, lang=language(), reader=reader, now=now)
    programmes = programme_names(db.session, list(mine), language()) if len(mine) > 1 else []
    return not_cached(
        render_template(
            "review/dashboard.html", section="dashboard", view=view, programmes=programmes, day=_day, number=_number,
            ago=partial(_ago, now=now),
            behind=actions.is_behind(db.session, area.programme_id),
        )
    )  # fmt: skip


@pages.post("/board")
def catch_up() -> ResponseReturnValue:
    """Makes cases of what phones have sent since the job ran, then shows the dashboard. Idempotent."""
    catch_up_now(shown_area().programme_id)
    return redirect(request.full_path.rstrip("?"), 303)


def _day(day: dt.date) -> str:
    return day.strftime("%d/%m" if language() == "fr" else "%d %b")


def _number(n: int) -> str:
    """With thousands apart."""
    return f"{n:,}".replace(",", "\u202f") if language() == "fr" else f"{n:,}"


def _ago(at: dt.datetime, *, now: dt.datetime) -> str:
    """How long ago it was, in days."""
    days = (now.date() - at.date()).days
    return TEXTS.say("ago.none" if days <= 0 else "ago.one" if days == 1 else "ago.some", count=days)
