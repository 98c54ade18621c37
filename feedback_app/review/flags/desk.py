"""The desk's door to what a record is flagged for and its tags."""

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
from feedback_app.review.flag_texts import TEXTS
from feedback_app.review.flags import actions
from feedback_app.review.flags.actions import MarkRefusal
from feedback_app.review.page_words import page_words
from feedback_app.review.queue.query import read_query
from feedback_app.review.store import find_case
from feedback_app.review.tables import Case
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.REVIEW)
pages.context_processor(partial(page_words, TEXTS))


@pages.post("/records/<programme>/<uuid:record_id>/flags")
def set_flag(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Asks the other reviewers to look at a record, then shows it again."""
    case, form = _locked_case(programme, record_id), request.form
    made = actions.flag_by_hand(db.session, case, form.get("comment", ""), by=_caller(), now=clock.now())
    return _back(case, made)


@pages.post("/records/<programme>/<uuid:record_id>/flags/dismiss")
def dismiss_flag(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Says of what a record is flagged for (`kind`) that it is nothing. Idempotent."""
    case, kind = _locked_case(programme, record_id), request.form.get("kind", "")
    return _back(case, actions.dismiss(db.session, case, kind, by=_caller(), now=clock.now()))


@pages.post("/records/<programme>/<uuid:record_id>/flags/restore")
def restore_flag(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """What was dismissed (`kind`) is to be looked at again. Idempotent."""
    case, kind = _locked_case(programme, record_id), request.form.get("kind", "")
    return _back(case, actions.restore(db.session, case, kind))


@pages.post("/records/<programme>/<uuid:record_id>/tags")
def add_tag(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Gives a record a tag, then shows it again."""
    case = _locked_case(programme, record_id)
    return _back(case, actions.add_tag(db.session, case, request.form.get("tag", ""), by=_caller(), now=clock.now()))


@pages.post("/records/<programme>/<uuid:record_id>/tags/remove")
def remove_tag(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Takes a tag from a record. Idempotent."""
    case = _locked_case(programme, record_id)
    actions.remove_tag(db.session, case, request.form.get("tag", ""))
    return _back(case, None)


def _caller() -> uuid.UUID:
    return audience.caller(StaffIdentity).person_id


def _locked_case(programme: str, record_id: uuid.UUID) -> Case:
    area = permitted_area(programme)
    case = find_case(db.session, programme, record_id, lock=True)
    if case is None or not area.covers(case.place_path):
        raise Problem("not-found")
    return case


def _back(case: Case, refusal: MarkRefusal | None) -> ResponseReturnValue:
    """To the record's page, in the list that it was opened from."""
    at = url_for("review_record_desk_pages.record", programme=case.programme_id, record_id=case.record_id)
    parts = [f"programme={case.programme_id}", read_query(request.args).address()]
    parts += [f"mark={refusal}"] if refusal else []
    return redirect(f"{at}?{'&'.join(part for part in parts if part)}#marks", 303)
