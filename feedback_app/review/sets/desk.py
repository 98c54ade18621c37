"""The desk's door to decisions on all the records that a query finds."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from functools import partial

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db, transaction
from feedback_app.base.i18n import language
from feedback_app.base.id_text import read_id
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import permitted_area, shown_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.permissions import Area
from feedback_app.review import case_store
from feedback_app.review.case import Refusal
from feedback_app.review.decisions.desk_actions import by_code
from feedback_app.review.page_words import page_words
from feedback_app.review.queue import store as queue_store
from feedback_app.review.queue.desk import catch_up_now
from feedback_app.review.queue.query import Query, read_query
from feedback_app.review.sets import actions, store, transactions
from feedback_app.review.sets.marking import Marking, marking_by_code
from feedback_app.review.sets.states import MOST, SetState, can_undo
from feedback_app.review.sets.texts import TEXTS
from feedback_app.review.sets.view import set_view
from feedback_app.review.store import reviewers
from feedback_app.review.tables import Case, CaseSet
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.REVIEW)
pages.context_processor(partial(page_words, TEXTS))


@pages.post("/sets")
def make_set() -> ResponseReturnValue:
    """Settles which records are decided together: those that are ticked in the list, else all that the query of the
    address finds, at most `MOST`."""
    area, query = shown_area(), read_query(request.args)
    if request.form.get("ticked") and not request.form.getlist("record"):
        address = url_for("review_queue_desk_pages.queue", programme=area.programme_id, view="none_ticked")
        return redirect(f"{address}&{query.address()}", 303)
    with transaction():
        catch_up_now(area.programme_id)
    chosen = [one for one in map(read_id, request.form.getlist("record")) if one][: MOST + 1]
    cases = _named(area, chosen) if chosen else _matching(area, query)
    made = store.add_set(
        db.session, area.programme_id, cases, query=query.address(),
        by=audience.caller(StaffIdentity).person_id, now=clock.now(),
    )  # fmt: skip
    return redirect(url_for(".show_set", set_id=made.id), 303)


@pages.get("/sets/<uuid:set_id>")
def show_set(set_id: uuid.UUID) -> ResponseReturnValue:
    """A set: what may be decided about it, how far that has come, what was left out, and until when it can be undone.
    Problem `not-found` for one that somebody else made."""
    return _show(_own_set(set_id))


@pages.post("/sets/<uuid:set_id>/decision")
def decide_set(set_id: uuid.UUID) -> ResponseReturnValue:
    """Decides about a set, as far as one request goes; its page goes on."""
    made, form = _own_set(set_id, lock=True), request.form
    area = permitted_area(made.programme_id)
    what = by_code(form.get("action")) or marking_by_code(form.get("action"))
    if what is None:
        return _show(made, refusal=Refusal.IMPOSSIBLE), 422
    written = form.get(what, "") if isinstance(what, Marking) else form.get("message", "")
    message = written.replace("\r\n", "\n").strip() or None
    choice = actions.Choice(what, form.get("reason") or None, message, _whom(made, form))
    found = actions.choose(made, choice, now=clock.now())
    if found is not None:
        return _show(made, refusal=found), 409 if found is Refusal.STALE else 422
    db.session.commit()
    transactions.decide(set_id, area)
    return redirect(url_for(".show_set", set_id=set_id), 303)


@pages.post("/sets/<uuid:set_id>/run")
def go_on(set_id: uuid.UUID) -> ResponseReturnValue:
    """Goes on with a set that was not decided or undone to the end. Idempotent."""
    made = _own_set(set_id)
    area = permitted_area(made.programme_id)
    if made.state == SetState.UNDOING:
        transactions.undo(set_id)
    else:
        transactions.decide(set_id, area)
    return redirect(url_for(".show_set", set_id=set_id), 303)


@pages.post("/sets/<uuid:set_id>/undo")
def undo_set(set_id: uuid.UUID) -> ResponseReturnValue:
    """Gives all records of a set the states that they had, while their authors have not heard yet."""
    made = _own_set(set_id, lock=True)
    if not can_undo(SetState(made.state), made.publish_at, clock.now()):
        return _show(made, refusal=Refusal.STALE), 409
    made.state = SetState.UNDOING
    db.session.commit()
    transactions.undo(set_id)
    return redirect(url_for(".show_set", set_id=set_id), 303)


def _own_set(set_id: uuid.UUID, *, lock: bool = False) -> CaseSet:
    made = store.find_set(db.session, set_id, lock=lock)
    if made is None or made.by != audience.caller(StaffIdentity).person_id:
        raise Problem("not-found")
    permitted_area(made.programme_id)
    return made


def _whom(made: CaseSet, form: Mapping[str, str]) -> uuid.UUID | None:
    """Who is to have the records; None for nobody who reviews any of the programme."""
    person = read_id(form.get("whom", ""))
    return person if person in reviewers(db.session, made.programme_id) else None


def _matching(area: Area, query: Query) -> list[Case]:
    mine = queue_store.cases_of(db.session, area, reader=audience.caller(StaffIdentity).person_id, now=clock.now())
    return list(queue_store.matching_cases(db.session, mine, query, limit=MOST + 1))


def _named(area: Area, ids: list[uuid.UUID]) -> list[Case]:
    found = case_store.cases(db.session, area.programme_id, ids)
    mine = (found[one] for one in dict.fromkeys(ids) if one in found)
    return [case for case in mine if area.covers(case.place_path) and not case.danger]


def _show(made: CaseSet, *, refusal: Refusal | None = None) -> Response:
    mine = queue_store.cases_of(db.session, permitted_area(made.programme_id), reader=made.by, now=clock.now())
    tags = queue_store.tags(db.session, mine)
    view = set_view(db.session, made, lang=language(), now=clock.now(), tags=tags)
    sent = request.form if refusal else {}
    return not_cached(render_template("review/set.html", section="queue", view=view, refusal=refusal, sent=sent))
