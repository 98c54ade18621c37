"""Whether somebody may change a theme or a solution: what answers needs outside their area is not theirs to change."""

from __future__ import annotations

import uuid

from sqlalchemy import exists, select

from feedback_app.base.db import AnySession
from feedback_app.enrol.permissions import Area
from feedback_app.portfolio.solutions.answer_store import answered_by
from feedback_app.portfolio.solutions.tables import Item, Solution, Theme
from feedback_app.register.desk_store import programme_path
from feedback_app.review.lookup_store import cases_below


def may_change(session: AnySession, area: Area, subject: Theme | Solution, *, by: uuid.UUID) -> bool:
    """Whether all needs that it answers are of an area; what answers none belongs to who made it. Who looks after the
    whole programme may change all."""
    if is_whole(session, area):
        return True
    mine = (Item.theme_id == subject.id) if isinstance(subject, Theme) else answered_by(subject.id)
    needs = select(Item.record_id).where(Item.programme_id == area.programme_id, mine)
    below = select(cases_below(area.programme_id, area.paths).c.record_id)
    if session.execute(select(exists(needs.where(Item.record_id.not_in(below))))).scalar_one():
        return False
    return subject.created_by == by or bool(session.execute(select(exists(needs))).scalar_one())


def is_whole(session: AnySession, area: Area) -> bool:
    """Whether an area is all of its programme."""
    return area.covers(programme_path(session, area.programme_id) or "")
