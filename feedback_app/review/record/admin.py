"""The door for coordinators to one record: erasing a record when its author, its subject or a court asks for it."""

from __future__ import annotations

import uuid
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db, transaction
from feedback_app.base.problem import Problem
from feedback_app.enrol.desk import permitted_areas
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.ledger.erasure import REASONS, erase
from feedback_app.ledger.lookup_store import find_record
from feedback_app.media.actions import files_of
from feedback_app.review import actions
from feedback_app.review.record.texts import TEXTS
from feedback_app.review.store import find_case
from feedback_app.review.tables import Case
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.ERASE)


@pages.get("/records/<programme>/<uuid:record_id>/erase")
def ask(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """A form: what erasing means, who asks for it, and for which reason."""
    return _page(_case(programme, record_id))


@pages.post("/records/<programme>/<uuid:record_id>/erase")
@audience.reauthenticates
def erase_record(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Erases one record and all that was made of it; only a tombstone stays, and it cannot be undone.

    Then shows the queue; a form in which something is missing is shown again.
    """
    case = _case(programme, record_id)
    reason, asked_by = request.form.get("reason", ""), " ".join(request.form.get("asked_by", "").split())[:120]
    if reason not in REASONS or not asked_by or request.form.get("sure") != "yes":
        return _page(case, lacking=True), 422
    me = audience.caller(StaffIdentity)
    with transaction() as session:
        record = find_record(session, programme, record_id)
        if record is None:
            raise Problem("not-found")
        orphans = erase(session, record, now=clock.now(), reason=reason, by=f"{asked_by} ({me.name})")
        actions.catch_up(session, programme, most=0)
    for sha256 in orphans:
        files_of(current_app.extensions["echo_settings"]).delete(programme, sha256)
    return redirect(url_for("review_queue_desk_pages.queue", programme=programme, erased="1"), 303)


def _case(programme: str, record_id: uuid.UUID) -> Case:
    """A case that the caller may erase. Problem `not-found` for any other."""
    case = find_case(db.session, programme, record_id)
    mine = permitted_areas().get(programme)
    if case is None or mine is None or not mine.covers(case.place_path):
        raise Problem("not-found")
    return case


def _page(case: Case, **values: Any) -> str:
    sent = request.form
    return render_template("review/erase.html", case=case, reasons=REASONS, say=TEXTS.say, sent=sent, **values)
