"""The desk's door to second readings: the next one, and what its reader says."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import permitted_area, shown_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.permissions import Area
from feedback_app.register.lookup_store import programme_by_id
from feedback_app.review import reasons
from feedback_app.review import second_reading_store as store
from feedback_app.review.case import Refusal
from feedback_app.review.decisions.desk_actions import by_code
from feedback_app.review.page_words import page_words
from feedback_app.review.queue import store as queue_store
from feedback_app.review.queue.query import Query
from feedback_app.review.record import store as record_store
from feedback_app.review.record.sensitive_reading import note_record_read
from feedback_app.review.record.view import record_view
from feedback_app.review.second_readings import actions
from feedback_app.review.second_readings.agreement import agreement
from feedback_app.review.second_readings.sampling import share
from feedback_app.review.second_readings.texts import TEXTS
from feedback_app.review.store import find_case
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.REVIEW)
pages.context_processor(partial(page_words, TEXTS))

LATELY = dt.timedelta(days=91)
MOST = 100


@pages.get("/second")
def next_reading() -> ResponseReturnValue:
    """The next record that the caller may read a second time, without what was decided; and how far readers agree."""
    return _page(shown_area())


@pages.post("/second/<uuid:decision_id>")
def save(decision_id: uuid.UUID) -> ResponseReturnValue:
    """Saves what the caller would decide, then shows the next. Problem `not-found` for what is not theirs to review."""
    one = store.find_reading(db.session, decision_id, lock=True)
    if one is None:
        raise Problem("not-found")
    area = permitted_area(one.programme_id)
    case = find_case(db.session, one.programme_id, one.record_id, lock=True)
    if case is None or not area.covers(case.place_path):
        raise Problem("not-found")
    staff, form = audience.caller(StaffIdentity), request.form
    action = by_code(form.get("action"))
    reason = form.get(f"reason-{action.code}") or None if action else None
    second = TEXTS.say(f"done.{action.code}", lang="fr") if action else ""
    comment = TEXTS.say("second.flag", lang="fr", first=_state(one.first_after), second=second.rstrip(" :").lower())
    made = actions.save_reading(
        db.session, one, case, action, reason=reason, by=staff.person_id, now=clock.now(), comment=comment
    )
    if made is not None:
        db.session.rollback()
        return _page(area, refusal=made), 409 if made is Refusal.STALE else 422
    same = "1" if one.after == one.first_after else "0"
    return redirect(url_for(".next_reading", programme=area.programme_id, same=same, of=one.record_id), 303)


def _state(code: str) -> str:
    return TEXTS.say(f"state.{code}", lang="fr").lower()


def _page(area: Area, *, refusal: Refusal | None = None) -> Response:
    session, me, now = db.session, audience.caller(StaffIdentity), clock.now()
    mine = queue_store.cases_of(session, area, reader=me.person_id, now=now)
    waiting = store.waiting(session, area.programme_id, reader=me.person_id, paths=mine.paths, limit=MOST)
    one = waiting[0] if waiting else None
    dossier = record_store.find_dossier(session, area.programme_id, one.record_id) if one else None
    view = (
        record_view(session, area, dossier, Query(), lang=language(), person=me.person_id, now=now) if dossier else None
    )
    if one and view:
        note_record_read(session, area.programme_id, one.record_id)
    offered = actions.offered()
    programme = programme_by_id(session, area.programme_id)
    lang = language()
    return not_cached(
        render_template(
            "review/second.html", section="queue", one=one, view=view, left=len(waiting), refusal=refusal,
            offered=offered, sent=request.form if refusal else {}, programme=area.programme_id, arguments="",
            reasons={
                action.code: reasons.offered_reasons(action, lang=lang, author_lang="fr") for action in offered
            },
            percent=share(programme.settings if programme else {}),
            agreed=agreement(store.pairs(session, area.programme_id, since=now - LATELY)),
        )
    )  # fmt: skip
