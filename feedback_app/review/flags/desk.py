"""The desk's door to what a record is flagged for and its tags."""

from __future__ import annotations

import uuid
from functools import partial

from flask import redirect, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.review.flag_texts import TEXTS
from feedback_app.review.flags import actions
from feedback_app.review.flags.actions import MarkRefusal
from feedback_app.review.page_words import page_words
from feedback_app.review.queue.desk import locked_case, record_address
from feedback_app.review.tables import Case
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.REVIEW)
pages.context_processor(partial(page_words, TEXTS))


@pages.post("/records/<programme>/<uuid:record_id>/flags")
def set_flag(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Asks the other reviewers to look at a record, then shows it again."""
    case, form = locked_case(programme, record_id), request.form
    made = actions.flag_by_hand(db.session, case, form.get("comment", ""), by=_caller(), now=clock.now())
    return _back(case, made)


@pages.post("/records/<programme>/<uuid:record_id>/flags/dismiss")
def dismiss_flag(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Says of what a record is flagged for (`kind`) that it is nothing. Idempotent."""
    case, kind = locked_case(programme, record_id), request.form.get("kind", "")
    return _back(case, actions.dismiss(db.session, case, kind, by=_caller(), now=clock.now()))


@pages.post("/records/<programme>/<uuid:record_id>/flags/restore")
def restore_flag(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """What was dismissed (`kind`) is to be looked at again. Idempotent."""
    case, kind = locked_case(programme, record_id), request.form.get("kind", "")
    return _back(case, actions.restore(db.session, case, kind))


@pages.post("/records/<programme>/<uuid:record_id>/tags")
def add_tag(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Gives a record a tag, then shows it again."""
    case = locked_case(programme, record_id)
    return _back(case, actions.add_tag(db.session, case, request.form.get("tag", ""), by=_caller(), now=clock.now()))


@pages.post("/records/<programme>/<uuid:record_id>/tags/remove")
def remove_tag(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Takes a tag from a record. Idempotent."""
    case = locked_case(programme, record_id)
    actions.remove_tag(db.session, case, request.form.get("tag", ""))
    return _back(case, None)


def _caller() -> uuid.UUID:
    return audience.caller(StaffIdentity).person_id


def _back(case: Case, refusal: MarkRefusal | None) -> ResponseReturnValue:
    return redirect(f"{record_address(case, **({'mark': refusal} if refusal else {}))}#marks", 303)
