"""What is done when the time of what is stored is over; one person's data, gathered; breaches."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

from feedback_app.audit.log import note_event
from feedback_app.base import clock
from feedback_app.base.db import AnySession
from feedback_app.ledger import retention_store as ledger
from feedback_app.ledger.erasure import erase
from feedback_app.ledger.lookup_store import entries_of
from feedback_app.ledger.record_store import records_among, records_of_author
from feedback_app.ledger.store import read_content
from feedback_app.ledger.timeline import histories
from feedback_app.media.content_store import stored_and_safe
from feedback_app.media.refusal_store import records_with_media, take_back
from feedback_app.media.store import spoken_of
from feedback_app.protection.retention_store import delete_closed
from feedback_app.review import retention_store as review
from feedback_app.review.blur_store import delete_refused_blurs
from feedback_app.review.correction_store import corrections_of
from feedback_app.review.flag_store import flags_of, tags_of
from feedback_app.review.note_store import notes_of
from feedback_app.review.transcript_store import versions_of
from feedback_app.review.transcripts.actions import delete_refused
from feedback_app.rights.periods import Period
from feedback_app.rights.store import expired_records, runs
from feedback_app.rights.tables import Breach, RetentionRun
from sync.consent import MEDIA_USES

REASON = "retention"
MOST_RECORDS = 5000
"""Records of one person in one file."""


def delete_expired(
    session: AnySession, programme_id: str, periods: Mapping[str, Period], *, now: dt.datetime, limit: int
) -> int:
    """Deletes so many things of a programme, at most, that have been stored for longer than its periods, and what was
    written of voices, or hidden of photos, that may not be stored any more; how many they were, fewer where nothing is
    left. What waits for a reviewer or for its author is never taken. What is deleted in several steps of the same `now`
    is one run."""
    past = {kind: now - dt.timedelta(days=one.days) for kind, one in periods.items() if one.days}
    steps: Mapping[str, Callable[..., int]] = {
        "malformed": ledger.empty_malformed,
        "quarantine": ledger.empty_quarantined,
        "messages": review.delete_messages,
        "media": _delete_media,
        "records": partial(_erase_records, now=now),
    }
    done: dict[str, int] = {}
    for kind, delete_some in steps.items():
        left = limit - sum(done.values())
        if left > 0 and (count := delete_some(session, programme_id, before=past[kind], limit=left)):
            done[kind] = count
    left = limit - sum(done.values())
    of_media = delete_refused(session, programme_id, limit=left) if left > 0 else 0
    of_media += delete_refused_blurs(session, programme_id, limit=left) if left > 0 else 0
    delete_closed(session, programme_id, before=past["confided"], limit=limit)  # in no count: nobody hears of them
    if done:
        _add_to_run(session, programme_id, now, done)
        note_event(
            session, "retention_run", programme=programme_id, malformed=done.get("malformed"),
            quarantine=done.get("quarantine"), messages=done.get("messages"), media=done.get("media"),
            records=done.get("records"),
        )  # fmt: skip
        session.flush()
    return sum(done.values()) + of_media


def _add_to_run(session: AnySession, programme_id: str, now: dt.datetime, done: Mapping[str, int]) -> None:
    last = next(iter(runs(session, programme_id, limit=1)), None)
    if last is None or last.at != now:
        last = RetentionRun(programme_id=programme_id, at=now, deleted={})
        session.add(last)
    last.deleted = {kind: last.deleted.get(kind, 0) + done.get(kind, 0) for kind in {**last.deleted, **done}}


def _delete_media(session: AnySession, programme_id: str, *, before: dt.datetime, limit: int) -> int:
    done = 0
    for among in expired_records(programme_id, before):
        old = records_with_media(session, programme_id, among, limit=limit - done)
        done += sum(take_back(session, programme_id, one, MEDIA_USES) for one in old)
    return done


def _erase_records(session: AnySession, programme_id: str, *, before: dt.datetime, now: dt.datetime, limit: int) -> int:
    done = 0
    for among in expired_records(programme_id, before):
        for record in records_among(session, programme_id, among, limit=limit - done):
            erase(session, record, now=now, reason=REASON, by=REASON, later=True)
            done += 1
    return done


def of_author(session: AnySession, programme_id: str, author: uuid.UUID) -> list[uuid.UUID]:
    """The records that a person wrote."""
    return records_of_author(session, programme_id, author, limit=MOST_RECORDS)


def gather(
    session: AnySession, programme_id: str, ids: Collection[uuid.UUID]
) -> tuple[list[dict[str, Any]], Sequence[str]]:
    """All that is stored of these records, as JSON, and the hashes of their photos and voices that are here."""
    made, hashes = [], set[str]()
    published = histories(session, programme_id, ids)
    for record_id in sorted(ids):
        named = spoken_of(session, programme_id=programme_id, record_id=record_id)
        hashes |= stored_and_safe(session, programme_id, named).keys()
        made.append(
            {
                "record": str(record_id),
                "revisions": [_revision(one) for one in entries_of(session, programme_id, record_id)],
                "timeline": [one.wire() for one in published[record_id]],
                "media": named,
                "transcripts": [_transcript(one) for one in versions_of(session, programme_id, record_id)],
                "flags": [_flag(one) for one in flags_of(session, programme_id, [record_id])],
                "corrections": [_correction(one) for one in corrections_of(session, programme_id, record_id)],
                "notes": [
                    {"text": one.text, "at": clock.iso(one.at)} for one in notes_of(session, programme_id, record_id)
                ],
                "tags": [one.tag for one in tags_of(session, programme_id, [record_id])],
            }
        )
    return made, sorted(hashes)


def _correction(one: Any) -> dict[str, Any]:
    """Which answers were corrected, and why; not by whom at the Lab."""
    changes = [{"question": key, "old": old, "new": new} for key, (old, new) in one.changes.items()]
    return {
        "rev": one.rev, "changes": changes, "comment": one.comment, "taken_back": one.ended_by is not None,
        "at": clock.iso(one.at),
    }  # fmt: skip


def _transcript(one: Any) -> dict[str, Any]:
    """What was written of a voice or of words; not by whom at the Lab."""
    return {
        "of": one.source, "question": one.question, "kind": one.kind, "language": one.language, "text": one.text,
        "at": clock.iso(one.at),
    }  # fmt: skip


def _flag(one: Any) -> dict[str, Any]:
    """What a record was flagged for; not by whom at the Lab, nor who dismissed it."""
    return {
        "kind": one.kind, "figures": one.figures, "comment": one.comment, "by_hand": one.by is not None,
        "at": clock.iso(one.at), "dismissed_at": clock.iso(one.dismissed_at) if one.dismissed_at else None,
    }  # fmt: skip


def note_breach(session: AnySession, breach: Breach) -> None:
    """Adds a breach of personal data."""
    session.add(breach)
    session.flush()
    note_event(session, "breach_noted", about=("breach", breach.id), programme=breach.programme_id)


def note_informed(session: AnySession, breach: Breach, *, informed: str, authority: bool, now: dt.datetime) -> None:
    """Notes who was informed of a breach, and that the authority was, which closes it."""
    breach.informed = informed or breach.informed
    closes = authority and breach.authority_at is None
    if closes:
        breach.authority_at = now
    event = "breach_closed" if closes else "breach_changed"
    note_event(session, event, about=("breach", breach.id), programme=breach.programme_id)


def _revision(entry: Any) -> dict[str, Any]:
    return {
        "rev": entry.rev, "received_at": clock.iso(entry.received_at), "in_quarantine": entry.quarantined,
        "content": read_content(entry),
    }  # fmt: skip
