"""The desk's door to the practice set: made-up records, and what somebody with experience would do with them."""

from __future__ import annotations

import uuid
from functools import partial

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.i18n import label, language
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import shown_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.review.case import Refusal
from feedback_app.review.decisions.desk_actions import by_code
from feedback_app.review.page_words import page_words
from feedback_app.review.practice import actions, view
from feedback_app.review.practice.records import PracticeSet
from feedback_app.review.practice.texts import TEXTS
from feedback_app.review.practice_store import find_attempt
from feedback_app.review.tables import PracticeAttempt
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.REVIEW)
pages.context_processor(partial(page_words, TEXTS))


@pages.get("/practice")
def practice() -> ResponseReturnValue:
    """What practising is, and one's own attempts."""
    programme, me = shown_area().programme_id, _me()
    return _page(
        "review/practice.html", programme=programme, count=len(_set().records),
        history=view.history(db.session, programme, me), answered=view.unfinished(db.session, _set(), programme, me),
    )  # fmt: skip


@pages.post("/practice")
def begin() -> ResponseReturnValue:
    """Begins an attempt, or goes on with the one that is not finished."""
    attempt = actions.begin(db.session, _set(), shown_area().programme_id, person=_me(), now=clock.now())
    return redirect(url_for(".attempt", attempt_id=attempt.id), 303)


@pages.get("/practice/<uuid:attempt_id>")
def attempt(attempt_id: uuid.UUID) -> ResponseReturnValue:
    """The next record of an attempt, what is to be learnt of one that was answered (`record`), or the result. Problem
    `not-found` for somebody else's."""
    return _attempt(_mine(attempt_id), record=request.args.get("record", ""))


@pages.post("/practice/<uuid:attempt_id>")
def choose(attempt_id: uuid.UUID) -> ResponseReturnValue:
    """Saves what the caller would do with a record, then says what somebody with experience would."""
    mine = _mine(attempt_id, lock=True)
    record, action = _set().records.get(request.form.get("record", "")), by_code(request.form.get("action"))
    if record is None or mine.edition != _set().edition:
        raise Problem("not-found")
    refusal = actions.choose(
        db.session, _set(), mine, record, action, reason=request.form.get("reason") or None, now=clock.now()
    )
    if refusal is not None:
        return _attempt(mine, refusal=refusal), 422
    return redirect(url_for(".attempt", attempt_id=mine.id, record=record.code), 303)


def _attempt(mine: PracticeAttempt, *, record: str = "", refusal: Refusal | None = None) -> Response:
    is_over = mine.finished_at is not None and (mine.edition != _set().edition or not record)
    page = None if is_over else view.practice_view(db.session, _set(), mine, record=record, lang=language())
    if page is not None:
        sent = request.form if refusal else {}
        return _page("review/practice_record.html", view=page, record=page.record, refusal=refusal, sent=sent)
    result = view.practice_result(db.session, _set(), mine)
    return _page("review/practice_result.html", result=result, programme=mine.programme_id)


def _page(template: str, **values: object) -> Response:
    return not_cached(render_template(template, section="queue", label=label, **values))


def _mine(attempt_id: uuid.UUID, *, lock: bool = False) -> PracticeAttempt:
    found = find_attempt(db.session, attempt_id, person=_me(), lock=lock)
    if found is None:
        raise Problem("not-found")
    return found


def _me() -> uuid.UUID:
    return audience.caller(StaffIdentity).person_id


def _set() -> PracticeSet:
    found: PracticeSet = current_app.extensions["echo_practice"]
    return found
