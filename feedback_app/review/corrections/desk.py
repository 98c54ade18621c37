"""The desk's door to correcting answers of a record, and to taking that back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.lookup_store import person_names
from feedback_app.review.answers import Reader
from feedback_app.review.case import Refusal
from feedback_app.review.correction_store import corrections_of
from feedback_app.review.corrections.actions import (
    Corrigible,
    Draft,
    Refused,
    correct,
    corrigible,
    newest_id,
    take_back,
)
from feedback_app.review.corrections.fields import fields
from feedback_app.review.corrections.notice import LONGEST_COMMENT
from feedback_app.review.corrections.texts import TEXTS
from feedback_app.review.decisions.desk_actions import ACTIONS
from feedback_app.review.faults import fault_words
from feedback_app.review.page_words import page_words
from feedback_app.review.queue.desk import case_there, locked_case, record_address
from feedback_app.review.sensitive_reading import note_record_read
from feedback_app.review.tables import Case
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.REVIEW)
pages.context_processor(partial(page_words, TEXTS))

AMEND, UNAMEND = (
    next(one for one in ACTIONS if one.corrects and one.takes_back is takes_back) for takes_back in (False, True)
)
ANSWER = "answer."
"""Before the key of an answer, in the names of a form's fields."""
_CONFLICTS = (Refusal.STALE, Refusal.CLAIMED, Refusal.IMPOSSIBLE)


@pages.get("/records/<programme>/<uuid:record_id>/correction")
def edit(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """The questions of a record with their answers, to be corrected. One whose answers cannot be corrected now is shown
    with why."""
    case = case_there(programme, record_id)
    found = corrigible(db.session, case)
    if found is None or case.state not in AMEND.leads:
        return redirect(record_address(case, refused=Refusal.IMPOSSIBLE), 303)
    note_record_read(db.session, programme, record_id)
    return _page(case, found)


@pages.post("/records/<programme>/<uuid:record_id>/correction")
def save(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Lets these answers count instead of those that the author gave, then shows the record; what the form does not
    take is shown again with why."""
    case, by = locked_case(programme, record_id), audience.caller(StaffIdentity).person_id
    made = correct(db.session, case, _draft(), by=by, now=clock.now())
    if not isinstance(made, Refused):
        return redirect(record_address(case, did=made.action, of=str(record_id)) + "#answers", 303)
    found = corrigible(db.session, case)
    if found is None or case.state not in AMEND.leads:
        return redirect(record_address(case, refused=made.refusal), 303)
    return _page(case, found, made)


@pages.post("/records/<programme>/<uuid:record_id>/correction/undo")
def undo(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Takes the newest correction back, then shows the record."""
    case, form, by = locked_case(programme, record_id), request.form, audience.caller(StaffIdentity).person_id
    made = take_back(
        db.session, case, UNAMEND, rev_seen=_rev_seen(), state_seen=form.get("state_seen", ""),
        seen=form.get("seen", ""), by=by, now=clock.now(),
    )  # fmt: skip
    if isinstance(made, Refusal):
        return redirect(record_address(case, refused=made), 303)
    return redirect(record_address(case, did=made.action, of=str(record_id)) + "#answers", 303)


def _draft() -> Draft:
    """Of the questions that the page showed, what it sends; an answer to any other is an answer to one that it did not
    show, and refused as such."""
    form = request.form
    shown = [*form.getlist("asked"), *(key.removeprefix(ANSWER) for key in form if key.startswith(ANSWER))]
    return Draft(
        action=AMEND,
        answers={key: form.getlist(ANSWER + key) for key in dict.fromkeys(shown)},
        comment=form.get("comment", ""),
        rev_seen=_rev_seen(),
        state_seen=form.get("state_seen", ""),
        seen=form.get("seen", ""),
    )


def _rev_seen() -> int:
    try:
        return int(request.form.get("rev_seen", ""))
    except ValueError as error:
        raise Problem("malformed") from error


def _page(case: Case, found: Corrigible, refused: Refused | None = None) -> ResponseReturnValue:
    there = corrections_of(db.session, case.programme_id, case.record_id)
    answers = (refused.answers if refused else None) or found.answers
    author = found.record.author_id
    page = render_template(
        "review/correction.html", section="queue", case=case, record=record_address(case),
        fields=fields(found.form, answers, found.day, Reader(language())), was=dict(_was(found)),
        refusal=refused.refusal if refused else None, faults=_faults(refused.faults if refused else ()),
        seen=newest_id(there, case.rev), at=request.full_path.rstrip("?"), most=LONGEST_COMMENT,
        comment=request.form.get("comment", "") if refused else "",
        author=person_names(db.session, {author}).get(author, "") if author else "",
    )  # fmt: skip
    return not_cached(page, 200 if refused is None else 409 if refused.refusal in _CONFLICTS else 422)


def _was(found: Corrigible) -> list[tuple[str, object]]:
    """The answers that count now, by key: what differs from them is marked as changed."""
    return [(one.key, one.answer) for one in fields(found.form, found.answers, found.day, Reader(language()))]


def _faults(faults: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """What is wrong, by the key of an answer."""
    lang = language()
    return {
        str(one["field"]): TEXTS.say(f"fault.{one['reason']}", lang=lang)
        if f"fault.{one['reason']}" in TEXTS.rows
        else fault_words(one, lang)
        for one in reversed(faults)
    }
