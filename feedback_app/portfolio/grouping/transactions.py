"""Suggestions are made in a transaction that only reads, and stored in a short one: whoever writes does not wait."""

from __future__ import annotations

from feedback_app.base.db import reading, transaction
from feedback_app.portfolio.grouping import actions


def suggest(programme_id: str) -> int:
    """Suggests anew. Returns how many suggestions came or went."""
    with reading() as session:
        made = actions.make_suggestions(session, programme_id)
        same = actions.is_stored(session, programme_id, made)
    if same:
        return 0
    with transaction() as session:
        return actions.store_suggestions(session, programme_id, made)
