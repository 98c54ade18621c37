"""Whether somebody may propose other words of a sheet: what is outside their area is not theirs to change."""

from __future__ import annotations

import uuid

from feedback_app.base.db import AnySession
from feedback_app.enrol.permissions import Area
from feedback_app.portfolio.csr.tables import CsrSheet
from feedback_app.portfolio.solutions.reach import is_whole
from feedback_app.register.lookup_store import place_paths


def may_change(session: AnySession, area: Area, sheet: CsrSheet, *, by: uuid.UUID) -> bool:
    """Whether all its places, public and proposed, are of an area; one without a place belongs to who made it. Who
    looks after the whole programme may change all."""
    if is_whole(session, area) or sheet.created_by == by:
        return True
    codes = {code for words in (sheet.words, sheet.proposed) for code in words.get("places", ())}
    paths = place_paths(session, codes)
    return bool(codes) and len(paths) == len(codes) and all(area.covers(path) for path in paths.values())
