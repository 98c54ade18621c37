"""The desk's door to the queue: what waits for a reviewer, lists with a name, and what could not be read."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback_app.audit.log import note_event
from feedback_app.audit.transactions import note_read
from feedback_app.base import audience, clock, stale_pages
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.menu import in_menu
from feedback_app.base.problem import Problem
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import permitted_area, permitted_areas, shown_area
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.permissions import Area
from feedback_app.ledger.malformed import find_malformed, mark_seen
from feedback_app.review import actions
from feedback_app.review.case import State
from feedback_app.review.decisions.desk_actions import by_code
from feedback_app.review.page_words import page_words
from feedback_app.review.queue.query import ORDERS, read_query
from feedback_app.review.queue.saved_view_store import LONGEST_NAME, remove_view, save_view
from feedback_app.review.queue.texts import TEXTS
from feedback_app.review.queue.unreadable import MOST, unreadable_row
from feedback_app.review.queue.view import queue_view
from feedback_app.review.store import Option, find_case, programme_names
from feedback_app.review.tables import Case
from schemas.roles import Permission

pages = audience.pages(__name__, Permission.REVIEW)
pages.context_processor(partial(page_words, TEXTS))

AT_ONCE = 2000
"""Entries that one request catches up with; the job does the rest."""
catch_up_now = partial(stale_pages.catch_up, actions, most=AT_ONCE)


@pages.get("/")
@in_menu("queue", words=("Relecture", "Review"), order=10)
def queue() -> ResponseReturnValue:
    """What waits for a reviewer, with filters."""
    mine = permitted_areas()
    area = shown_area()
    query = read_query(request.args)
    reader = audience.caller(StaffIdentity).person_id
    view = queue_view(db.session, area, query, lang=language(), reader=reader, now=clock.now())
    return not_cached(
        render_template(
            "review/queue.html", section="queue", view=view, orders=ORDERS, programmes=_programmes(mine), **done(area),
            behind=actions.is_behind(db.session, area.programme_id), may_take_along=query.tab == State.ACCEPTED,
        )
    )  # fmt: skip


@pages.post("/")
def catch_up() -> ResponseReturnValue:
    """Makes cases of what phones have sent since the job ran, then shows the queue. Idempotent."""
    catch_up_now(shown_area().programme_id)
    return redirect(request.full_path.rstrip("?"), 303)


@pages.get("/unreadable/<programme>")
def unreadable_entries(programme: str) -> ResponseReturnValue:
    """What phones sent that could not be read as a record; it is in no list of records."""
    area = permitted_area(programme)
    rows = find_malformed(db.session, programme, area.paths, most=MOST)
    lines = [unreadable_row(row, language()) for row in rows]
    if rows:
        note_read("unreadable_viewed", about=("programme", programme), programme=programme, count=len(rows))
    return not_cached(render_template("review/unreadable.html", section="queue", programme=programme, lines=lines))


@pages.post("/unreadable/<programme>/<digest>")
def note_seen(programme: str, digest: str) -> ResponseReturnValue:
    """Notes that the caller has looked at an unreadable entry and takes care of it."""
    staff, area = audience.caller(StaffIdentity), permitted_area(programme)
    if not mark_seen(db.session, programme, area.paths, digest, by=staff.person_id, now=clock.now()):
        raise Problem("not-found")
    note_event(db.session, "unreadable_seen", about=("entry", digest), programme=programme)
    return redirect(url_for(".unreadable_entries", programme=programme), 303)


@pages.post("/views")
def save_query() -> ResponseReturnValue:
    """Gives the query of the address a name, for the caller or for all who review the programme, and shows it."""
    area, query = shown_area(), read_query(request.args)
    name = " ".join(request.form.get("name", "").split())
    if not name or len(name) > LONGEST_NAME or "\0" in name:
        return _list_after(area.programme_id, query.address(), view="unnamed")
    saved = save_view(
        db.session, area.programme_id, name=name, query=query.address(), shared=bool(request.form.get("shared")),
        by=audience.caller(StaffIdentity).person_id, now=clock.now(),
    )  # fmt: skip
    return _list_after(area.programme_id, query.address(), view="saved" if saved else "full")


@pages.post("/views/<uuid:view_id>/remove")
def remove_query(view_id: uuid.UUID) -> ResponseReturnValue:
    """Forgets a view of the caller. Problem `not-found` for any other."""
    if not remove_view(db.session, view_id, audience.caller(StaffIdentity).person_id):
        raise Problem("not-found")
    return _list_after(shown_area().programme_id, read_query(request.args).address(), view="removed")


def _list_after(programme: str, query: str, *, view: str) -> ResponseReturnValue:
    address = url_for(".queue", programme=programme, view=view)
    return redirect(f"{address}&{query}" if query else address, 303)


def done(area: Area) -> dict[str, Any]:
    """The decision that the person has just taken, read from the address, for a line with a link back to its record."""
    action, of = request.args.get("did"), request.args.get("of", "")
    try:
        case = find_case(db.session, area.programme_id, uuid.UUID(of)) if by_code(action) else None
    except ValueError:
        case = None
    return {"did": action if case and area.covers(case.place_path) else None, "did_case": case}


def case_there(programme: str, record_id: uuid.UUID, *, lock: bool = False) -> Case:
    """The case of a record that the caller may do here what the route is for; with `lock` nobody else decides on it
    before commit. Problem `not-found` for any other."""
    area = permitted_area(programme)
    case = find_case(db.session, programme, record_id, lock=lock)
    if case is None or not area.covers(case.place_path):
        raise Problem("not-found")
    return case


locked_case = partial(case_there, lock=True)


def record_address(case: Case, **more: str) -> str:
    """The page of a record, in the list that it was opened from."""
    at = url_for("review_record_desk_pages.record", programme=case.programme_id, record_id=case.record_id)
    parts = [f"programme={case.programme_id}", read_query(request.args).address(), urlencode(more)]
    return f"{at}?{'&'.join(part for part in parts if part)}"


def _programmes(mine: dict[str, Area]) -> list[Option]:
    return programme_names(db.session, list(mine), language()) if len(mine) > 1 else []
