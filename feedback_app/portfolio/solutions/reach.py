"""Whether somebody may change a theme or a solution: what answers needs outside their area is not theirs to change."""

from __future__ import annotations

import uuid

from feedback_app.base.db import AnySession
from feedback_app.enrol.permissions import Area
from feedback_app.portfolio.solutions.tables import Solution, Theme
from feedback_app.portfolio.solutions.word_store import answers_needs
from feedback_app.register.desk_store import programme_path


def may_change(session: AnySession, area: Area, subject: Theme | Solution, *, by: uuid.UUID) -> bool:
    """Whether all needs that it answers are of an area; what answers none belongs to who made it. Who looks after the
    whole programme may change all."""
    if is_whole(session, area):
        return True
    if answers_needs(session, subject, outside=area):
        return False
    return subject.created_by == by or answers_needs(session, subject)


def is_whole(session: AnySession, area: Area) -> bool:
    """Whether an area is all of its programme."""
    return area.covers(programme_path(session, area.programme_id) or "")
