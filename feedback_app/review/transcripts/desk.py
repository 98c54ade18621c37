"""The desk's door to what is written of a record's voices and words."""

from __future__ import annotations

import uuid
from functools import partial

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import permitted_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.ledger.lookup_store import records
from feedback_app.review.heard import TRANSLATED_INTO, Kind
from feedback_app.review.page_words import page_words
from feedback_app.review.queue.desk import record_address
from feedback_app.review.store import find_case
from feedback_app.review.tables import Case
from feedback_app.review.transcripts.actions import newest_of, save
from feedback_app.review.transcripts.draft import LONGEST, Draft, DraftRefusal
from feedback_app.review.transcripts.sheets import Subject, language_options, subjects_of
from feedback_app.review.transcripts.texts import TEXTS
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.REVIEW)
pages.context_processor(partial(page_words, TEXTS))


@pages.post("/records/<programme>/<uuid:record_id>/transcripts")
def write(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Saves a transcript or a translation of a voice or of an answer's words, then shows the record again.

    A text that cannot be saved is shown with why. Problem `not-found` for a record that is not the caller's to review,
    and for what the record's current revision does not have.
    """
    area, staff = permitted_area(programme), audience.caller(StaffIdentity)
    case = find_case(db.session, programme, record_id, lock=True)
    record = records(db.session, programme, [record_id]).get(record_id)
    if case is None or record is None or not area.covers(case.place_path):
        raise Problem("not-found")
    draft = _draft()
    subject = subjects_of(db.session, record, language()).get(draft.source)
    if subject is None or (draft.kind is Kind.TRANSCRIPT and not subject.is_voice):
        raise Problem("not-found")
    languages = {one.value for one in language_options(db.session, programme, language())}
    made = save(db.session, case, subject, draft, languages | {TRANSLATED_INTO}, by=staff.person_id, now=clock.now())
    if isinstance(made, DraftRefusal):
        return _refused(case, subject, draft, made)
    return redirect(f"{record_address(case)}#heard-{subject.source[:12]}", 303)


def _draft() -> Draft:
    form = request.form
    try:
        kind = Kind(form.get("kind", ""))
    except ValueError as error:
        raise Problem("malformed") from error
    spoken = TRANSLATED_INTO if kind is Kind.TRANSLATION else form.get("language", "")
    return Draft(form.get("source", ""), kind, spoken, form.get("text", ""), form.get("seen", ""))


def _refused(case: Case, subject: Subject, draft: Draft, refusal: DraftRefusal) -> ResponseReturnValue:
    newest = newest_of(db.session, case, draft)
    page = render_template(
        "review/transcript.html", section="queue", refusal=refusal, draft=draft, subject=subject, most=LONGEST,
        languages=language_options(db.session, case.programme_id, language()), record=record_address(case),
        newest=newest, at=request.full_path.rstrip("?"),
    )  # fmt: skip
    return not_cached(page, 409 if refusal is DraftRefusal.STALE else 422)
