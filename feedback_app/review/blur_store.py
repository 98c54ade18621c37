"""Selects of the parts of photos that reviewers hide."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import delete, select

from feedback_app.base.db import AnySession
from feedback_app.media.refusal_store import is_refused_of
from feedback_app.review.tables import PhotoBlur


def blurs_of(session: AnySession, programme_id: str, record_id: uuid.UUID) -> Sequence[PhotoBlur]:
    """What was hidden of a record's photos, oldest first."""
    mine = PhotoBlur.programme_id == programme_id, PhotoBlur.record_id == record_id
    return session.scalars(select(PhotoBlur).where(*mine).order_by(PhotoBlur.at, PhotoBlur.id)).all()


def newest_of(session: AnySession, programme_id: str, record_id: uuid.UUID, sha256: str) -> PhotoBlur | None:
    """What is hidden of one photo."""
    return next((one for one in reversed(blurs_of(session, programme_id, record_id)) if one.sha256 == sha256), None)


def delete_refused_blurs(session: AnySession, programme_id: str, *, limit: int) -> int:
    """Deletes which parts of photos were hidden whose use was refused or taken back, of so many records at most.
    Returns how many records they were."""
    refused = (
        PhotoBlur.programme_id == programme_id,
        is_refused_of(programme_id, PhotoBlur.record_id, PhotoBlur.sha256),
    )
    found = set(session.scalars(select(PhotoBlur.record_id).where(*refused).distinct().limit(limit)))
    if found:
        session.execute(delete(PhotoBlur).where(*refused, PhotoBlur.record_id.in_(found)))
    return len(found)
