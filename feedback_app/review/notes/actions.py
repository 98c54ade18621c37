"""Reviewers write to each other about a record; whom a note names is led to it until they have opened it."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.review.case_change_store import counted
from feedback_app.review.flag_store import CaseMarks, mentions_of
from feedback_app.review.mentions import mentioned
from feedback_app.review.note_store import notes_of
from feedback_app.review.store import reviewers
from feedback_app.review.tables import Case, Note, NoteMention

LONGEST_NOTE = 2000
MOST_NOTES = 200


class NoteRefusal(StrEnum):
    """Why a note was not saved."""

    BLANK = "blank"
    TOO_LONG = "too_long"
    MANY = "many"
    """The record has `MOST_NOTES`."""


def write_note(session: AnySession, case: Case, text: str, *, by: uuid.UUID, now: dt.datetime) -> Note | NoteRefusal:
    """Saves a note about a locked case; the same again by the same person, right after, is saved once. Whoever it names
    and reviews records of its place is led to it. Takes the programme's lock of counts: call it last before commit."""
    words = text.replace("\r\n", "\n").replace("\0", "").strip()
    if not words:
        return NoteRefusal.BLANK
    if len(words) > LONGEST_NOTE:
        return NoteRefusal.TOO_LONG
    there = notes_of(session, case.programme_id, case.record_id)
    if there and (there[-1].by, there[-1].text) == (by, words):
        return there[-1]
    if len(there) >= MOST_NOTES:
        return NoteRefusal.MANY
    made = Note(programme_id=case.programme_id, record_id=case.record_id, text=words, by=by, at=now)
    session.add(made)
    note_event(session, "note_added", about=("record", case.record_id), programme=case.programme_id, note=made.id)
    session.flush()
    colleagues = reviewers(session, case.programme_id)
    names = {key: one.name for key, one in colleagues.items() if one.area.covers(case.place_path)}
    _change(session, case, add=mentioned(words, names) - {by})
    return made


def is_mentioned(session: AnySession, case: Case, person: uuid.UUID) -> bool:
    """Whether somebody is named in a note about a case and has not opened it since."""
    return any(one.person_id == person for one in mentions_of(session, case.programme_id, [case.record_id]))


def note_seen(session: AnySession, case: Case, person: uuid.UUID) -> None:
    """Somebody who was named has opened the (locked) case. Takes the programme's lock of counts: call it last before
    commit."""
    _change(session, case, remove=person)


def _change(
    session: AnySession, case: Case, *, add: set[uuid.UUID] | None = None, remove: uuid.UUID | None = None
) -> None:
    marks = CaseMarks(session, case.programme_id)
    marks.prepare([case.record_id])
    mine = marks.mentions[case.record_id]
    with counted(session, case):
        for person in (add or set()) - mine.keys():
            mine[person] = NoteMention(programme_id=case.programme_id, record_id=case.record_id, person_id=person)
            session.add(mine[person])
        if remove in mine:
            session.delete(mine.pop(remove))
        marks.note(case)
