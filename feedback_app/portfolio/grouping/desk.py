"""The desk's door to suggested themes: one after the other, each answered or left for later."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock, zones
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.id_text import read_id
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import permitted_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.permissions import Area
from feedback_app.portfolio.grouping import deciding, store
from feedback_app.portfolio.grouping.deciding import OpenSuggestion, Refusal, SuggestionRefusal
from feedback_app.portfolio.grouping.kinds import SuggestionAnswer
from feedback_app.portfolio.grouping.need_groups import MOST
from feedback_app.portfolio.grouping.tables import SuggestionDecision
from feedback_app.portfolio.grouping.texts import TEXTS
from feedback_app.portfolio.grouping.view import page_of, suggested_page
from feedback_app.portfolio.solutions.assigning import ThemeForm
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.solutions.texts import TEXTS as SOLUTION_TEXTS
from feedback_app.portfolio.themes.view import path_of_place
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.PORTFOLIO)

LONGEST_KEY = 32


@pages.context_processor
def template_context() -> dict[str, Any]:
    """What the page says things with."""
    return {"say": _say, "section": "portfolio", "day": zones.day, "answers": SuggestionAnswer}


def _say(key: str, **values: Any) -> str:
    return (TEXTS if key in TEXTS.rows else SOLUTION_TEXTS).say(key, **values)


@pages.get("/portfolio/<programme>/suggestions")
def suggestions(programme: str) -> ResponseReturnValue:
    """The next suggestion."""
    area = permitted_area(programme)
    return _page(area, suggested_page(db.session, area, after=_key(request.args.get("after", "")), lang=language()))


@pages.post("/portfolio/<programme>/suggestions/<key>/accept")
def accept_suggestion(programme: str, key: str) -> ResponseReturnValue:
    """Makes a theme of the ticked needs, or puts them under the theme that the suggestion names."""
    area = permitted_area(programme)
    one = deciding.open_suggestion(db.session, area, _key(key))
    return _answered(area, key, _accepted(area, one) if one else SuggestionRefusal.STALE)


@pages.post("/portfolio/<programme>/suggestions/<key>/dismiss")
def dismiss_suggestion(programme: str, key: str) -> ResponseReturnValue:
    """These needs do not belong together, or not there."""
    area = permitted_area(programme)
    one = deciding.open_suggestion(db.session, area, _key(key))
    return _answered(area, key, deciding.dismiss(db.session, one, author=_author()) if one else SuggestionRefusal.STALE)


@pages.post("/portfolio/<programme>/suggestions/undo")
def undo_answer(programme: str) -> ResponseReturnValue:
    """Undoes an answer of one's own."""
    area = permitted_area(programme)
    found = store.find_decision(db.session, programme, read_id(request.form.get("decision", "")))
    undone = deciding.undo(db.session, found, author=_author())
    if isinstance(undone, SuggestionRefusal):
        return _refused(area, "", undone)
    return _on(programme, undone="1")


def _accepted(area: Area, one: OpenSuggestion) -> SuggestionDecision | Refusal:
    ticked = {key for text in request.form.getlist("record")[:MOST] if (key := read_id(text))}
    if one.row.theme_id is not None:
        return deciding.join(db.session, area, one, ticked, author=_author())
    place = path_of_place(db.session, area, request.form.get("place", ""))
    names = request.form.get("title", ""), request.form.get("title_en", "")
    form = ThemeForm(*names, one.row.domain, one.row.detail, place)
    return deciding.confirm(db.session, area, one, form, ticked, author=_author())


def _answered(area: Area, key: str, made: SuggestionDecision | Refusal) -> ResponseReturnValue:
    if not isinstance(made, SuggestionDecision):
        return _refused(area, key, made)
    return _on(area.programme_id, did=str(made.id))


def _refused(area: Area, key: str, refused: Refusal) -> ResponseReturnValue:
    db.session.rollback()
    stale = refused in (SuggestionRefusal.STALE, SuggestionRefusal.PUBLISHED)
    return _page(area, page_of(db.session, area, _key(key), lang=language()), refused=refused), 409 if stale else 422


def _page(area: Area, view: Any, *, refused: Refusal | None = None) -> Response:
    did = store.find_decision(db.session, area.programme_id, read_id(request.args.get("did", "")))
    mine = did is not None and did.undone_at is None and did.by == _me()
    is_typed = refused is not None and refused not in (SuggestionRefusal.STALE, SuggestionRefusal.PUBLISHED)
    return not_cached(
        render_template(
            "grouping/suggestions.html", programme=area.programme_id, view=view, refused=refused,
            did=did if mine and not refused else None, undone="undone" in request.args and not refused,
            sent=request.form if is_typed else {},
        )
    )  # fmt: skip


def _key(text: str) -> str:
    return text if len(text) <= LONGEST_KEY and text.isascii() and text.isalnum() else ""


def _me() -> uuid.UUID:
    return audience.caller(StaffIdentity).person_id


def _author() -> Author:
    return Author(_me(), clock.now())


def _on(programme: str, *, did: str | None = None, undone: str | None = None) -> Response:
    return make_response(redirect(url_for(".suggestions", programme=programme, did=did, undone=undone), 303))
