"""Which cases were merged into which. A case is `merged` as long as one merge of it holds, and no longer."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import or_, select, update

from feedback_app.base.db import AnySession
from feedback_app.review.tables import Merge


def merges_of(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Merge]:
    """The merges that hold of these records, by the record that was merged."""
    mine = Merge.programme_id == programme_id, Merge.record_id.in_(ids), Merge.holds
    return {one.record_id: one for one in session.scalars(select(Merge).where(*mine))}


def merges_into(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> Sequence[Merge]:
    """Every merge into these records, oldest first, also those that have ended."""
    mine = Merge.programme_id == programme_id, Merge.into_id.in_(ids)
    return session.scalars(select(Merge).where(*mine).order_by(Merge.at, Merge.decision_id)).all()


def lineage(session: AnySession, programme_id: str, record_id: uuid.UUID) -> Sequence[Merge]:
    """Every merge of this record and into it, oldest first, also those that have ended."""
    concerned = or_(Merge.record_id == record_id, Merge.into_id == record_id)
    return session.scalars(
        select(Merge).where(Merge.programme_id == programme_id, concerned).order_by(Merge.at, Merge.decision_id)
    ).all()


def that_stay(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these records into which others are merged now."""
    mine = Merge.programme_id == programme_id, Merge.into_id.in_(ids), Merge.holds
    return set(session.scalars(select(Merge.into_id).where(*mine)))


def end_merges(
    session: AnySession, programme_id: str, ids: Collection[uuid.UUID], *, by: uuid.UUID | None = None
) -> None:
    """These records are no longer merged: by a decision, or because other words came, or none are left."""
    if ids:
        mine = Merge.programme_id == programme_id, Merge.record_id.in_(ids), Merge.holds
        session.execute(update(Merge).where(*mine).values(holds=False, is_loose=False, ended_by=by))


def loosen(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> None:
    """These records no longer stay: what was merged into them is to be reviewed again, by the job."""
    if ids:
        mine = Merge.programme_id == programme_id, Merge.into_id.in_(ids), Merge.holds
        session.execute(update(Merge).where(*mine).values(is_loose=True))


def loose(session: AnySession, programme_id: str, *, limit: int) -> Sequence[Merge]:
    """Some merges that hold although what stayed is gone."""
    mine = Merge.programme_id == programme_id, Merge.is_loose
    return session.scalars(select(Merge).where(*mine).limit(limit)).all()
