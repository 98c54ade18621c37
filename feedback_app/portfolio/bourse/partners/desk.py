"""The desk's door to companies: who speaks for whom, confirming what they promise and pay, answering them."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.id_text import read_id
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import permitted_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.portfolio.bourse import store as project_store
from feedback_app.portfolio.bourse.figures import day_words, money
from feedback_app.portfolio.bourse.partners import matches, pledging, store
from feedback_app.portfolio.bourse.partners import view as partner_view
from feedback_app.portfolio.bourse.partners.match_words import match_context
from feedback_app.portfolio.bourse.partners.offer_texts import TEXTS
from feedback_app.portfolio.bourse.partners.pledges import PledgeRefusal
from feedback_app.portfolio.bourse.tables import BourseProject
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.solutions.reach import is_whole
from feedback_app.portfolio.texts import voices_words
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.PORTFOLIO)

HERE = "/bourse/<programme>/partners"
DONE = frozenset({"noted", "confirmed", "written"})


@pages.context_processor
def template_context() -> dict[str, Any]:
    """What the page says things with."""
    return {"say": TEXTS.say, "money": money, "day": day_words, "voices": voices_words, **match_context()}


@pages.get(HERE)
def partners(programme: str) -> ResponseReturnValue:
    """Companies' people, what they promised and paid, what they wrote."""
    _check_whole(programme)
    return _partners(programme)


@pages.get("/bourse/<programme>/offers")
def offers(programme: str) -> ResponseReturnValue:
    """What organisations offer, and what matches each, with the reasons."""
    _check_whole(programme)
    views = matches.offer_views(db.session, programme, store.offers(db.session, programme))
    return not_cached(render_template("partners/desk_offers.html", section="bourse", programme=programme, views=views))


@pages.post(HERE)
def set_organisation(programme: str) -> ResponseReturnValue:
    """Notes for which organisation somebody speaks."""
    _check_whole(programme)
    found = partner_view.partners_view(db.session, programme)
    person, organisation = read_id(request.form.get("person", "")), request.form.get("organisation", "")
    if person not in dict(found.people) or organisation not in {"", *found.organisations}:
        raise Problem("malformed")
    pledging.set_organisation(db.session, programme, person, organisation or None, author=_author())
    return _on(programme, "noted")


@pages.post("/bourse/<programme>/pledges/<uuid:pledge_id>/confirm")
def confirm(programme: str, pledge_id: uuid.UUID) -> ResponseReturnValue:
    """Confirms a promise or a payment, which then counts in public."""
    _check_whole(programme)
    made = store.find_pledge(db.session, programme, pledge_id)
    if made is None:
        raise Problem("not-found")
    refused = pledging.confirm(db.session, _project(programme, made.project_id), made, author=_author())
    return (_partners(programme, refused=refused), 409) if refused else _on(programme, "confirmed")


@pages.post("/bourse/<programme>/<uuid:project_id>/messages")
def write(programme: str, project_id: uuid.UUID) -> ResponseReturnValue:
    """Writes to an organisation about a project."""
    _check_whole(programme)
    found, organisation = _project(programme, project_id), request.form.get("organisation", "")
    if organisation not in store.partner_people(db.session, programme).values():
        raise Problem("malformed")
    words = request.form.get("words", "")
    refused = pledging.write(db.session, found, organisation, words, is_from_lab=True, author=_author())
    return (_partners(programme, refused=refused), 422) if refused else _on(programme, "written")


def _partners(programme: str, *, refused: PledgeRefusal | None = None) -> Response:
    did = request.args.get("did")
    return not_cached(
        render_template(
            "partners/desk.html", section="bourse", programme=programme, refused=refused,
            view=partner_view.partners_view(db.session, programme), did=did if did in DONE else None,
        )
    )  # fmt: skip


def _check_whole(programme: str) -> None:
    """Problem `not-allowed` for who looks after a part of the programme alone."""
    if not is_whole(db.session, permitted_area(programme)):
        raise Problem("not-allowed")


def _project(programme: str, project_id: uuid.UUID) -> BourseProject:
    found = project_store.find_project(db.session, programme, project_id)
    if found is None or not found.words:
        raise Problem("not-found")
    return found


def _author() -> Author:
    return Author(audience.caller(StaffIdentity).person_id, clock.now())


def _on(programme: str, did: str) -> Response:
    return make_response(redirect(url_for(".partners", programme=programme, did=did), 303))
