"""The desk's door to the portfolio: needs are assigned to themes and solutions."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from functools import partial
from typing import Any, TypeVar

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock, stale_pages, zones
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.id_text import read_id
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import permitted_area, permitted_areas, shown_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.permissions import Area
from feedback_app.portfolio.solutions import actions, assigning, funding, proposals, store
from feedback_app.portfolio.solutions import view as desk_view
from feedback_app.portfolio.solutions.answering import ThemeChoice
from feedback_app.portfolio.solutions.assigning import AssignmentRefusal, Choice, SolutionForm
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.solutions.proposals import PublicationRefusal
from feedback_app.portfolio.solutions.reach import is_whole, may_change
from feedback_app.portfolio.solutions.stages import Refusal
from feedback_app.portfolio.solutions.tables import Assignment, Solution, Theme
from feedback_app.portfolio.solutions.texts import TEXTS
from feedback_app.portfolio.texts import needs_words
from feedback_app.review.store import programme_names
from schemas.roles import Permission
from schemas.vocabulary import vocabulary

pages = audience.pages(__name__, Permission.PORTFOLIO)

SECTION = "portfolio"
DONE = frozenset({"tied", "untied", "saved", "proposed", "published", "removed", "noted"})
Subject = TypeVar("Subject", Theme, Solution)
_catch_up = partial(stale_pages.catch_up, actions, most=actions.MOST)


@pages.context_processor
def template_context() -> dict[str, Any]:
    """What the desk's pages of the portfolio say things with."""
    return {"say": TEXTS.say, "needs_words": needs_words, "day": _day, "domain_words": _domain}


def _day(at: dt.datetime) -> str:
    return zones.day(at)


def _domain(code: str | None) -> str:
    return vocabulary("domains").label(code, language())


@pages.get("/portfolio/")
@in_menu("portfolio", words=("Portefeuille", "Portfolio"), order=20)
def portfolio() -> ResponseReturnValue:
    """Accepted needs that wait to be assigned; themes and solutions."""
    mine = permitted_areas()
    return _portfolio(shown_area(), mine)


@pages.post("/portfolio/")
def catch_up() -> ResponseReturnValue:
    """Takes in what was decided since the job ran, then shows the portfolio. Idempotent."""
    _catch_up(shown_area().programme_id)
    return redirect(request.full_path.rstrip("?"), 303)


def _portfolio(area: Area, mine: dict[str, Area], *, refused: str | None = None) -> Response:
    after = request.args.get("after", "")
    view = desk_view.portfolio(
        db.session, area, domain=request.args.get("domain", "")[:20],
        after=int(after) if after.isascii() and after.isdecimal() and len(after) < 9 else 0, lang=language(),
    )  # fmt: skip
    programmes = programme_names(db.session, list(mine), language()) if len(mine) > 1 else []
    return not_cached(
        render_template(
            "portfolio/desk.html", section=SECTION, view=view, programmes=programmes, refused=refused, did=_did(),
            sent=request.form if refused else {}, at_once=desk_view.AT_ONCE,
            behind=actions.is_behind(db.session, area.programme_id),
        )
    )  # fmt: skip


