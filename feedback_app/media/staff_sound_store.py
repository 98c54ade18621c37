"""Sounds of staff: which subject has which, and which of them anyone may hear."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from sqlalchemy import and_, delete, select, update

from feedback_app.base.db import AnySession
from feedback_app.media.store import keep_media
from feedback_app.media.tables import Media, StaffSound

_SAME = and_(Media.programme_id == StaffSound.programme_id, Media.sha256 == StaffSound.sha256)


def note_sound(
    session: AnySession, programme_id: str, sha256: str, *, kind: str, size: int, subject: uuid.UUID, now: dt.datetime,
    person: uuid.UUID | None = None,
) -> None:  # fmt: skip
    """Notes a sound whose file is stored as that of a subject, instead of another one; it is not public, and the phones
    of `person` may fetch it."""
    row = {"programme_id": programme_id, "sha256": sha256, "type": kind, "bytes": size}
    keep_media(session, row | {"received_at": now, "state": "ready"})
    remove_sound(session, subject)
    session.add(StaffSound(programme_id=programme_id, sha256=sha256, subject_id=subject, person_id=person))
    session.flush()


def remove_sound(session: AnySession, subject: uuid.UUID) -> None:
    """The subject has no sound any more; its file goes with the next sweep where nothing else names it."""
    remove_sounds(session, [subject])


def remove_sounds(session: AnySession, subjects: Collection[uuid.UUID]) -> None:
    """The same of several subjects."""
    session.execute(delete(StaffSound).where(StaffSound.subject_id.in_(subjects)))


def set_public(session: AnySession, subject: uuid.UUID, *, public: bool) -> None:
    """From now on anyone may hear the sound of a subject, or nobody."""
    session.execute(update(StaffSound).where(StaffSound.subject_id == subject).values(public=public))


def type_of_sound(session: AnySession, programme_id: str, sha256: str, subject: uuid.UUID) -> str | None:
    """The media type of a subject's sound, for who may read the subject; None where there is none."""
    mine = StaffSound.programme_id == programme_id, StaffSound.sha256 == sha256, StaffSound.subject_id == subject
    return session.scalars(select(Media.type).join(StaffSound, _SAME).where(*mine)).first()


def where_public(session: AnySession, sha256: str) -> tuple[str, str] | None:
    """(programme, media type) of a sound of staff that anyone may hear; None for every other content."""
    mine = StaffSound.sha256 == sha256, StaffSound.public.is_(True)
    chosen = select(StaffSound.programme_id, Media.type).join(Media, _SAME).where(*mine)
    found = session.execute(chosen.order_by(StaffSound.programme_id).limit(1)).first()
    return (found[0], found[1]) if found else None


def type_for_person(session: AnySession, programme_id: str, sha256: str, person_id: uuid.UUID) -> str | None:
    """The media type of a sound that was recorded for somebody, for their phones; None for everybody else's."""
    mine = StaffSound.programme_id == programme_id, StaffSound.sha256 == sha256, StaffSound.person_id == person_id
    return session.scalars(select(Media.type).join(StaffSound, _SAME).where(*mine).limit(1)).first()


def staff_sounds(session: AnySession, programme_id: str, hashes: Collection[str]) -> set[str]:
    """Those of these contents that are sounds of staff."""
    mine = StaffSound.programme_id == programme_id, StaffSound.sha256.in_(hashes)
    return set(session.scalars(select(StaffSound.sha256).where(*mine)))
