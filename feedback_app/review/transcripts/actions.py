"""Saving what was typed of a voice or of words, so that its record is found by it; deleting what may not stay."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from feedback_app.audit.log import as_code, note_event
from feedback_app.base.db import AnySession
from feedback_app.review import case_store
from feedback_app.review.case_description import describe_again
from feedback_app.review.tables import Case, Transcript
from feedback_app.review.transcript_store import delete_refused_transcripts, versions_of
from feedback_app.review.transcripts.draft import Draft, DraftRefusal, refusal_of
from feedback_app.review.transcripts.sheets import Subject


def save(
    session: AnySession, case: Case, subject: Subject, draft: Draft, languages: Collection[str], *,
    by: uuid.UUID, now: dt.datetime,
) -> Transcript | DraftRefusal:  # fmt: skip
    """Saves a draft as the newest version of what it is of, on a locked case; the same again is saved once. Returns the
    newest version, or why it was not saved. Locks the counts and words of the programme: call it last before commit."""
    newest = newest_of(session, case, draft)
    found = refusal_of(draft, languages, newest=str(newest.id) if newest else "", is_there=bool(newest and newest.text))
    same = newest and (newest.text, newest.language) == (draft.cleaned, draft.language)
    if newest and same and found in (None, DraftRefusal.STALE):
        return newest
    if found:
        return found
    made = Transcript(
        programme_id=case.programme_id, record_id=case.record_id, rev=case.rev,
        question=subject.name[:200], source=subject.source, of_voice=subject.is_voice, kind=draft.kind,
        language=draft.language, text=draft.cleaned, by=by, at=now,
    )  # fmt: skip
    session.add(made)
    note_event(
        session, "transcript_saved", about=("record", case.record_id), programme=case.programme_id,
        transcript=made.id, kind=str(made.kind), language=as_code(made.language), rev=case.rev,
    )  # fmt: skip
    session.flush()
    describe_again(session, case.programme_id, {case.record_id: case})
    return made


def newest_of(session: AnySession, case: Case, draft: Draft) -> Transcript | None:
    """The newest version of what a draft is of."""
    written = versions_of(session, case.programme_id, case.record_id)
    return next((one for one in reversed(written) if (one.source, one.kind) == (draft.source, draft.kind)), None)


def delete_refused(session: AnySession, programme_id: str, *, limit: int) -> int:
    """Deletes what was written of voices whose use was refused or taken back, or whose time is over, and lets nobody
    find their records by it. Returns how many records they were, at most `limit`."""
    ids = delete_refused_transcripts(session, programme_id, limit=limit)
    if ids:
        describe_again(session, programme_id, case_store.cases(session, programme_id, ids))
    return len(ids)
