"""Every select on media."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeGuard

from sqlalchemy import Uuid, and_, bindparam, case, delete, exists, func, select, update

from feedback_app.base.bulk import insert_many
from feedback_app.base.db import AnySession, insert_if_absent
from feedback_app.base.look_up import look_up
from feedback_app.media.images import Processed, Refused
from feedback_app.media.tables import Media, MediaLoss, MediaUse, Upload

_SHA256 = re.compile(r"[0-9a-f]{64}")
LARGEST = 2**53
USE = ("record_id", "rev", "sha256", "question")
"""What identifies a use of a content in a programme."""
BUNDLE_STATE = "bundle"
"""Of a hand-carried file, which `carry` sweeps."""
ENDED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""When an upload expired that was ended, whatever the clock says."""


def declared_media(
    media: Iterable[object], *, programme_id: str, record_id: uuid.UUID, rev: int, device_id: uuid.UUID
) -> list[dict[str, Any]]:
    """Rows of `MediaUse`: which media an entry speaks of. What is no medium is passed over: the entry is in
    quarantine for it."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for one in media:
        if not isinstance(one, dict):
            continue
        sha256, question, kind, size = (one.get(name) for name in ("sha256", "question", "type", "bytes"))
        if not (isinstance(sha256, str) and _SHA256.fullmatch(sha256) and isinstance(question, str)):
            continue
        if not isinstance(kind, str) or not _is_size(size):
            continue
        asked = question.replace("\x00", "")[:120]
        row = {
            "programme_id": programme_id, "record_id": record_id, "rev": rev, "sha256": sha256, "question": asked,
            "device_id": device_id, "type": kind.replace("\x00", "")[:80], "bytes": size, "safe": False,
        }  # fmt: skip
        found.setdefault((sha256, asked), row)
    return list(found.values())


def _is_size(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def insert_uses(session: AnySession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Notes which contents entries speak of (`declared_media`)."""
    insert_many(session, {MediaUse: rows})


def uses_of(session: AnySession, programme_id: str, records: Collection[uuid.UUID]) -> set[tuple[Any, ...]]:
    """The uses (`USE`) that are noted of these records."""
    columns = [getattr(MediaUse, name) for name in USE]
    noted = select(*columns).where(MediaUse.programme_id == programme_id, MediaUse.record_id.in_(records))
    return {tuple(row) for row in session.execute(noted)}


def delete_uses_at(session: AnySession, programme_id: str, record_id: uuid.UUID, rev: int) -> None:
    """Deletes which contents one revision of a record names."""
    same = MediaUse.record_id == record_id, MediaUse.rev == rev
    session.execute(delete(MediaUse).where(MediaUse.programme_id == programme_id, *same))


# The type is named: a column with a foreign key has none until the table it points to is imported.
_MISSING = (
    select(MediaUse.sha256)
    .outerjoin(Media, and_(Media.programme_id == MediaUse.programme_id, Media.sha256 == MediaUse.sha256))
    .where(MediaUse.device_id == bindparam("device", type_=Uuid()), MediaUse.programme_id == bindparam("programme"))
    .where(MediaUse.safe.is_(False), Media.sha256.is_(None))
    .group_by(MediaUse.sha256)
    .order_by(
        func.min(case((MediaUse.type.like("audio/%"), 0), else_=1)), func.min(MediaUse.bytes), MediaUse.sha256
    )
    .limit(bindparam("limit"))
)  # fmt: skip


def missing(session: AnySession, *, programme_id: str, device_id: uuid.UUID, limit: int = 200) -> list[str]:
    """The hashes that this device's entries speak of and the programme does not hold: voices first, small first."""
    return [sha256 for (sha256,) in look_up(session, _MISSING, device=device_id, programme=programme_id, limit=limit)]


def received_counts(
    session: AnySession, *, programme_id: str, record_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, tuple[int, int]]:
    """Of each record, how many of its media have arrived and how many there are: (2, 3) is "2 sur 3"."""
    chosen = (
        select(MediaUse.record_id, func.count(Media.sha256.distinct()), func.count(MediaUse.sha256.distinct()))
        .outerjoin(Media, and_(Media.programme_id == MediaUse.programme_id, Media.sha256 == MediaUse.sha256))
        .where(MediaUse.programme_id == programme_id, MediaUse.record_id.in_(record_ids))
        .group_by(MediaUse.record_id)
    )
    return {record: (have, of) for record, have, of in session.execute(chosen)}


def delete_uses(
    session: AnySession, *, programme_id: str, record_id: uuid.UUID, needed: Collection[str] = ()
) -> list[str]:
    """Deletes which media a record names, and the media that nothing else in the programme names; those in
    `needed` stay, because they are there for another reason.

    Returns the hashes of those: their files are to be removed once this is committed.
    """
    mine = and_(MediaUse.programme_id == programme_id, MediaUse.record_id == record_id)
    hashes = set(session.scalars(select(MediaUse.sha256).where(mine)))
    session.execute(delete(MediaUse).where(mine))
    spoken = select(MediaUse.sha256).where(MediaUse.programme_id == programme_id, MediaUse.sha256.in_(hashes))
    gone = sorted(hashes - set(session.scalars(spoken)) - set(needed))
    session.execute(delete(Media).where(Media.programme_id == programme_id, Media.sha256.in_(gone)))
    return gone


