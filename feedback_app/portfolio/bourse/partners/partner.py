"""The door of organisations: a company's people see what is public and what is theirs, say that they are interested,
what they promise and what they paid, and answer the Lab. No record, no phone, no person is behind it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock, zones
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import permitted_area, permitted_areas, shown_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.portfolio.bourse import store as project_store
from feedback_app.portfolio.bourse.figures import day_words, money
from feedback_app.portfolio.bourse.partners import pledging, store, view
from feedback_app.portfolio.bourse.partners.pledges import PledgeKind, PledgeRefusal, read_pledge
from feedback_app.portfolio.bourse.partners.tables import Pledge
from feedback_app.portfolio.bourse.partners.texts import TEXTS
from feedback_app.portfolio.bourse.states import PUBLIC
from feedback_app.portfolio.bourse.tables import BourseProject
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.texts import voices_words
from feedback_app.review.store import programme_names
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.FINANCE)

SECTION = "partner"
DONE = frozenset({"noted", "withdrawn", "written"})


@pages.context_processor
def template_context() -> dict[str, Any]:
    """What the partners' pages say things with."""
    return {"say": TEXTS.say, "money": money, "day": day_words, "voices": voices_words}


@pages.get("/")
@in_menu("partner", words=("Projets à financer", "Projects to fund"), order=105)
def start() -> ResponseReturnValue:
    """What is one's organisation's, and what seeks funding."""
    programme, mine = shown_area().programme_id, permitted_areas()
    found = view.partner_view(
        db.session, programme, store.organisation_of(db.session, _me(), programme), today=_today()
    )
    programmes = programme_names(db.session, list(mine), language()) if len(mine) > 1 else []
    return _page("partners/start.html", view=found, programmes=programmes, programme=programme)


@pages.get("/<programme>/<uuid:project_id>")
def project(programme: str, project_id: uuid.UUID) -> ResponseReturnValue:
    """A project, what one's organisation said of it, what was written."""
    return _project(*_asked(programme, project_id))


@pages.post("/<programme>/<uuid:project_id>/pledges")
def pledge(programme: str, project_id: uuid.UUID) -> ResponseReturnValue:
    """Says that one's organisation is interested, what it promises, or what it has paid."""
    found, organisation = _asked(programme, project_id)
    if request.form.get("kind", "") not in set(PledgeKind):
        raise Problem("malformed")
    form = read_pledge(request.form, today=_today())
    if isinstance(form, PledgeRefusal):
        return _project(found, organisation, refused=form), 422
    pledging.pledge(db.session, found, organisation, form, author=_author())
    return _on(found, "noted")


@pages.post("/<programme>/pledges/<uuid:pledge_id>/withdraw")
def withdraw(programme: str, pledge_id: uuid.UUID) -> ResponseReturnValue:
    """Takes back what one's organisation said."""
    permitted_area(programme)
    made = store.find_pledge(db.session, programme, pledge_id)
    organisation = store.organisation_of(db.session, _me(), programme)
    if made is None or made.organisation_id != organisation:
        raise Problem("not-found")
    found = _project_of(made)
    if refused := pledging.withdraw(db.session, found, made, author=_author()):
        return _project(found, organisation, refused=refused), 409
    return _on(found, "withdrawn")


@pages.post("/<programme>/<uuid:project_id>/messages")
def write(programme: str, project_id: uuid.UUID) -> ResponseReturnValue:
    """Writes to the Lab about a project."""
    found, organisation = _asked(programme, project_id)
    words = request.form.get("words", "")
    if refused := pledging.write(db.session, found, organisation, words, is_from_lab=False, author=_author()):
        return _project(found, organisation, refused=refused), 422
    return _on(found, "written")


def _asked(programme: str, project_id: uuid.UUID) -> tuple[BourseProject, str]:
    """A public project of a programme that is the caller's, and their organisation. Problem `not-found`."""
    permitted_area(programme)
    found = project_store.find_project(db.session, programme, project_id)
    organisation = store.organisation_of(db.session, _me(), programme)
    if found is None or found.state not in PUBLIC or organisation is None:
        raise Problem("not-found")
    return found, organisation


def _project_of(made: Pledge) -> BourseProject:
    found = project_store.find_project(db.session, made.programme_id, made.project_id)
    if found is None:
        raise Problem("not-found")
    return found


def _project(found: BourseProject, organisation: str, *, refused: PledgeRefusal | None = None) -> Response:
    shown = view.partner_project(db.session, found, organisation, today=_today())
    did = request.args.get("did")
    return _page(
        "partners/project.html", programme=found.programme_id, project=shown, refused=refused,
        did=did if did in DONE else None, today=zones.local_day(clock.now()), sent=request.form if refused else {},
    )  # fmt: skip


def _page(template: str, **values: Any) -> Response:
    return not_cached(render_template(template, section=SECTION, **values))


def _today() -> dt.date:
    return zones.local_day(clock.now())


def _me() -> uuid.UUID:
    return audience.caller(StaffIdentity).person_id


def _author() -> Author:
    return Author(_me(), clock.now())


def _on(found: BourseProject, did: str) -> Response:
    address = url_for(".project", programme=found.programme_id, project_id=found.id, did=did)
    return make_response(redirect(address, 303))
