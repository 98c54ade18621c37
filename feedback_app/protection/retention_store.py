"""Deleting reports that were closed long ago, or that were made up, with what was noted of them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from sqlalchemy import delete, exists, select

from feedback_app.base.db import AnySession
from feedback_app.protection.tables import ProtectionKey, ProtectionReferral, ProtectionReport, ProtectionWrap


def delete_closed(session: AnySession, programme_id: str, *, before: dt.datetime, limit: int) -> None:
    """Deletes reports that were closed before this moment, so many at most. How many is said to nobody."""
    mine = ProtectionReport.programme_id == programme_id, ProtectionReport.ended_at < before
    old = session.scalars(select(ProtectionReport.id).where(*mine).order_by(ProtectionReport.id).limit(limit)).all()
    delete_reports(session, old)


def delete_reports(session: AnySession, ids: Collection[uuid.UUID]) -> None:
    """Deletes these reports, with what was noted of them."""
    if ids:
        session.execute(delete(ProtectionReferral).where(ProtectionReferral.report_id.in_(ids)))
        session.execute(delete(ProtectionReport).where(ProtectionReport.id.in_(ids)))


def delete_unused_key(session: AnySession, key_id: str) -> None:
    """Deletes a key, with its wraps, unless something is sealed to it."""
    for table in (ProtectionReport, ProtectionReferral):
        if session.scalar(select(exists().where(table.key_id == key_id))):
            return
    session.execute(delete(ProtectionWrap).where(ProtectionWrap.key_id == key_id))
    session.execute(delete(ProtectionKey).where(ProtectionKey.id == key_id))