def spoken_of(session: AnySession, *, programme_id: str, record_id: uuid.UUID) -> list[str]:
    """The hashes that a record speaks of."""
    mine = select(MediaUse.sha256).where(MediaUse.programme_id == programme_id, MediaUse.record_id == record_id)
    return sorted(set(session.scalars(mine)))


def end_uploads(session: AnySession, *, programme_id: str, hashes: Collection[str]) -> None:
    """Ends uploads of these contents: the next sweep removes their bytes."""
    mine = update(Upload).where(Upload.programme_id == programme_id, Upload.sha256.in_(hashes))
    session.execute(mine.values(expires_at=ENDED))


def unreferenced(session: AnySession, *, programme_id: str, hashes: Collection[str]) -> Sequence[str]:
    """Those of these contents that are stored and that nothing names."""
    spoken = select(MediaUse.sha256).where(MediaUse.programme_id == programme_id, MediaUse.sha256.in_(hashes))
    stored = select(Media.sha256).where(Media.programme_id == programme_id, Media.sha256.in_(hashes))
    return session.scalars(stored.where(Media.sha256.not_in(spoken))).all()


def delete_unreferenced(
    session: AnySession, *, programme_id: str, hashes: Collection[str], needed: Collection[str] = ()
) -> list[str]:
    """Deletes those of these contents that are stored, that nothing names and that are not `needed`; returns them."""
    gone = sorted(set(unreferenced(session, programme_id=programme_id, hashes=hashes)) - set(needed))
    session.execute(delete(Media).where(Media.programme_id == programme_id, Media.sha256.in_(gone)))
    return gone


def unspoken_since(session: AnySession, moment: dt.datetime) -> dict[str, set[str]]:
    """Photos and voices that were here before then, that no entry names and no upload is under way of, by programme."""
    same_use = and_(MediaUse.programme_id == Media.programme_id, MediaUse.sha256 == Media.sha256)
    same_upload = and_(Upload.programme_id == Media.programme_id, Upload.sha256 == Media.sha256)
    chosen = select(Media.programme_id, Media.sha256).where(Media.received_at < moment, Media.state != BUNDLE_STATE)
    found: dict[str, set[str]] = {}
    for programme, sha256 in session.execute(
        chosen.where(~exists().where(same_use), ~exists().where(same_upload, Upload.created_at >= moment))
    ):
        found.setdefault(programme, set()).add(sha256)
    return found


def open_uploads(session: AnySession, device_id: uuid.UUID, now: dt.datetime) -> list[Upload]:
    """The uploads that a device has under way, oldest first; those that are whole or expired are not."""
    whole = and_(Media.programme_id == Upload.programme_id, Media.sha256 == Upload.sha256)
    chosen = select(Upload).outerjoin(Media, whole).where(Upload.device_id == device_id, Media.sha256.is_(None))
    return list(session.scalars(chosen.where(Upload.expires_at > now).order_by(Upload.created_at)))


def expired_uploads(session: AnySession, now: dt.datetime) -> list[Upload]:
    """Uploads whose time is over."""
    return list(session.scalars(select(Upload).where(Upload.expires_at <= now)))


def delete_uploads(session: AnySession, ids: Collection[uuid.UUID]) -> None:
    """Deletes these uploads."""
    session.execute(delete(Upload).where(Upload.id.in_(ids)))


def keep_media(session: AnySession, row: Mapping[str, Any]) -> None:
    """Notes a whole content; of two that note the same at once, the second changes nothing."""
    insert_if_absent(session, Media, dict(row))


def waiting_images(session: AnySession, limit: int = 50) -> list[tuple[str, str]]:
    """(programme, hash) of photos that no size was made of yet."""
    chosen = select(Media.programme_id, Media.sha256).where(Media.state == "received").order_by(Media.received_at)
    return [(programme, sha256) for programme, sha256 in session.execute(chosen.limit(limit))]


def note_processed(session: AnySession, programme_id: str, sha256: str, made: Processed | Refused) -> None:
    """Notes what became of a photo."""
    media = session.get(Media, (programme_id, sha256))
    if media is None:
        return  # erased meanwhile
    if isinstance(made, Processed):
        media.state, media.width, media.height, media.problem = "ready", made.width, made.height, None
    else:
        media.state, media.problem = "refused", made.reason


