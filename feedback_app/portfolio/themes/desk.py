"""The desk's door to themes: one is named, published, split, merged, retired, and each of these is undone."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock, zones
from feedback_app.base.db import db
from feedback_app.base.i18n import label, language
from feedback_app.base.id_text import read_id
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import permitted_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.permissions import Area
from feedback_app.insight.figures.texts import TEXTS as FIGURE_TEXTS
from feedback_app.portfolio.solutions import assigning, proposals, store, theme_changes
from feedback_app.portfolio.solutions.assigning import AssignmentRefusal, ThemeForm
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.solutions.proposals import PublicationRefusal
from feedback_app.portfolio.solutions.reach import may_change
from feedback_app.portfolio.solutions.tables import Theme
from feedback_app.portfolio.solutions.texts import TEXTS as SOLUTION_TEXTS
from feedback_app.portfolio.solutions.theme_changes import ThemeRefusal
from feedback_app.portfolio.texts import needs_words, voices_words
from feedback_app.portfolio.themes import view as theme_view
from feedback_app.portfolio.themes.texts import TEXTS
from schemas.roles import Permission
from schemas.vocabulary import vocabulary

pages = audience.pages(__name__, Permission.PORTFOLIO)

SECTION = "portfolio"
DONE = frozenset({"joined", "divided", "retired", "undone"})
Refusal = AssignmentRefusal | PublicationRefusal | ThemeRefusal


@pages.context_processor
def template_context() -> dict[str, Any]:
    """What the desk's pages of themes say things with."""
    return {
        "say": _say, "say_theme": TEXTS.say, "needs_words": needs_words, "day": _day, "domain_words": _domain,
        "voices": voices_words, "in_words": label, "figure_say": FIGURE_TEXTS.say,
    }  # fmt: skip


def _say(key: str, **values: Any) -> str:
    return (TEXTS if key in TEXTS.rows else SOLUTION_TEXTS).say(key, **values)


def _day(at: dt.datetime) -> str:
    return zones.day(at)


def _domain(code: str | None) -> str:
    return vocabulary("domains").label(code, language())


@pages.post("/portfolio/<programme>/themes")
def add_theme(programme: str) -> ResponseReturnValue:
    """Makes a theme."""
    return _saved(permitted_area(programme), None)


@pages.route("/portfolio/<programme>/themes/<uuid:theme_id>", methods=["GET", "POST"])
def theme(programme: str, theme_id: uuid.UUID) -> ResponseReturnValue:
    """A theme, its needs, its history, and a form that changes it."""
    area = permitted_area(programme)
    found = _theme(programme, theme_id)
    if request.method == "POST":
        _check_reach(area, found)
        return _saved(area, found)
    return _page(area, found)


@pages.post("/portfolio/<programme>/themes/<uuid:theme_id>/publish")
def publish_theme(programme: str, theme_id: uuid.UUID) -> ResponseReturnValue:
    """Publishes the title of a theme that somebody else wrote."""
    area, found = _theirs(programme, theme_id)
    refused = proposals.publish(db.session, found, read_id(request.form.get("proposal", "")), author=_author())
    if refused:
        return _page(area, found, refused=refused), 409 if refused is PublicationRefusal.STALE else 422
    return _on_list(programme, "published")


@pages.post("/portfolio/<programme>/themes/<uuid:theme_id>/remove")
def remove_theme(programme: str, theme_id: uuid.UUID) -> ResponseReturnValue:
    """Removes a theme to which no need is assigned."""
    area, found = _theirs(programme, theme_id)
    refused = assigning.remove_theme(db.session, found, author=_author())
    return _refused(area, found, refused) if refused else _on_list(programme, "removed")


@pages.post("/portfolio/<programme>/themes/<uuid:theme_id>/join")
def merge_theme(programme: str, theme_id: uuid.UUID) -> ResponseReturnValue:
    """Puts all needs of a theme under another one."""
    area, found = _theirs(programme, theme_id)
    into = store.find_theme(db.session, programme, read_id(request.form.get("into", "")))
    if into is None:
        return _refused(area, found, AssignmentRefusal.THEME)
    _check_reach(area, into)
    refused = theme_changes.merge(db.session, found, into, author=_author())
    return _refused(area, found, refused) if refused else _on_theme(found, "joined")


