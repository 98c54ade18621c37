"""The desk's door to review: the queue, one record, a decision."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.base import audience, clock, stale_pages
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.base.representations import fresh
from feedback_app.enrol.desk import permitted_area, permitted_areas, shown_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.permissions import Area, may
from feedback_app.ledger.malformed import find_malformed, mark_seen
from feedback_app.review import actions, decisions, pages_view, reasons, store
from feedback_app.review import dossier_store as file_store
from feedback_app.review.case import Action, Refusal
from feedback_app.review.desk_actions import by_code
from feedback_app.review.queue import Query, read_query
from feedback_app.review.tables import Case
from feedback_app.review.texts import TEXTS
from feedback_app.review.unreadable import MOST, unreadable
from schemas import states
from schemas.roles import Permission
from sync.entry import MAX_REV

pages = audience.pages(__name__, Permission.REVIEW)


@pages.context_processor
def template_context() -> dict[str, Any]:
    """What every page of review says things with."""
    return {
        "say": TEXTS.say,
        "reason_words": lambda code: reasons.words(code, language()),
        "moment": moment,
        "look": states.look,
        "size": lambda count: TEXTS.say("size.kb", n=max(1, round(count / 1000))),
    }


def moment(at: dt.datetime) -> str:
    """A moment as people write it, in UTC."""
    return at.astimezone(dt.UTC).strftime("%d/%m/%Y %H:%M" if language() == "fr" else "%Y-%m-%d %H:%M")


AT_ONCE = 2000
"""Entries that one request catches up with; the job does the rest."""
_catch_up = partial(stale_pages.catch_up, actions, most=AT_ONCE)


@pages.get("/")
@in_menu("queue", words=("Relecture", "Review"), order=10)
def queue() -> ResponseReturnValue:
    """What waits for a reviewer, with filters."""
    mine = permitted_areas()
    area = shown_area()
    query = read_query(request.args)
    view = pages_view.queue(db.session, area, query, lang=language(), now=clock.now())
    return fresh(
        render_template(
            "review/queue.html", section="queue", view=view, programmes=_programmes(mine), **_done(area),
            behind=actions.behind(db.session, area.programme_id),
        )
    )  # fmt: skip


@pages.post("/")
def catch_up() -> ResponseReturnValue:
    """Makes cases of what phones have sent since the job ran, then shows the queue. Idempotent."""
    _catch_up(shown_area().programme_id)
    return redirect(request.full_path.rstrip("?"), 303)


@pages.get("/unreadable/<programme>")
def unreadable_entries(programme: str) -> ResponseReturnValue:
    """What phones sent that could not be read as a record; it is in no list of records."""
    area = permitted_area(programme)
    rows = find_malformed(db.session, programme, area.paths, most=MOST)
    lines = [unreadable(row, language()) for row in rows]
    return fresh(render_template("review/unreadable.html", section="queue", programme=programme, lines=lines))


@pages.post("/unreadable/<programme>/<digest>")
def note_seen(programme: str, digest: str) -> ResponseReturnValue:
    """Notes that the caller has looked at one of them and does what is to be done."""
    staff, area = audience.caller(StaffIdentity), permitted_area(programme)
    if not mark_seen(db.session, programme, area.paths, digest, by=staff.person_id, now=clock.now()):
        raise Problem("not-found")
    return redirect(url_for(".unreadable_entries", programme=programme), 303)


@pages.get("/records/<programme>/<uuid:record_id>")
def record(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """One record: all that is held of it, and what may be done. The page itself sends that it was opened."""
    return _record(permitted_area(programme), record_id)


@pages.post("/records/<programme>/<uuid:record_id>")
def catch_up_record(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001 - of the address
    """Makes cases of what phones have sent since the job ran, then shows the record. Idempotent."""
    permitted_area(programme)
    _catch_up(programme)
    return redirect(request.full_path.rstrip("?"), 303)


@pages.post("/records/<programme>/<uuid:record_id>/reading")
def note_reading(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Notes that somebody has this revision before their eyes, and tells its author. Idempotent."""
    case = _locked_case(permitted_area(programme), record_id)
    if request.form.get("rev") == str(case.rev):
        _note_reading(case)
    return "", 204


