"""Cases follow the ledger."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from feedback_app.base.db import AnySession
from feedback_app.enrol.lookup_store import device_places
from feedback_app.ledger.follow import is_aside, lock_follower, mark_read, unread_entries
from feedback_app.ledger.lookup_store import CurrentRecord, StoredEntry, records
from feedback_app.ledger.store import read_content
from feedback_app.register.lookup_store import place_labels_and_paths
from feedback_app.review import case_store
from feedback_app.review.case import State, state_after_revision
from feedback_app.review.case_change_store import CaseChanges, follow_time_zone, indexed
from feedback_app.review.case_describer import CaseDescriber
from feedback_app.review.case_store import case_state_of
from feedback_app.review.decisions.publishing import publish_review_events
from feedback_app.review.merge_store import end_merges
from feedback_app.review.tables import Case

FOLLOWER = "review"
AT_ONCE = 500
MOST = 10_000
"""Entries of one catch-up, so that a transaction stays bounded; the next run goes on."""

NOWHERE = "/"


def is_behind(session: AnySession, programme_id: str, *, record_id: uuid.UUID | None = None) -> bool:
    """Whether `catch_up` would find something to do, about this record. Cheap: a few index look-ups."""
    return case_store.is_behind(session, programme_id, FOLLOWER, record_id=record_id)


def follow_clocks(session: AnySession, programme_id: str) -> None:
    """Counts the weeks of a programme by its time zone of now, where that is another one (`is_zone_new`). For the job:
    it reads all cases, and nobody changes one meanwhile."""
    lock_follower(session, follower=FOLLOWER, programme_id=programme_id)
    follow_time_zone(session, programme_id)


def catch_up(session: AnySession, programme_id: str, *, most: int = MOST) -> int:
    """Updates the cases of a programme from its ledger. Returns how many entries were read and cases of erased records
    deleted: less than `most` when nothing is left. With `most` 0 only those cases are looked for.

    Every moment is the ledger's own, so a late run changes nothing that anyone sees.
    """
    lock_follower(session, follower=FOLLOWER, programme_id=programme_id)
    describer, read, again, changes = CaseDescriber(session, programme_id), 0, set[uuid.UUID](), CaseChanges()
    while read < most and (
        entries := unread_entries(
            session, follower=FOLLOWER, programme_id=programme_id, limit=min(AT_ONCE, most - read)
        )
    ):
        again |= _follow(session, programme_id, entries, describer, changes)
        mark_read(session, follower=FOLLOWER, programme_id=programme_id, position=entries[-1].position)
        read += len(entries)
    is_at_the_end = read < most or not most
    gone = case_store.delete_erased(session, programme_id, changes, limit=AT_ONCE) if is_at_the_end else 0
    # Last, because it takes the programme's write lock; then counts and words.
    publish_review_events(session, programme_id, again)
    changes.write(session, programme_id)
    return read + gone


def _follow(
    session: AnySession,
    programme_id: str,
    entries: Sequence[StoredEntry],
    describer: CaseDescriber,
    changes: CaseChanges,
) -> set[uuid.UUID]:
    """Makes and updates cases; returns the records whose earlier decision no longer holds. A prompt is no case."""
    last = {entry.record_id: entry for entry in entries if not is_aside(entry)}
    found = records(session, programme_id, last.keys())
    cases = case_store.cases(session, programme_id, last.keys())
    places = _places_of_unread(session, [last[key] for key, record in found.items() if record.rev == 0])
    describer.prepare(found.values(), places.values())
    again, merged = set(), set[uuid.UUID]()
    for key, record in found.items():  # one that was erased since is not there
        case = cases.get(key)
        before = indexed(case) if case else None
        if case is None:
            case = _new_case(record, last[key], describer, places.get(key, ""))
            session.add(case)
        elif state_after_revision(case_state_of(case), record.rev) != case_state_of(case):
            if case.state != State.RECEIVED:
                again.add(key)
            if case.state == State.MERGED:
                merged.add(key)
            _advance(case, record, describer)
        describer.mark(case, record)
        if before is None:
            describer.count(record)
        _note_origin(case, last[key])
        changes.add(before, indexed(case))
    end_merges(session, programme_id, merged)
    session.flush()
    return again


def _places_of_unread(session: AnySession, entries: Sequence[StoredEntry]) -> dict[uuid.UUID, str]:
    """Where records belong of which all revisions are quarantined: the place they name, else their phone's."""
    phones = device_places(session, {entry.device_id for entry in entries})
    named = {entry.record_id: str(read_content(entry).get("place"))[:40] for entry in entries}
    known = place_labels_and_paths(session, set(named.values()))
    return {
        entry.record_id: code if (code := named[entry.record_id]) in known else phones.get(entry.device_id, "")
        for entry in entries
    }


def _new_case(record: CurrentRecord, entry: StoredEntry, describer: CaseDescriber, place: str) -> Case:
    case_state = state_after_revision(None, record.rev)
    code = record.place_code or place
    case = Case(
        programme_id=record.programme_id,
        record_id=record.id,
        state=case_state.state,
        rev=case_state.rev,
        position=entry.position,
        instrument=record.instrument or str(read_content(entry).get("instrument") or "")[:60],
        place_code=code,
        place_path=record.place_path or describer.path(code) or NOWHERE,
        author_id=record.author_id,
        received_at=record.received_at,
        written="",
    )
    if record.rev:
        describer.describe(case, record)
    return case


def _note_origin(case: Case, entry: StoredEntry) -> None:
    """From where, and in which language, what came last was said."""
    consent = read_content(entry).get("consent")
    language = consent.get("language") if isinstance(consent, dict) else None
    case.device_id = entry.device_id
    case.language = language[:20] if isinstance(language, str) else ""


def _advance(case: Case, record: CurrentRecord, describer: CaseDescriber) -> None:
    """The case after a newer revision became current."""
    case.state = state_after_revision(case_state_of(case), record.rev).state
    case.decided_at = None
    case_store.set_claim(case, None)
    describer.describe(case, record)
