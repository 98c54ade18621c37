"""What packages after this one ask of it: the key that phones seal to. Nothing of any report."""

from __future__ import annotations

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.protection.tables import ProtectionKey


def current_public_key(session: AnySession, programme_id: str) -> str | None:
    """The newest public key of a programme; None where its officers have made none."""
    mine = select(ProtectionKey.public_key).where(ProtectionKey.programme_id == programme_id)
    return session.scalars(mine.order_by(ProtectionKey.made_at.desc(), ProtectionKey.id).limit(1)).first()