@pages.post("/records/<programme>/<uuid:record_id>/decision")
def decide(programme: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Takes a decision, then goes on to the next record of the queue."""
    area, staff, query = permitted_area(programme), audience.caller(StaffIdentity), read_query(request.args)
    _catch_up(programme)
    case = _locked_case(area, record_id)
    position, verdict = case.position, _verdict()
    if verdict.rev_seen == case.rev:
        _note_reading(case)  # whose browser runs no script, or was faster than it
    made = decisions.decide(db.session, case, verdict, by=staff.person_id, now=clock.now())
    if isinstance(made, Refusal):
        return _record(area, record_id, refusal=made), 409 if made is Refusal.STALE else 422
    return redirect(_onwards(area, query, record_id, verdict.action, position), 303)


def _verdict() -> decisions.Verdict:
    form = request.form
    action = by_code(form.get("action"))
    if action is None:
        raise Problem("malformed")
    try:
        return decisions.Verdict(
            action=action,
            rev_seen=int(form.get("rev_seen", "")),
            state_seen=form.get("state_seen"),
            reason=form.get("reason") or None,
            message=(form.get("message") or "").replace("\r\n", "\n") or None,
            rev=min(int(form["rev"]), MAX_REV) if form.get("rev") else None,
        )
    except ValueError as error:
        raise Problem("malformed") from error


def _onwards(area: Area, query: Query, record_id: uuid.UUID, action: Action, position: int) -> str:
    """Where to go after a decision: the record itself, or the next one that waits."""
    following = record_id if action.stays else _next(area, query, position)
    if following is None:
        address = url_for(".queue")
    else:
        address = url_for(".record", programme=area.programme_id, record_id=following)
    return f"{address}?{_arguments(area, query)}&did={action.code}&of={record_id}"


def _next(area: Area, query: Query, position: int) -> uuid.UUID | None:
    """The record after this place in the queue, else, at its end, the first that still waits."""
    start, mine = -1 if query.oldest_first else 2**62, store.cases_of(db.session, area)
    return store.neighbour(db.session, mine, query, position=position, step=1) or (
        store.neighbour(db.session, mine, query, position=start, step=1) if query.tab == "open" else None
    )


def _arguments(area: Area, query: Query) -> str:
    return "&".join(part for part in (f"programme={area.programme_id}", query.address()) if part)


def _record(area: Area, record_id: uuid.UUID, *, refusal: Refusal | None = None) -> Response:
    file = file_store.find_dossier(db.session, area.programme_id, record_id)
    is_behind = actions.behind(db.session, area.programme_id, record_id=record_id)
    if is_behind and file_store.find_case(db.session, area.programme_id, record_id) is None:
        return fresh(render_template("review/arriving.html", section="queue", behind=True), 404)
    if file is None or not area.covers(file.case.place_path):
        raise Problem("not-found")
    query = read_query(request.args)
    view = pages_view.record(db.session, area, file, query, lang=language())
    arguments = _arguments(area, query)
    erases = may(audience.caller(StaffIdentity), Permission.ERASE, Area(area.programme_id, (file.case.place_path,)))
    return fresh(
        render_template(
            "review/record.html", section="queue", view=view, refusal=refusal, arguments=arguments,
            sent=request.form if refusal else {}, erases=erases, **_done(area),
            behind=is_behind, opens=not is_behind and actions.is_news(db.session, file.case),
        )
    )  # fmt: skip


def _done(area: Area) -> dict[str, Any]:
    """What the person has just done, as the address says it: for a line that leads back to it."""
    action, of = request.args.get("did"), request.args.get("of", "")
    try:
        case = file_store.find_case(db.session, area.programme_id, uuid.UUID(of)) if by_code(action) else None
    except ValueError:
        case = None
    return {"did": action if case and area.covers(case.place_path) else None, "did_case": case}


def _programmes(mine: dict[str, Area]) -> list[store.Option]:
    return store.programme_names(db.session, list(mine), language()) if len(mine) > 1 else []


def _locked_case(area: Area, record_id: uuid.UUID) -> Case:
    """A case that the caller reviews, held until commit. Problem `not-found` for any other."""
    case = file_store.find_case(db.session, area.programme_id, record_id, lock=True)
    if case is None or not area.covers(case.place_path):
        raise Problem("not-found")
    return case


def _note_reading(case: Case) -> None:
    if actions.is_news(db.session, case):
        actions.note_reading(db.session, case, by=audience.caller(StaffIdentity).person_id, now=clock.now())
