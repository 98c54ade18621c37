"""Cases of a set are flagged or tagged together, and lose that again when the set is undone. No decision: their states
stay, and nobody but reviewers hears of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from enum import StrEnum

from feedback_app.base.db import AnySession
from feedback_app.review.case import Refusal
from feedback_app.review.case_change_store import CaseChanges, indexed
from feedback_app.review.flag_store import CaseMarks
from feedback_app.review.flags.actions import LONGEST_COMMENT, MOST_TAGS
from feedback_app.review.marks import as_tag
from feedback_app.review.screening.kinds import FlagKind
from feedback_app.review.sets.states import Outcome
from feedback_app.review.tables import Case, CaseFlag, CaseSet, CaseSetItem, CaseTag


class Marking(StrEnum):
    """How the cases of a set are marked."""

    FLAG = "flag"
    TAG = "tag"


def marking_by_code(code: str | None) -> Marking | None:
    """The marking of that code; None when there is none."""
    return Marking(code) if code in set(Marking) else None


def words_of(marking: Marking, text: str) -> str | Refusal:
    """What is stored of what somebody wrote: a tag, or what to look at; or why it cannot be."""
    if marking is Marking.TAG:
        return as_tag(text) or Refusal.TAG
    words = " ".join(text.split())
    return words if words and "\0" not in words and len(words) <= LONGEST_COMMENT else Refusal.COMMENT


def mark(
    session: AnySession,
    made: CaseSet,
    items: Sequence[CaseSetItem],
    cases: Mapping[uuid.UUID, Case],
    *,
    now: dt.datetime,
) -> None:
    """Marks these (locked) cases as the set says, and notes what came of each. Takes the programme's lock of counts:
    call it last before commit."""
    marks, changes = CaseMarks(session, made.programme_id), CaseChanges()
    marks.prepare([item.record_id for item in items])
    for item in items:
        case = cases.get(item.record_id)
        if case is None:
            item.outcome = Outcome.IMPOSSIBLE
            continue
        before = indexed(case)
        item.outcome = _mark(session, made, case, marks, now)
        marks.note(case)
        changes.add(before, indexed(case))
    changes.write(session, made.programme_id)


def _mark(session: AnySession, made: CaseSet, case: Case, marks: CaseMarks, now: dt.datetime) -> Outcome:
    words, key = made.message or "", case.record_id
    if made.action == Marking.TAG:
        tags = marks.tags[key]
        if words in tags:
            return Outcome.SAME
        if len(tags) >= MOST_TAGS:
            return Outcome.IMPOSSIBLE
        tags[words] = CaseTag(programme_id=made.programme_id, record_id=key, tag=words, by=made.by, at=now)
        session.add(tags[words])
        return Outcome.DECIDED
    if FlagKind.BY_HAND in marks.flags[key]:
        return Outcome.SAME
    flag = CaseFlag(
        programme_id=made.programme_id,
        record_id=key,
        kind=FlagKind.BY_HAND,
        found="",
        at=now,
        by=made.by,
        comment=words,
    )
    marks.flags[key][FlagKind.BY_HAND] = flag
    session.add(flag)
    return Outcome.DECIDED


def unmark(session: AnySession, made: CaseSet, items: Sequence[CaseSetItem], cases: Mapping[uuid.UUID, Case]) -> None:
    """Takes away what a set marked these (locked) cases with, where nobody has changed it since."""
    marks, changes = CaseMarks(session, made.programme_id), CaseChanges()
    marks.prepare([item.record_id for item in items])
    for item in items:
        case = cases.get(item.record_id)
        if case is None or not _unmark(session, made, case, marks):
            item.outcome = Outcome.CHANGED
            continue
        before = indexed(case)
        marks.note(case)
        changes.add(before, indexed(case))
        item.outcome = Outcome.UNDONE
    changes.write(session, made.programme_id)


def _unmark(session: AnySession, made: CaseSet, case: Case, marks: CaseMarks) -> bool:
    words = made.message or ""
    if made.action == Marking.TAG:
        tag = marks.tags[case.record_id].pop(words, None)
        if tag is None or tag.by != made.by:
            return False
        session.delete(tag)
        return True
    flag = marks.flags[case.record_id].get(FlagKind.BY_HAND)
    if flag is None or (flag.by, flag.comment) != (made.by, words) or flag.dismissed_at:
        return False
    session.delete(marks.flags[case.record_id].pop(FlagKind.BY_HAND))
    return True
