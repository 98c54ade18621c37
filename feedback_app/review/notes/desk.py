"""The desk's door to notes about a record."""

from __future__ import annotations

import uuid
from functools import partial

from flask import redirect, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.review.notes.actions import NoteRefusal, write_note
from feedback_app.review.notes.texts import TEXTS
from feedback_app.review.page_words import page_words
from feedback_app.review.queue.desk import locked_case, record_address
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.REVIEW)
pages.context_processor(partial(page_words, TEXTS))


@pages.post("/records/<programme>/<uuid:record_id>/notes")
def add_note(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Saves a note about a record, then shows it again. Problem `not-found` for one that is not the caller's to
    review."""
    case, by = locked_case(programme, record_id), audience.caller(StaffIdentity).person_id
    made = write_note(db.session, case, request.form.get("text", ""), by=by, now=clock.now())
    more = {"note": made} if isinstance(made, NoteRefusal) else {}
    return redirect(f"{record_address(case, **more)}#notes", 303)
