"""Followers: how each package downstream reads the ledger in order, from where it stopped."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Subquery, and_, select

from feedback_app.base.db import AnySession, insert_if_absent
from feedback_app.forms.prompt_form import PROMPT, SYSTEM
from feedback_app.ledger.lookup_store import StoredEntry
from feedback_app.ledger.store import read_content
from feedback_app.ledger.tables import Follower, LedgerEntry


def unread_entries(session: AnySession, *, follower: str, programme_id: str, limit: int = 500) -> Sequence[LedgerEntry]:
    """The next entries that `follower` has not read, ascending, quarantined ones included."""
    after = position_of(session, follower, programme_id)
    chosen = (
        select(LedgerEntry)
        .where(LedgerEntry.programme_id == programme_id, LedgerEntry.position > after)
        .order_by(LedgerEntry.position)
        .limit(limit)
    )
    return session.scalars(chosen).all()


def unread_records(session: AnySession, *, follower: str, programme_id: str, limit: int) -> list[tuple[int, uuid.UUID]]:
    """(position, record) of the next entries that `follower` has not read, ascending."""
    after = position_of(session, follower, programme_id)
    chosen = select(LedgerEntry.position, LedgerEntry.record_id).where(
        LedgerEntry.programme_id == programme_id, LedgerEntry.position > after
    )
    rows = session.execute(chosen.order_by(LedgerEntry.position).limit(limit))
    return [(position, record) for position, record in rows]


def mark_read(session: AnySession, *, follower: str, programme_id: str, position: int) -> None:
    """Notes that `follower` has dealt with everything up to `position`, in the transaction that dealt with it."""
    row = session.get(Follower, (follower, programme_id))
    if row is None:
        session.add(Follower(name=follower, programme_id=programme_id, position=position))
    else:
        row.position = position
    session.flush()


def lock_follower(session: AnySession, *, follower: str, programme_id: str) -> None:
    """Locks the row of `follower` until commit, so that only one run works at a time; makes it where there is none."""
    insert_if_absent(session, Follower, {"name": follower, "programme_id": programme_id, "position": 0})
    locked = select(Follower).where(Follower.name == follower, Follower.programme_id == programme_id)
    session.execute(locked.with_for_update().execution_options(populate_existing=True)).scalar_one()


def position_of(session: AnySession, follower: str, programme_id: str) -> int:
    """How far `follower` has read; 0 before its first run."""
    row = session.get(Follower, (follower, programme_id))
    return row.position if row else 0


def is_among(revisions: Subquery) -> ColumnElement[bool]:
    """The condition that an entry is one of `revisions`, a subquery of (programme_id, record_id, rev)."""
    return and_(
        LedgerEntry.programme_id == revisions.c.programme_id,
        LedgerEntry.record_id == revisions.c.record_id,
        LedgerEntry.rev == revisions.c.rev,
    )


def entries_among(session: AnySession, revisions: Subquery, *, limit: int) -> Sequence[LedgerEntry | None]:
    """The entries of `revisions` (`is_among`); None for a revision of which there is none."""
    joined = select(LedgerEntry).select_from(revisions).outerjoin(LedgerEntry, is_among(revisions))
    return session.scalars(joined.limit(limit)).all()


def is_prompt(entry: StoredEntry) -> bool:
    """Whether this is a recorded prompt of a form, in quarantine too: nothing of anyone's life."""
    return PROMPT.encode() in entry.body and read_content(entry).get("instrument") == PROMPT


def is_aside(entry: StoredEntry) -> bool:
    """Whether this is of an instrument that is nobody's form, in quarantine too: it is no record to be reviewed."""
    return any(name.encode() in entry.body for name in SYSTEM) and read_content(entry).get("instrument") in SYSTEM
