"""Every select of runs of retention and of breaches."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import Select, select

from feedback_app.base.db import AnySession
from feedback_app.portfolio.replies.retention_store import answered_before
from feedback_app.review.retention_store import closed_before
from feedback_app.rights.tables import Breach, RetentionRun

DEADLINE = dt.timedelta(hours=72)
"""Within which the authority is to hear of a breach."""


def runs(session: AnySession, programme_id: str, *, limit: int = 10) -> Sequence[RetentionRun]:
    """The newest runs that deleted something."""
    chosen = select(RetentionRun).where(RetentionRun.programme_id == programme_id)
    return session.scalars(chosen.order_by(RetentionRun.at.desc(), RetentionRun.id.desc()).limit(limit)).all()


def breaches(session: AnySession, programme_id: str) -> Sequence[Breach]:
    """The breaches of a programme, the latest noticed first."""
    chosen = select(Breach).where(Breach.programme_id == programme_id)
    return session.scalars(chosen.order_by(Breach.noticed_at.desc(), Breach.id)).all()


def find_breach(session: AnySession, programme_id: str, breach_id: uuid.UUID) -> Breach | None:
    """A breach of this programme."""
    found = session.get(Breach, breach_id)
    return found if found and found.programme_id == programme_id else None


def first_open_breach(session: AnySession, programmes: Collection[str]) -> Breach | None:
    """The breach of which the authority has not heard and that was noticed first."""
    chosen = select(Breach).where(Breach.programme_id.in_(programmes), Breach.authority_at.is_(None))
    return session.scalars(chosen.order_by(Breach.noticed_at).limit(1)).first()


def expired_records(programme_id: str, before: dt.datetime) -> list[Select[uuid.UUID]]:
    """The records whose time began before this moment, as statements: with the decision that closed them, or, of
    answers to replies, which nobody decides about, with their arrival."""
    return [closed_before(programme_id, before), *answered_before(programme_id, before)]
