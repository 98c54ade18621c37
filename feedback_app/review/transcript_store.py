"""Selects of what reviewers wrote of voices and words; never of a voice that may not be stored any more."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import delete, select

from feedback_app.base.db import AnySession
from feedback_app.media.refusal_store import is_refused_of
from feedback_app.review.heard import Heard, Kind
from feedback_app.review.tables import Transcript


def heard_of(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[str, Heard]]:
    """The newest that was written of each voice and of each answer's words of these records, by record and source."""
    return newest_by_record(_versions(session, programme_id, ids) if ids else ())


def newest_by_record(versions: Iterable[Transcript]) -> dict[uuid.UUID, dict[str, Heard]]:
    """The same, of versions that were read, oldest first."""
    found: dict[uuid.UUID, dict[str, Heard]] = {}
    for one in versions:
        mine = found.setdefault(one.record_id, {})
        before = mine.get(one.source, Heard(one.of_voice))
        heard = one.kind == Kind.TRANSCRIPT
        mine[one.source] = replace(before, transcript=one.text) if heard else replace(before, translation=one.text)
    return found


def versions_of(session: AnySession, programme_id: str, record_id: uuid.UUID) -> Sequence[Transcript]:
    """All that was written of a record's voices and words, oldest first."""
    return _versions(session, programme_id, [record_id])


def _versions(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> Sequence[Transcript]:
    mine = Transcript.programme_id == programme_id, Transcript.record_id.in_(ids)
    may_be = ~is_refused_of(programme_id, Transcript.record_id, Transcript.source)
    return session.scalars(select(Transcript).where(*mine, may_be).order_by(Transcript.at, Transcript.id)).all()


def delete_refused_transcripts(session: AnySession, programme_id: str, *, limit: int) -> set[uuid.UUID]:
    """Deletes what was written of voices whose use was refused or taken back, of so many records at most. Returns which
    records they were."""
    refused = (
        Transcript.programme_id == programme_id,
        is_refused_of(programme_id, Transcript.record_id, Transcript.source),
    )
    found = set(session.scalars(select(Transcript.record_id).where(*refused).distinct().limit(limit)))
    if found:
        session.execute(delete(Transcript).where(*refused, Transcript.record_id.in_(found)))
    return found
