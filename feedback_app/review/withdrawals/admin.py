"""The door for who protects people: records that their people take back, by a code at `/suivi` or at the desk."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock
from feedback_app.base.db import db, transaction
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.enrol.desk import permitted_areas
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.ledger.erasure import erase
from feedback_app.ledger.lookup_store import find_record
from feedback_app.ledger.suspension_store import (
    BY_CODE,
    OpenSuspension,
    decline,
    open_suspensions,
    records_with_code,
    suspend,
    suspended,
)
from feedback_app.media.actions import files_of
from feedback_app.review import actions
from feedback_app.review.store import find_case
from feedback_app.review.tables import Case
from feedback_app.review.withdrawals.texts import TEXTS
from schemas.roles import Permission
from sync.spoken_code import digits_of, is_code

pages = audience.pages(__name__, Permission.PROTECT)
REASON = "subject"


@dataclass(frozen=True, slots=True)
class WaitingRecord:
    """A record that somebody takes back, with its case and for how many days it has waited."""

    asked: OpenSuspension
    case: Case
    days: int


@pages.get("/withdrawals")
@in_menu("withdrawals", words=("Paroles reprises", "Words taken back"), order=35)
def withdrawals() -> ResponseReturnValue:
    """The records that wait for a decision, the longest first."""
    return _page()


@pages.post("/withdrawals")
def note() -> ResponseReturnValue:
    """Notes that a person takes back the record of a code: it is hidden at once. Sensitive records too."""
    code, who = digits_of(request.form.get("code", "")[:100]), _words("who")
    found = records_with_code(db.session, list(permitted_areas()), code) if is_code(code) else []
    mine = [one for one in found if _case(*one) is not None]
    if not mine or not who:
        return _page(lack="lack"), 422
    by = f"{who} ({audience.caller(StaffIdentity).name})"
    for programme, record_id in mine:
        suspend(db.session, programme, record_id, by=by, now=clock.now())
    return _done("noted")


@pages.post("/withdrawals/<programme>/<uuid:record_id>/confirm")
def confirm(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Erases the record for good; a form without the tick is shown again."""
    _existing(programme, record_id)
    if request.form.get("sure") != "yes":
        return _page(lack="lack.sure"), 422
    me = audience.caller(StaffIdentity)
    with transaction() as session:
        record = find_record(session, programme, record_id)
        if record is None:
            raise Problem("not-found")
        orphans = erase(session, record, now=clock.now(), reason=REASON, by=f"{BY_CODE} ({me.name})")
        actions.catch_up(session, programme, most=0)
    for sha256 in orphans:
        files_of(current_app.extensions["echo_settings"]).delete(programme, sha256)
    return _done("deleted")


@pages.post("/withdrawals/<programme>/<uuid:record_id>/decline")
def answer_no(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Shows the record again; a code alone does not hide it any more."""
    _existing(programme, record_id)
    decline(db.session, programme, record_id, by=audience.caller(StaffIdentity).name, now=clock.now())
    return _done("declined")


def _existing(programme: str, record_id: uuid.UUID) -> None:
    """Problem `not-found` unless this record waits and is of the caller's area."""
    if _case(programme, record_id) is None or not suspended(db.session, programme, [record_id]):
        raise Problem("not-found")


def _case(programme: str, record_id: uuid.UUID) -> Case | None:
    """The case of a record, where it is of the caller's area."""
    case, mine = find_case(db.session, programme, record_id), permitted_areas().get(programme)
    return case if case is not None and mine is not None and mine.covers(case.place_path) else None


def _waiting() -> list[WaitingRecord]:
    now = clock.now()
    asked = open_suspensions(db.session, list(permitted_areas()))
    cases = [(one, _case(one.programme_id, one.record_id)) for one in asked]
    return [WaitingRecord(one, case, (now - one.asked_at).days) for one, case in cases if case is not None]


def _words(name: str) -> str:
    return " ".join(request.form.get(name, "").split())[:120]


def _done(what: str) -> ResponseReturnValue:
    return redirect(url_for(".withdrawals", done=what), 303)


def _page(**values: Any) -> str:
    done = request.args.get("done", "") if request.args.get("done") in {"deleted", "declined", "noted"} else ""
    return render_template(
        "review/withdrawals.html", say=TEXTS.say, waiting=_waiting(), sent=request.form, done=done, **values
    )
