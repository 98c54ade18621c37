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
from feedback_app.review.flags.actions import MOST_TAGS, as_comment
from feedback_app.review.marks import as_tag
from feedback_app.review.screening.kinds import FlagKind
from feedback_app.review.sets.states import Outcome
from feedback_app.review.tables import Case, CaseSet, CaseSetItem


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
    return as_comment(text) or Refusal.COMMENT


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
        item.outcome = _mark(made, case, marks, now)
        changes.add(before, indexed(case))
    changes.write(session, made.programme_id)


def _mark(made: CaseSet, case: Case, marks: CaseMarks, now: dt.datetime) -> Outcome:
    words, key = made.message or "", case.record_id
    if made.action == Marking.TAG:
        if words in marks.tags[key]:
            return Outcome.SAME
        if len(marks.tags[key]) >= MOST_TAGS:
            return Outcome.IMPOSSIBLE
        marks.add_tag(case, words, by=made.by, at=now)
        return Outcome.DECIDED
    if FlagKind.BY_HAND in marks.flags[key]:
        return Outcome.SAME
    marks.flag_by_hand(case, words, by=made.by, at=now)
    return Outcome.DECIDED


def unmark(session: AnySession, made: CaseSet, items: Sequence[CaseSetItem], cases: Mapping[uuid.UUID, Case]) -> None:
    """Takes away what a set marked these (locked) cases with, where nobody has changed it since."""
    marks, changes = CaseMarks(session, made.programme_id), CaseChanges()
    marks.prepare([item.record_id for item in items])
    for item in items:
        case = cases.get(item.record_id)
        if case is None:
            item.outcome = Outcome.CHANGED
            continue
        before = indexed(case)
        item.outcome = Outcome.UNDONE if _unmark(made, case, marks) else Outcome.CHANGED
        changes.add(before, indexed(case))
    changes.write(session, made.programme_id)


def _unmark(made: CaseSet, case: Case, marks: CaseMarks) -> bool:
    words, key = made.message or "", case.record_id
    if made.action == Marking.TAG:
        tag = marks.tags[key].get(words)
        if tag is None or tag.by != made.by:
            return False
        marks.remove_tag(case, words)
        return True
    flag = marks.flags[key].get(FlagKind.BY_HAND)
    if flag is None or (flag.by, flag.comment) != (made.by, words) or flag.dismissed_at:
        return False
    marks.remove_flag(case, FlagKind.BY_HAND)
    return True
