"""The desk's door to second readings: the next one, and what its reader says."""

from __future__ import annotations

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
from feedback_app.review.case import Refusal
from feedback_app.review.decisions.desk_actions import by_code
from feedback_app.review.page_words import page_words
from feedback_app.review.queue.desk import locked_case
from feedback_app.review.second_reading_store import find_reading
from feedback_app.review.second_readings.actions import save_reading
from feedback_app.review.second_readings.texts import TEXTS
from feedback_app.review.second_readings.view import second_reading_view
from feedback_app.review.sensitive_reading import note_record_read
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.REVIEW)
pages.context_processor(partial(page_words, TEXTS))


@pages.get("/second")
def next_reading() -> ResponseReturnValue:
    """The next record that the caller may read a second time, without what was decided; and how far readers agree."""
    return _page(shown_area())


@pages.post("/second/<uuid:decision_id>")
def save(decision_id: uuid.UUID) -> ResponseReturnValue:
    """Saves what the caller would decide, then shows the next. Problem `not-found` for what is not theirs to review."""
    one = find_reading(db.session, decision_id, lock=True)
    if one is None:
        raise Problem("not-found")
    case, action = locked_case(one.programme_id, one.record_id), by_code(request.form.get("action"))
    refusal = save_reading(
        db.session, one, case, action, reason=request.form.get(f"reason-{action.code}") or None if action else None,
        by=audience.caller(StaffIdentity).person_id, now=clock.now(),
    )  # fmt: skip
    if refusal is not None:
        return _page(permitted_area(one.programme_id), refusal), 409 if refusal is Refusal.STALE else 422
    same = "1" if one.after == one.first_after else "0"
    return redirect(url_for(".next_reading", programme=one.programme_id, same=same, of=one.record_id), 303)


def _page(area: Area, refusal: Refusal | None = None) -> Response:
    me = audience.caller(StaffIdentity)
    page = second_reading_view(db.session, area, lang=language(), reader=me.person_id, now=clock.now())
    if page.record:
        note_record_read(db.session, area.programme_id, page.record.dossier.case.record_id)
    sent = request.form if refusal else {}
    return not_cached(
        render_template(
            "review/second.html", section="queue", page=page, view=page.record, refusal=refusal, sent=sent,
            programme=area.programme_id, arguments="",
        )
    )  # fmt: skip