@pages.post("/portfolio/<programme>/themes/<uuid:theme_id>/divide")
def split_theme(programme: str, theme_id: uuid.UUID) -> ResponseReturnValue:
    """Makes a theme of its own of the ticked needs."""
    area, found = _theirs(programme, theme_id)
    ticked = {key for text in request.form.getlist("record")[: theme_view.AT_ONCE] if (key := read_id(text))}
    names = request.form.get("title", ""), request.form.get("title_en", "")
    made = theme_changes.split(db.session, found, names, ticked, author=_author())
    return _on_theme(made, "divided") if isinstance(made, Theme) else _refused(area, found, made)


@pages.post("/portfolio/<programme>/themes/<uuid:theme_id>/retire")
def retire_theme(programme: str, theme_id: uuid.UUID) -> ResponseReturnValue:
    """A theme takes no more needs."""
    area, found = _theirs(programme, theme_id)
    refused = theme_changes.retire(db.session, found, author=_author())
    return _refused(area, found, refused) if refused else _on_theme(found, "retired")


@pages.post("/portfolio/<programme>/themes/<uuid:theme_id>/undo")
def undo_change(programme: str, theme_id: uuid.UUID) -> ResponseReturnValue:
    """Undoes the last merge, split or retirement of a theme."""
    area, found = _theirs(programme, theme_id)
    refused = theme_changes.undo(db.session, found, read_id(request.form.get("change", "")), author=_author())
    if refused:
        db.session.rollback()
        return _page(area, _theme(programme, theme_id), refused=refused), 409
    return _on_theme(found, "undone")


def _theme(programme: str, theme_id: uuid.UUID) -> Theme:
    found = store.find_theme(db.session, programme, theme_id)
    if found is None:
        raise Problem("not-found")
    return found


def _theirs(programme: str, theme_id: uuid.UUID) -> tuple[Area, Theme]:
    """The caller's area and a theme of which all needs are in it. Problem for any other."""
    area, found = permitted_area(programme), _theme(programme, theme_id)
    _check_reach(area, found)
    return area, found


def _check_reach(area: Area, subject: Theme) -> None:
    if not may_change(db.session, area, subject, by=_me()):
        raise Problem("not-allowed")


def _refused(area: Area, found: Theme, refused: Refusal) -> ResponseReturnValue:
    db.session.rollback()
    return _page(area, _theme(area.programme_id, found.id), refused=refused), 422


def _saved(area: Area, found: Theme | None) -> ResponseReturnValue:
    form = request.form
    sent = ThemeForm(
        title=form.get("title", ""),
        title_en=form.get("title_en", ""),
        domain=code if (code := form.get("domain", "")) in vocabulary("domains").codes else None,
        detail=found.detail if found and found.domain == form.get("domain") else None,
        place_path=theme_view.path_of_place(db.session, area, form.get("place", "")),
    )
    made = assigning.save_theme(db.session, area.programme_id, found, sent, author=_author())
    if isinstance(made, AssignmentRefusal):
        return _page(area, found, refused=made), 422
    return _on_list(area.programme_id, "proposed" if proposals.proposal(db.session, made) else "saved")


def _page(area: Area, found: Theme | None, *, refused: str | None = None) -> Response:
    view = theme_view.theme_page(db.session, area, found, me=_me(), lang=language())
    did = request.args.get("did")
    return not_cached(
        render_template(
            "themes/theme.html", section=SECTION, programme=area.programme_id, theme=found, view=view, refused=refused,
            sent=request.form if refused in set(AssignmentRefusal) else {}, did=did if did in DONE else None,
        )
    )  # fmt: skip


def _me() -> uuid.UUID:
    return audience.caller(StaffIdentity).person_id


def _author() -> Author:
    return Author(_me(), clock.now())


def _on_list(programme: str, did: str) -> Response:
    return make_response(redirect(f"/desk/portfolio/?programme={programme}&did={did}#themes", 303))


def _on_theme(found: Theme, did: str) -> Response:
    return make_response(redirect(url_for(".theme", programme=found.programme_id, theme_id=found.id, did=did), 303))
