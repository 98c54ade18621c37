"""What a case is flagged for is dismissed and set again by reviewers, and they give it tags."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum
from functools import partial

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.review import case_backfill
from feedback_app.review.case_change_store import CaseChanges, indexed
from feedback_app.review.case_describer import CaseDescriber
from feedback_app.review.flag_store import CaseMarks
from feedback_app.review.marks import as_tag
from feedback_app.review.screening.kinds import FlagKind
from feedback_app.review.tables import Case, CaseFlag, CaseTag

FOLLOWER = "flags"
LONGEST_COMMENT = 300
MOST_TAGS = 10

is_behind = partial(case_backfill.is_behind, follower=FOLLOWER)
catch_up = partial(case_backfill.catch_up, follower=FOLLOWER, unknown="marks", work=CaseDescriber.flag)


class MarkRefusal(StrEnum):
    """Why a flag or a tag was not saved."""

    COMMENT = "comment"
    """Who flags a case says what for, in `LONGEST_COMMENT` signs."""
    TAG = "tag"
    """No letters or digits, or too many."""
    TAGS = "tags"
    """It has `MOST_TAGS` already."""
    GONE = "gone"
    """There is no such flag any more."""


def dismiss(session: AnySession, case: Case, kind: str, *, by: uuid.UUID, now: dt.datetime) -> MarkRefusal | None:
    """A reviewer has looked, and it is nothing: others are not sent to it again, unless something else is found. What
    was dismissed already stays as it is.

    Takes the programme's lock of counts, like all that changes flags and tags: call it last before commit.
    """
    marks = _marks(session, case)
    flag = marks.flags[case.record_id].get(kind)
    if flag is None:
        return MarkRefusal.GONE
    if flag.dismissed_at is None:
        flag.dismissed_by, flag.dismissed_at = by, now
        note_event(session, "flag_dismissed", about=("record", case.record_id), programme=case.programme_id, kind=kind)
        _note(session, case, marks)
    return None


def restore(session: AnySession, case: Case, kind: str) -> MarkRefusal | None:
    """What was dismissed is to be looked at again."""
    marks = _marks(session, case)
    flag = marks.flags[case.record_id].get(kind)
    if flag is None:
        return MarkRefusal.GONE
    if flag.dismissed_at is not None:
        flag.dismissed_by = flag.dismissed_at = None
        note_event(session, "flag_restored", about=("record", case.record_id), programme=case.programme_id, kind=kind)
        _note(session, case, marks)
    return None


def flag_by_hand(
    session: AnySession, case: Case, comment: str, *, by: uuid.UUID, now: dt.datetime
) -> MarkRefusal | None:
    """A reviewer asks the others to look at a case, and says what for; who asks again says it anew."""
    words = " ".join(comment.split())
    if not words or len(words) > LONGEST_COMMENT or "\0" in words:
        return MarkRefusal.COMMENT
    marks = _marks(session, case)
    mine = marks.flags[case.record_id]
    before = mine.get(FlagKind.BY_HAND)
    if before and (before.comment, before.dismissed_at) == (words, None):
        return None
    if before is None:
        before = mine[FlagKind.BY_HAND] = CaseFlag(
            programme_id=case.programme_id, record_id=case.record_id, kind=FlagKind.BY_HAND, found="", at=now
        )
        session.add(before)
    before.by, before.comment, before.at, before.dismissed_by, before.dismissed_at = by, words, now, None, None
    note_event(
        session, "flag_set", about=("record", case.record_id), programme=case.programme_id, kind=str(FlagKind.BY_HAND)
    )
    _note(session, case, marks)
    return None


def add_tag(session: AnySession, case: Case, text: str, *, by: uuid.UUID, now: dt.datetime) -> MarkRefusal | None:
    """Gives a case a tag; one that it has stays as it is."""
    tag = as_tag(text)
    if tag is None:
        return MarkRefusal.TAG
    marks = _marks(session, case)
    mine = marks.tags[case.record_id]
    if tag in mine:
        return None
    if len(mine) >= MOST_TAGS:
        return MarkRefusal.TAGS
    mine[tag] = CaseTag(programme_id=case.programme_id, record_id=case.record_id, tag=tag, by=by, at=now)
    session.add(mine[tag])
    note_event(session, "tag_added", about=("record", case.record_id), programme=case.programme_id)
    _note(session, case, marks)
    return None


def remove_tag(session: AnySession, case: Case, tag: str) -> None:
    """Takes a tag from a case, where it has it."""
    marks = _marks(session, case)
    found = marks.tags[case.record_id].pop(tag, None)
    if found is not None:
        session.delete(found)
        note_event(session, "tag_removed", about=("record", case.record_id), programme=case.programme_id)
        _note(session, case, marks)


def _marks(session: AnySession, case: Case) -> CaseMarks:
    marks = CaseMarks(session, case.programme_id)
    marks.prepare([case.record_id])
    return marks


def _note(session: AnySession, case: Case, marks: CaseMarks) -> None:
    before, changes = indexed(case), CaseChanges()
    marks.note(case)
    changes.add(before, indexed(case))
    changes.write(session, case.programme_id)
