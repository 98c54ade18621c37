"""Whether somebody may change a solution: what is outside their area is not theirs to change."""

from __future__ import annotations

import uuid

from feedback_app.base.db import AnySession
from feedback_app.enrol.permissions import Area
from feedback_app.portfolio.practices.tables import Practice
from feedback_app.portfolio.solutions.reach import is_whole
from feedback_app.register.lookup_store import place_paths


def may_change(session: AnySession, area: Area, practice: Practice, *, by: uuid.UUID) -> bool:
    """Whether all places where it was found, public and proposed, are of an area; one without a place belongs to who
    lifted it. Who looks after the whole programme may change all."""
    if is_whole(session, area):
        return True
    codes = {code for words in (practice.words, practice.proposed) for code in words.get("places", ())}
    paths = place_paths(session, codes)
    if not codes:
        return practice.created_by == by
    return len(paths) == len(codes) and all(area.covers(path) for path in paths.values())
