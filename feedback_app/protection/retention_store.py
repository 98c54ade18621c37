"""Deleting reports that were closed long ago, with what was noted of them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select

from feedback_app.base.db import AnySession
from feedback_app.protection.tables import ProtectionReferral, ProtectionReport


def delete_closed(session: AnySession, programme_id: str, *, before: dt.datetime, limit: int) -> None:
    """Deletes reports that were closed before this moment, so many at most. How many is said to nobody."""
    mine = ProtectionReport.programme_id == programme_id, ProtectionReport.ended_at < before
    old = session.scalars(select(ProtectionReport.id).where(*mine).order_by(ProtectionReport.id).limit(limit)).all()
    if old:
        session.execute(delete(ProtectionReferral).where(ProtectionReferral.report_id.in_(old)))
        session.execute(delete(ProtectionReport).where(ProtectionReport.id.in_(old)))
