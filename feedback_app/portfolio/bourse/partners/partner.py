"""The door of organisations: a company's people see what is public and what is theirs, say that they are interested,
what they promise and what they paid, and answer the Lab. No record, no phone, no person is behind it."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock, zones
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.id_text import read_id
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import permitted_area, permitted_areas, shown_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.portfolio.bourse import store as project_store
from feedback_app.portfolio.bourse.figures import day_words, money
from feedback_app.portfolio.bourse.named_places import named_places
from feedback_app.portfolio.bourse.partners import matches, offering, pledging, store, view
from feedback_app.portfolio.bourse.partners.match_words import match_context
from feedback_app.portfolio.bourse.partners.offer_texts import TEXTS
from feedback_app.portfolio.bourse.partners.offer_words import OfferWords, offer_from_json, read_offer
from feedback_app.portfolio.bourse.partners.pledges import PledgeKind, PledgeRefusal, read_pledge
from feedback_app.portfolio.bourse.partners.tables import Offer, Pledge
from feedback_app.portfolio.bourse.project_words import WordsFault
from feedback_app.portfolio.bourse.states import PUBLIC
from feedback_app.portfolio.bourse.tables import BourseProject
from feedback_app.portfolio.bourse.view import vocabulary_options
from feedback_app.portfolio.solutions.history import Author
from feedback_app.portfolio.texts import voices_words
from feedback_app.register.desk_store import programme_path
from feedback_app.register.lookup_store import place_labels
from feedback_app.review.store import programme_names
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.FINANCE)

SECTION = "partner"
OFFER = "/<programme>/offers/<uuid:offer_id>"
DONE = frozenset({"noted", "withdrawn", "written", "offer"})
TICKED = {"kind": "offer_kinds", "sector": "sectors", "goal": "sdgs", "subject": "iso26000"}
"""What a form of an offer lets one tick, and from which vocabulary."""


@pages.context_processor
def template_context() -> dict[str, Any]:
    """What the partners' pages say things with."""
    return {"say": TEXTS.say, "money": money, "day": day_words, "voices": voices_words, **match_context()}


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
    offered = read_id(request.form.get("offer", ""))
    source_offer = _offer(programme, offered).id if offered else None
    pledging.pledge(db.session, found, organisation, form, author=_author(), offer=source_offer)
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


@pages.get("/<programme>/offers")
def offers(programme: str) -> ResponseReturnValue:
    """What one's organisation offers, with how much matches it."""
    organisation = _organisation(programme)
    some = store.offers(db.session, programme, organisation)
    return _page("partners/offers.html", programme=programme, views=matches.offer_views(db.session, programme, some))


@pages.get("/<programme>/offers/new")
def new_offer(programme: str) -> ResponseReturnValue:
    """An empty form."""
    _organisation(programme)
    return _offer_form(programme, None, OfferWords(""))


@pages.post("/<programme>/offers")
def add_offer(programme: str) -> ResponseReturnValue:
    """Adds an offer."""
    organisation, (words, faults) = _organisation(programme), _sent_offer(programme)
    if faults:
        return _offer_form(programme, None, words, faults=faults), 422
    return _on_offer(offering.add_offer(db.session, programme, organisation, words, author=_author()))


@pages.get(OFFER)
def offer(programme: str, offer_id: uuid.UUID) -> ResponseReturnValue:
    """An offer, and what matches it with the reasons."""
    found, did = _offer(programme, offer_id), request.args.get("did")
    view = matches.offer_views(db.session, programme, [found])[0]
    return _page("partners/offer.html", programme=programme, view=view, did=did if did in DONE else None)


@pages.get(f"{OFFER}/edit")
def edit_offer(programme: str, offer_id: uuid.UUID) -> ResponseReturnValue:
    """A form with its words."""
    found = _offer(programme, offer_id)
    return _offer_form(programme, found, offer_from_json(found.words))


@pages.post(OFFER)
def change_offer(programme: str, offer_id: uuid.UUID) -> ResponseReturnValue:
    """Changes the words of an offer."""
    found, (words, faults) = _offer(programme, offer_id), _sent_offer(programme)
    if faults:
        return _offer_form(programme, found, words, faults=faults), 422
    offering.change_offer(db.session, found, words, author=_author())
    return _on_offer(found)


@pages.post(f"{OFFER}/close")
def close_offer(programme: str, offer_id: uuid.UUID) -> ResponseReturnValue:
    """Closes an offer, or opens it again."""
    found = _offer(programme, offer_id)
    offering.set_open(db.session, found, is_open=request.form.get("act") == "open", author=_author())
    return _on_offer(found, did="noted")


def _organisation(programme: str) -> str:
    """For whom the caller speaks there. Problem `not-found` where for nobody."""
    permitted_area(programme)
    found = store.organisation_of(db.session, _me(), programme)
    if found is None:
        raise Problem("not-found")
    return found


def _offer(programme: str, offer_id: uuid.UUID | None) -> Offer:
    """An offer of one's own organisation. Problem `not-found` for any other, as if there were none."""
    organisation, found = _organisation(programme), store.find_offer(db.session, programme, offer_id)
    if found is None or found.organisation_id != organisation:
        raise Problem("not-found")
    return found


def _sent_offer(programme: str) -> tuple[OfferWords, list[WordsFault]]:
    words, faults = read_offer(request.form)
    path = programme_path(db.session, programme) or ""
    places, unknown = named_places(db.session, path, request.form.get("places", "")[:4000])
    return replace(words, places=places), [*faults, *unknown]


def _offer_form(
    programme: str, found: Offer | None, words: OfferWords, *, faults: list[WordsFault] | None = None
) -> Response:
    labels = place_labels(db.session, words.places)
    lines = "\n".join(labels.get(code, code) for code in words.places)
    return _page(
        "partners/offer_form.html", programme=programme, offer=found, words=words, faults=faults or [],
        places=request.form.get("places", "") if faults else lines, sent=request.form if faults else {},
        options={name: vocabulary_options(codes, language()) for name, codes in TICKED.items()},
    )  # fmt: skip


def _on_offer(made: Offer, *, did: str = "offer") -> Response:
    return make_response(redirect(url_for(".offer", programme=made.programme_id, offer_id=made.id, did=did), 303))


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
