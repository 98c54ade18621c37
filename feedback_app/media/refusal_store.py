"""Photos and voices whose use was refused or taken back: they are neither asked for, taken, shown nor stored."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, delete, exists, or_, select

from feedback_app.base.bulk import insert_many
from feedback_app.base.db import AnySession
from feedback_app.media.store import end_uploads
from feedback_app.media.tables import Media, MediaRefusal, MediaUse
from sync.consent import MEDIA_USES


def note_refused(session: AnySession, programme_id: str, refused: Iterable[tuple[uuid.UUID, str]]) -> None:
    """Notes (record, hash) of contents whose use was refused, and ends uploads of those that nothing else names."""
    pairs = set(refused)
    if not pairs:
        return
    hashes = sorted({sha256 for _, sha256 in pairs})
    mine = MediaRefusal.programme_id == programme_id, MediaRefusal.sha256.in_(hashes)
    known = set(session.execute(select(MediaRefusal.record_id, MediaRefusal.sha256).where(*mine)))
    rows = [{"programme_id": programme_id, "record_id": one, "sha256": sha256} for one, sha256 in sorted(pairs - known)]
    insert_many(session, {MediaRefusal: rows})
    end_uploads(
        session, programme_id=programme_id, hashes=[one for one in hashes if is_refused(session, programme_id, one)]
    )


def take_back(session: AnySession, programme_id: str, record_id: uuid.UUID, uses: Collection[str]) -> int:
    """Lets a record name no media of these uses any more, whichever of its revisions did. Returns how many they were;
    the files of those that nothing else names are removed by the next sweep."""
    return _take_back(session, programme_id, record_id, _about(uses)) if uses else 0


def take_back_revision(
    session: AnySession, programme_id: str, revision: tuple[uuid.UUID, int], uses: Collection[str] | None
) -> int:
    """The same of one revision (record, number) alone; None for all of its media."""
    record_id, rev = revision
    about = [] if uses is None else [_about(uses)]
    return (
        0
        if uses is not None and not uses
        else _take_back(session, programme_id, record_id, MediaUse.rev == rev, *about)
    )


def _about(uses: Collection[str]) -> ColumnElement[bool]:
    return or_(*(MediaUse.type.startswith(MEDIA_USES[one]) for one in sorted(uses)))


def _take_back(session: AnySession, programme_id: str, record_id: uuid.UUID, *which: ColumnElement[bool]) -> int:
    mine = MediaUse.programme_id == programme_id, MediaUse.record_id == record_id, *which
    hashes = set(session.scalars(select(MediaUse.sha256).where(*mine)))
    session.execute(delete(MediaUse).where(*mine))
    note_refused(session, programme_id, {(record_id, one) for one in hashes})
    return len(hashes)


def refusals(session: AnySession) -> list[tuple[str, str, str]]:
    """(programme, record, hash) of every content whose use was refused, as the folder of backups notes them."""
    chosen = select(MediaRefusal.programme_id, MediaRefusal.record_id, MediaRefusal.sha256)
    return [(programme, str(record), sha256) for programme, record, sha256 in session.execute(chosen)]


def refuse_again(session: AnySession, noted: Iterable[tuple[str, str, str]]) -> None:
    """In a restored database: what was refused since its backup is refused. Idempotent."""
    for programme_id, record, sha256 in set(noted):
        record_id = uuid.UUID(record)
        _take_back(session, programme_id, record_id, MediaUse.sha256 == sha256)
        note_refused(session, programme_id, [(record_id, sha256)])


def records_with_media(
    session: AnySession, programme_id: str, among: Select[uuid.UUID], *, limit: int
) -> list[uuid.UUID]:
    """Those of some records (`among`, a statement) that name photos or voices."""
    mine = MediaUse.programme_id == programme_id, MediaUse.record_id.in_(among)
    return list(session.scalars(select(MediaUse.record_id).where(*mine).distinct().limit(limit)))


def is_refused(session: AnySession, programme_id: str, sha256: str) -> bool:
    """Whether a content is named by records that refuse its use alone."""
    chosen = select(MediaRefusal.sha256).where(MediaRefusal.programme_id == programme_id, MediaRefusal.sha256 == sha256)
    return session.execute(chosen.where(~_is_used()).limit(1)).first() is not None


def is_refused_of(
    programme_id: str, record_id: SQLColumnExpression[uuid.UUID], sha256: SQLColumnExpression[str]
) -> ColumnElement[bool]:
    """Whether a record, by the columns of a statement, named a content and does not allow its use in any revision: a
    condition of that statement."""
    same = MediaRefusal.programme_id == programme_id, MediaRefusal.record_id == record_id, MediaRefusal.sha256 == sha256
    used = MediaUse.programme_id == programme_id, MediaUse.record_id == record_id, MediaUse.sha256 == sha256
    return and_(exists().where(*same), ~exists().where(*used))


def refused_contents(session: AnySession) -> set[tuple[str, str]]:
    """(programme, hash) of what is stored although its use was refused and nothing else names it."""
    same = and_(Media.programme_id == MediaRefusal.programme_id, Media.sha256 == MediaRefusal.sha256)
    stored = select(MediaRefusal.programme_id, MediaRefusal.sha256).join(Media, same).where(~_is_used())
    return {(programme, sha256) for programme, sha256 in session.execute(stored)}


def _is_used() -> ColumnElement[bool]:
    same = MediaUse.programme_id == MediaRefusal.programme_id, MediaUse.sha256 == MediaRefusal.sha256
    return exists().where(*same).correlate(MediaRefusal)
