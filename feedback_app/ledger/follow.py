"""How everything downstream learns what was said: it reads the ledger from where it stopped, in order."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from feedback_app.base.db import AnySession, insert_if_absent
from feedback_app.capture.system import PROMPT
from feedback_app.ledger.store import read_content
from feedback_app.ledger.tables import FeedRow, Follower, LedgerEntry


def unread(session: AnySession, *, follower: str, programme_id: str, limit: int = 500) -> Sequence[LedgerEntry]:
    """The next entries that `follower` has not read, ascending, quarantined ones included."""
    chosen = (
        select(LedgerEntry)
        .where(LedgerEntry.programme_id == programme_id, LedgerEntry.position > _place(session, follower, programme_id))
        .order_by(LedgerEntry.position)
        .limit(limit)
    )
    return session.scalars(chosen).all()


def told_since(
    session: AnySession, *, follower: str, programme_id: str, limit: int = 500
) -> list[tuple[int, uuid.UUID]]:
    """(place, record) of the next fates that were told to authors and that `follower` has not read, ascending."""
    chosen = (
        select(FeedRow.position, FeedRow.name)
        .where(FeedRow.programme_id == programme_id, FeedRow.position > _place(session, follower, programme_id))
        .where(FeedRow.kind == "record")
        .order_by(FeedRow.position)
        .limit(limit)
    )
    return [(place, uuid.UUID(name)) for place, name in session.execute(chosen)]


def mark_read(session: AnySession, *, follower: str, programme_id: str, position: int) -> None:
    """Notes that `follower` has dealt with everything up to `position`, in the transaction that dealt with it."""
    row = session.get(Follower, (follower, programme_id))
    if row is None:
        session.add(Follower(name=follower, programme_id=programme_id, position=position))
    else:
        row.position = position
    session.flush()


def lock_follower(session: AnySession, *, follower: str, programme_id: str) -> None:
    """Lets one reader of this name work at a time, until commit; makes its row when there is none."""
    insert_if_absent(session, Follower, {"name": follower, "programme_id": programme_id, "position": 0})
    locked = select(Follower).where(Follower.name == follower, Follower.programme_id == programme_id)
    session.execute(locked.with_for_update().execution_options(populate_existing=True)).scalar_one()


def _place(session: AnySession, follower: str, programme_id: str) -> int:
    row = session.get(Follower, (follower, programme_id))
    return row.position if row else 0


def is_prompt(entry: LedgerEntry) -> bool:
    """Whether this is a recorded prompt of a form, in quarantine too: nothing that anyone said of their life."""
    return PROMPT.encode() in entry.body and read_content(entry).get("instrument") == PROMPT