def note_loss(session: AnySession, programme_id: str, sha256: str, now: dt.datetime) -> None:
    """Notes that the file of a content is gone or damaged: phones that speak of it are asked for it again."""
    media = session.get(Media, (programme_id, sha256))
    if media is None:
        return  # erased meanwhile
    insert_if_absent(
        session,
        MediaLoss,
        {
            "programme_id": programme_id, "sha256": sha256, "type": media.type, "bytes": media.bytes,
            "received_at": media.received_at, "noticed_at": now,
        },
    )  # fmt: skip
    session.delete(media)
    session.flush()
    _mark_uses(session, programme_id, [sha256], safe=False)


@dataclass(frozen=True, slots=True)
class LostContent:
    """A content whose file is gone or damaged: what it was, and when that was noticed."""

    programme_id: str
    sha256: str
    type: str
    bytes: int
    received_at: dt.datetime
    noticed_at: dt.datetime


def losses(session: AnySession) -> list[LostContent]:
    """Contents whose file is gone and that did not come again, the latest noticed first."""
    same_content = and_(Media.programme_id == MediaLoss.programme_id, Media.sha256 == MediaLoss.sha256)
    columns = [getattr(MediaLoss, one.name) for one in fields(LostContent)]
    chosen = select(*columns).outerjoin(Media, same_content).where(Media.sha256.is_(None))
    rows = session.execute(chosen.order_by(MediaLoss.noticed_at.desc(), MediaLoss.sha256))
    return [LostContent(*row) for row in rows]


def any_loss_noted(session: AnySession) -> bool:
    """Whether losses are noted, also of what has come again."""
    return session.execute(select(MediaLoss.sha256).limit(1)).first() is not None


def note_found(session: AnySession, one: LostContent) -> None:
    """Notes that a lost content is here again; a photo's smaller sizes are to be made anew."""
    state = "received" if one.type.startswith("image/") else "ready"
    row = {name: value for name, value in asdict(one).items() if name != "noticed_at"}
    keep_media(session, row | {"state": state})


def end_losses(session: AnySession) -> None:
    """Deletes losses of contents that are here again, or that nothing speaks of any more."""
    for one in session.scalars(select(MediaLoss)).all():
        same = MediaUse.programme_id == one.programme_id, MediaUse.sha256 == one.sha256
        spoken = session.execute(select(MediaUse.rev).where(*same).limit(1)).first()
        if spoken is None or session.get(Media, (one.programme_id, one.sha256)) is not None:
            session.delete(one)
    session.flush()


def records_of(session: AnySession, programme_id: str, sha256: str) -> list[uuid.UUID]:
    """The records that speak of a content."""
    mine = MediaUse.programme_id == programme_id, MediaUse.sha256 == sha256
    return sorted(set(session.scalars(select(MediaUse.record_id).where(*mine))))


def mark_safe(session: AnySession, programme_id: str, hashes: Sequence[str]) -> None:
    """Notes that these contents are in a proven backup, with every entry that names one."""
    for start in range(0, len(hashes), 500):
        some = Media.sha256.in_(hashes[start : start + 500])
        mine = update(Media).where(Media.programme_id == programme_id, some, Media.safe.is_(False))
        session.execute(mine.values(safe=True))
    same = and_(Media.programme_id == MediaUse.programme_id, Media.sha256 == MediaUse.sha256)
    unmarked = MediaUse.programme_id == programme_id, MediaUse.safe.is_(False), Media.safe.is_(True)
    stored = select(MediaUse.sha256).join(Media, same).where(*unmarked).distinct()  # one may be lost since the backup
    _mark_uses(session, programme_id, session.scalars(stored).all(), safe=True)


def _mark_uses(session: AnySession, programme_id: str, hashes: Sequence[str], *, safe: bool) -> None:
    """Notes with every entry that names one of these contents whether it is in a proven backup."""
    for start in range(0, len(hashes), 500):
        some = MediaUse.sha256.in_(hashes[start : start + 500])
        session.execute(update(MediaUse).where(MediaUse.programme_id == programme_id, some).values(safe=safe))


def note_restored(session: AnySession, programme_id: str, sha256: str, *, safe: bool, anew: bool) -> None:
    """Notes of a restored database's content whether it is in a backup; `anew`: its file was copied from there, and a
    photo's smaller sizes are to be made again."""
    media = session.get_one(Media, (programme_id, sha256))
    media.safe = safe
    _mark_uses(session, programme_id, [sha256], safe=safe)
    if anew and media.type.startswith("image/"):
        media.state = "received"


def delete_content(session: AnySession, sha256: str, kind: str) -> list[tuple[str, str]]:
    """Deletes a content of this media type, and its uploads.

    Returns (programme, hash) of the files to be removed once this is committed.
    """
    mine = Media.sha256 == sha256, Media.type == kind
    gone = [(one, sha256) for one in session.scalars(select(Media.programme_id).where(*mine))]
    session.execute(delete(Media).where(*mine))
    for programme, _ in gone:
        _mark_uses(session, programme, [sha256], safe=False)
    session.execute(delete(Upload).where(Upload.sha256 == sha256, Upload.type == kind))
    return gone