@pages.get("/portfolio/<programme>/<uuid:record_id>")
def need(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """One need: where it is in the portfolio, and a form that assigns it."""
    return _need(permitted_area(programme), record_id)


@pages.post("/portfolio/<programme>/<uuid:record_id>")
def catch_up_need(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001 - of the address
    """Takes in what was decided since the job ran, then shows the need. Idempotent."""
    permitted_area(programme)
    _catch_up(programme)
    return redirect(request.full_path.rstrip("?"), 303)


def _need(area: Area, record_id: uuid.UUID, *, refused: str | None = None) -> Response:
    if not store.of_area(db.session, area, [record_id]):
        raise Problem("not-found")
    view = desk_view.need(db.session, area, record_id, lang=language())
    sent = request.form if refused else {}
    return not_cached(
        render_template(
            "portfolio/need.html", section=SECTION, view=view, refused=refused, sent=sent, did=_did(),
            behind=actions.is_behind(db.session, area.programme_id),
        )
    )  # fmt: skip


@pages.post("/portfolio/<programme>/<uuid:record_id>/tie")
def assign(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Assigns one need."""
    area = permitted_area(programme)
    if not store.of_area(db.session, area, [record_id]):
        raise Problem("not-found")
    made = _assigned(area, [record_id])
    if isinstance(made, AssignmentRefusal):
        db.session.rollback()
        return _need(area, record_id, refused=made), 422
    return _on(programme, "tied")


def _assigned(area: Area, records: Collection[uuid.UUID]) -> list[Assignment] | AssignmentRefusal:
    return assigning.assign(
        db.session, area.programme_id, records, _choice(), by=_me(), now=clock.now(), area=area
    )  # fmt: skip


@pages.post("/portfolio/<programme>/<uuid:record_id>/untie")
def unassign(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Takes one need out of its theme."""
    if not store.of_area(db.session, permitted_area(programme), [record_id]):
        raise Problem("not-found")
    assigning.unassign(db.session, programme, [record_id], by=_me(), now=clock.now())
    return _on(programme, "untied")


@pages.post("/portfolio/<programme>/ties")
def assign_many(programme: str) -> ResponseReturnValue:
    """Assigns the ticked needs, all or none."""
    area, mine = permitted_area(programme), permitted_areas()
    ticked = {key for text in request.form.getlist("record")[: desk_view.AT_ONCE] if (key := read_id(text))}
    if not ticked:
        return _portfolio(area, mine, refused="none-ticked"), 422
    if store.of_area(db.session, area, ticked) != ticked:
        raise Problem("not-found")
    made = _assigned(area, ticked)
    if isinstance(made, AssignmentRefusal):
        db.session.rollback()
        return _portfolio(area, mine, refused=made), 422
    return _on(programme, "tied")


def _existing(found: Subject | None) -> Subject:
    if found is None:
        raise Problem("not-found")
    return found


def _check_reach(area: Area, subject: Theme | Solution) -> None:
    """Problem `not-allowed` for what answers needs outside the caller's area."""
    if not may_change(db.session, area, subject, by=_me()):
        raise Problem("not-allowed")


def _published(area: Area, subject: Theme | Solution) -> PublicationRefusal | None:
    _check_reach(area, subject)
    return proposals.publish(db.session, subject, read_id(request.form.get("proposal", "")), author=_author())


def _status(refused: PublicationRefusal) -> int:
    return 409 if refused is PublicationRefusal.STALE else 422


def _did_save(made: Theme | Solution) -> str:
    return "proposed" if proposals.proposal(db.session, made) else "saved"


def _review(area: Area, found: Theme | Solution | None) -> desk_view.ReviewOfWords | None:
    return desk_view.review_of_words(db.session, area, found, me=_me()) if found else None


@pages.get("/portfolio/<programme>/solutions/new")
def new_solution(programme: str) -> ResponseReturnValue:
    """A form for a new solution."""
    return _solution(permitted_area(programme), None)


@pages.post("/portfolio/<programme>/solutions")
def add_solution(programme: str) -> ResponseReturnValue:
    """Makes a solution."""
    return _saved_solution(permitted_area(programme), None)


@pages.route("/portfolio/<programme>/solutions/<uuid:solution_id>", methods=["GET", "POST"])
def solution(programme: str, solution_id: uuid.UUID) -> ResponseReturnValue:
    """A solution, its history, and a form that changes it."""
    area = permitted_area(programme)
    found = _existing(store.find_solution(db.session, programme, solution_id))
    if request.method == "POST":
        _check_reach(area, found)
        return _saved_solution(area, found)
    return _solution(area, found)


@pages.post("/portfolio/<programme>/solutions/<uuid:solution_id>/publish")
def publish_solution(programme: str, solution_id: uuid.UUID) -> ResponseReturnValue:
    """Publishes the words of a solution that somebody else wrote."""
    area, found = permitted_area(programme), _existing(store.find_solution(db.session, programme, solution_id))
    refused = _published(area, found)
    return (_solution(area, found, refused=refused), _status(refused)) if refused else _on(programme, "published")


@pages.post("/portfolio/<programme>/solutions/<uuid:solution_id>/step")
def step(programme: str, solution_id: uuid.UUID) -> ResponseReturnValue:
    """Notes that a solution is funded or done, or that it is not after all; authors of its needs hear of it."""
    area, found = permitted_area(programme), _existing(store.find_solution(db.session, programme, solution_id))
    _check_reach(area, found)
    change = desk_view.stage_change(request.form)
    if change is None:
        raise Problem("malformed")
    made = funding.change_stage(db.session, found, change, by=_me(), now=clock.now())
    if isinstance(made, Refusal):
        return _solution(area, found, refused=made), 409 if made is Refusal.STALE else 422
    return redirect(url_for(".solution", programme=programme, solution_id=found.id, did="noted"), 303)


@pages.post("/portfolio/<programme>/solutions/<uuid:solution_id>/remove")
def remove_solution(programme: str, solution_id: uuid.UUID) -> ResponseReturnValue:
    """Removes a solution that nothing names."""
    area, found = permitted_area(programme), _existing(store.find_solution(db.session, programme, solution_id))
    _check_reach(area, found)
    refused = assigning.remove_solution(db.session, found, author=_author())
    return (_solution(area, found, refused=refused), 422) if refused else _on(programme, "removed", "solutions")


def _saved_solution(area: Area, found: Solution | None) -> ResponseReturnValue:
    form, chosen = request.form, ThemeChoice(_uuids("theme"), _uuids("theme_before"))
    if not is_whole(db.session, area):
        for theme in store.themes(db.session, area.programme_id):
            if theme.id in chosen.added | chosen.removed:
                _check_reach(area, theme)
    sent = SolutionForm(
        form.get("title", ""), form.get("description", "").replace("\r\n", "\n"), _project(), chosen
    )  # fmt: skip
    made = assigning.save_solution(db.session, area.programme_id, found, sent, author=_author())
    if isinstance(made, AssignmentRefusal):
        return _solution(area, found, refused=made), 422
    return _on(area.programme_id, _did_save(made), "solutions")


def _solution(area: Area, found: Solution | None, *, refused: str | None = None) -> Response:
    return not_cached(
        render_template(
            "portfolio/desk_solution.html", section=SECTION, programme=area.programme_id, solution=found,
            refused=refused, options=desk_view.assignment_options(db.session, area.programme_id, language()),
            sent=request.form if refused and refused not in set(PublicationRefusal) else {},
            themes=desk_view.themes_of(db.session, found) if found else [], did=_did(), today=clock.now().date(),
            progress=desk_view.progress(db.session, found) if found else None, review=_review(area, found),
        )
    )  # fmt: skip


def _choice() -> Choice:
    form = request.form
    return Choice(
        theme_id=read_id(form.get("theme", "")),
        new_theme=form.get("new_theme", ""),
        solution_id=read_id(form.get("solution", "")),
        new_solution=form.get("new_solution", ""),
        project_id=_project(),
    )


def _project() -> str | None:
    return request.form.get("project", "")[:80] or None


def _uuids(name: str) -> set[uuid.UUID]:
    return {key for text in request.form.getlist(name) if (key := read_id(text))}


def _me() -> uuid.UUID:
    return audience.caller(StaffIdentity).person_id


def _author() -> Author:
    return Author(_me(), clock.now())


def _did() -> str | None:
    did = request.args.get("did")
    return did if did in DONE else None


def _on(programme: str, did: str, anchor: str | None = None) -> Response:
    return make_response(redirect(url_for(".portfolio", programme=programme, did=did, _anchor=anchor), 303))
