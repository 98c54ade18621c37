"""The desk's door to notes about a record."""

from __future__ import annotations

import uuid
from functools import partial

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.problem import Problem
from feedback_app.enrol.desk import permitted_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.review.notes.actions import NoteRefusal, write_note
from feedback_app.review.notes.texts import TEXTS
from feedback_app.review.page_words import page_words
from feedback_app.review.queue.query import read_query
from feedback_app.review.store import find_case
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.REVIEW)
pages.context_processor(partial(page_words, TEXTS))


@pages.post("/records/<programme>/<uuid:record_id>/notes")
def add_note(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Saves a note about a record, then shows it again. Problem `not-found` for one that is not the caller's to
    review."""
    area = permitted_area(programme)
    case = find_case(db.session, programme, record_id, lock=True)
    if case is None or not area.covers(case.place_path):
        raise Problem("not-found")
    by = audience.caller(StaffIdentity).person_id
    made = write_note(db.session, case, request.form.get("text", ""), by=by, now=clock.now())
    at = url_for("review_record_desk_pages.record", programme=programme, record_id=record_id)
    parts = [f"programme={programme}", read_query(request.args).address()]
    parts += [f"note={made}"] if isinstance(made, NoteRefusal) else []
    return redirect(f"{at}?{'&'.join(part for part in parts if part)}#notes", 303)
