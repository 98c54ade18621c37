"""Lists of the queue that people have given a name, for themselves or for all who review the programme."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, or_, select

from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.enrol.lookup_store import people
from feedback_app.review.tables import SavedView

MOST = 40
"""Views of one person in a programme."""
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A saved view: its name, its query as an address has it, whose it is."""

    id: uuid.UUID
    name: str
    query: str
    shared: bool
    by: str
    is_mine: bool


def views_for(session: AnySession, programme_id: str, person: uuid.UUID) -> list[ViewLink]:
    """The views of a person and those that others share, by name. Two statements."""
    seen = or_(SavedView.by == person, SavedView.shared)
    chosen = select(SavedView).where(SavedView.programme_id == programme_id, seen).order_by(SavedView.name)
    found: Sequence[SavedView] = session.scalars(chosen.limit(10 * MOST)).all()
    names = people(session, {one.by for one in found})
    return [ViewLink(one.id, one.name, one.query, one.shared, names[one.by].name, one.by == person) for one in found]


def save_view(
    session: AnySession, programme_id: str, *, name: str, query: str, shared: bool, by: uuid.UUID, now: dt.datetime
) -> bool:
    """Saves a view; of a person's views one of each name, the last one. False where there are `MOST` already."""
    mine = SavedView.programme_id == programme_id, SavedView.by == by
    known = session.scalar(select(SavedView).where(*mine, SavedView.name == name).with_for_update())
    if known is not None:
        known.query, known.shared = query, shared
        return True
    there = session.scalar(select(func.count()).select_from(SavedView).where(*mine)) or 0
    if there >= MOST:
        return False
    session.add(SavedView(id=new_id(), programme_id=programme_id, by=by, name=name, query=query, shared=shared, at=now))
    return True


def remove_view(session: AnySession, view_id: uuid.UUID, by: uuid.UUID) -> bool:
    """Removes a view of this person; False where it is none of theirs."""
    removed = delete(SavedView).where(SavedView.id == view_id, SavedView.by == by).returning(SavedView.id)
    return session.execute(removed).first() is not None
