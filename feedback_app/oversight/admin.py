"""The door for coordinators: who did what in their programme."""

from __future__ import annotations

import datetime as dt

from flask import render_template, request
from flask.typing import ResponseReturnValue

from feedback_app.audit.store import EventFilter, events
from feedback_app.audit.transactions import note_read
from feedback_app.base import audience
from feedback_app.base.db import db
from feedback_app.base.i18n import language
from feedback_app.base.id_text import read_id
from feedback_app.base.menu import in_menu
from feedback_app.base.representations import not_cached
from feedback_app.enrol.desk import ProgrammeArea, asked_area, permitted_areas
from feedback_app.enrol.identity import StaffIdentity
from feedback_app.enrol.lookup_store import members
from feedback_app.oversight.texts import TEXTS
from feedback_app.oversight.view import event_lines
from schemas.roles import Permission
from schemas.vocabulary import vocabulary

pages = audience.pages(__name__, Permission.AUDIT)
AT_ONCE = 100


@pages.get("/audit")
@in_menu("audit", words=("Journal", "Audit log"), order=95)
def audit_log() -> ResponseReturnValue:
    """The newest events that fit the filter; of who looks after a part of a programme, their own."""
    area = asked_area()
    people = {str(key): name for key, name in members(db.session, [area.programme.id]).items()}
    chosen = _filter(area, set(people))
    found = events(db.session, chosen, limit=AT_ONCE + 1)
    note_read("audit_viewed", about=("programme", area.programme.id), programme=area.programme.id)
    return not_cached(
        render_template(
            "oversight/audit.html", texts=TEXTS, section="audit", programme=area.programme, whole=area.is_whole,
            programmes=sorted(permitted_areas()), lines=event_lines(db.session, found[:AT_ONCE], language()),
            older=found[AT_ONCE - 1].id if len(found) > AT_ONCE else None, people=people, asked=request.args,
            kinds=vocabulary("audit_events").terms,
        )
    )  # fmt: skip


def _filter(area: ProgrammeArea, people: set[str]) -> EventFilter:
    asked, me = request.args, str(audience.caller(StaffIdentity).person_id)
    since, until = _day(asked.get("day", ""))
    return EventFilter(
        programmes=[area.programme.id],
        people=people,
        event=asked.get("event") or None,
        actor=(asked.get("person") or None) if area.is_whole else me,
        since=since,
        until=until,
        before=read_id(asked.get("before", "")),
    )


def _day(text: str) -> tuple[dt.datetime, dt.datetime] | tuple[None, None]:
    """The start and the end of a day, as the server reckons days; nothing for what is none."""
    try:
        start = dt.datetime.combine(dt.date.fromisoformat(text), dt.time(), dt.UTC)
        return start, start + dt.timedelta(days=1)
    except (ValueError, OverflowError):
        return None, None
