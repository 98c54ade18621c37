"""What a case is flagged for is dismissed and set again by reviewers, and they give it tags."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum
from functools import partial

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.review import case_backfill
from feedback_app.review.case_change_store import counted
from feedback_app.review.case_describer import CaseDescriber
from feedback_app.review.flag_store import CaseMarks
from feedback_app.review.marks import as_tag
from feedback_app.review.screening.kinds import FlagKind
from feedback_app.review.tables import Case

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
        note_event(session, "flag_dismissed", about=("record", case.record_id), programme=case.programme_id, kind=kind)
        with counted(session, case):
            flag.dismissed_by, flag.dismissed_at = by, now
            marks.note(case)
    return None


def restore(session: AnySession, case: Case, kind: str) -> MarkRefusal | None:
    """What was dismissed is to be looked at again."""
    marks = _marks(session, case)
    flag = marks.flags[case.record_id].get(kind)
    if flag is None:
        return MarkRefusal.GONE
    if flag.dismissed_at is not None:
        note_event(session, "flag_restored", about=("record", case.record_id), programme=case.programme_id, kind=kind)
        with counted(session, case):
            flag.dismissed_by = flag.dismissed_at = None
            marks.note(case)
    return None


def flag_by_hand(
    session: AnySession, case: Case, comment: str, *, by: uuid.UUID, now: dt.datetime
) -> MarkRefusal | None:
    """A reviewer asks the others to look at a case, and says what for; who asks again says it anew."""
    words = as_comment(comment)
    if words is None:
        return MarkRefusal.COMMENT
    marks, kind = _marks(session, case), FlagKind.BY_HAND
    before = marks.flags[case.record_id].get(kind)
    if before is None or (before.comment, before.dismissed_at) != (words, None):
        note_event(session, "flag_set", about=("record", case.record_id), programme=case.programme_id, kind=str(kind))
        with counted(session, case):
            marks.flag_by_hand(case, words, by=by, at=now)
    return None


def as_comment(text: str) -> str | None:
    """What others are asked to look at, in one line of `LONGEST_COMMENT` signs at most; None for what can be none."""
    words = " ".join(text.split())
    return words if words and "\0" not in words and len(words) <= LONGEST_COMMENT else None


def add_tag(session: AnySession, case: Case, text: str, *, by: uuid.UUID, now: dt.datetime) -> MarkRefusal | None:
    """Gives a case a tag; one that it has stays as it is."""
    tag = as_tag(text)
    if tag is None:
        return MarkRefusal.TAG
    marks = _marks(session, case)
    there = marks.tags[case.record_id]
    if tag in there:
        return None
    if len(there) >= MOST_TAGS:
        return MarkRefusal.TAGS
    note_event(session, "tag_added", about=("record", case.record_id), programme=case.programme_id)
    with counted(session, case):
        marks.add_tag(case, tag, by=by, at=now)
    return None


def remove_tag(session: AnySession, case: Case, tag: str) -> None:
    """Takes a tag from a case, where it has it."""
    marks = _marks(session, case)
    if tag in marks.tags[case.record_id]:
        note_event(session, "tag_removed", about=("record", case.record_id), programme=case.programme_id)
        with counted(session, case):
            marks.remove_tag(case, tag)


def _marks(session: AnySession, case: Case) -> CaseMarks:
    marks = CaseMarks(session, case.programme_id)
    marks.prepare([case.record_id])
    return marks
