"""Answers of a record are corrected at the desk, and the correction is taken back.

The entry stays as it came. A correction is a row of its own and a decision beside it; what counts is written to the
record's row (`ledger/corrected_answers.py`), of which everything else is asked.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.enrol.lookup_store import people
from feedback_app.forms.engine.definition import Danger
from feedback_app.forms.engine.recalculation import recalculated
from feedback_app.forms.engine.validation import Rules
from feedback_app.forms.engine.walk import Moment
from feedback_app.forms.rule_cache import rules
from feedback_app.ledger.corrected_answers import current_content, replace_answers
from feedback_app.ledger.lookup_store import CurrentRecord, records
from feedback_app.review.answers import Reader, RecordForm
from feedback_app.review.case import Action, Refusal
from feedback_app.review.case_description import describe_again
from feedback_app.review.correction_store import corrections_of, that_hold
from feedback_app.review.corrections.fields import (
    NotCorrectableError,
    differences,
    field_of,
    sent_answer,
    with_changes,
)
from feedback_app.review.corrections.notice import LONGEST_COMMENT, corrected_notice, taken_back_notice
from feedback_app.review.decisions.decide import Verdict, decide, objection
from feedback_app.review.store import record_forms
from feedback_app.review.tables import AnswerCorrection, Case, Decision

MOST = 50
"""Corrections of one record."""
_CHILD, _DANGER = "child-alone", "danger"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reviewer sends: the answers of the questions that the page showed, by key, and what it showed."""

    action: Action
    answers: Mapping[str, Sequence[str]]
    comment: str
    rev_seen: int
    state_seen: str
    seen: str
    """The newest correction that held; empty for none."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing was corrected. `answers` are those that would have counted; `faults` says what is wrong with them."""

    refusal: Refusal
    answers: Mapping[str, Any] = field(default_factory=dict)
    faults: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Corrigible:
    """A record whose answers may be corrected, with its form."""

    record: CurrentRecord
    content: Mapping[str, Any]
    """As it came."""
    form: RecordForm
    rules: Rules

    @property
    def answers(self) -> Mapping[str, Any]:
        """As they count now."""
        return self.record.answers or {}

    @property
    def day(self) -> str:
        """On which it was recorded, by its phone."""
        return str(self.content.get("recorded_at"))[:10]


def corrigible(session: AnySession, case: Case) -> Corrigible | None:
    """The record of a case, where its answers may be corrected: a revision of it counts, it is the one that the case is
    of, its form is here, and nobody may be in danger."""
    programme = case.programme_id
    record = records(session, programme, [case.record_id]).get(case.record_id)
    if record is None or not record.rev or record.rev != case.rev or record.danger != Danger.NONE:
        return None
    version = str(record.instrument), str(record.instrument_version)
    found, form = rules(session, programme, *version), record_forms(session, programme, {version}).get(version)
    if found is None or form is None:
        return None
    return Corrigible(record, current_content(session, record), form, found)


def correct(session: AnySession, case: Case, draft: Draft, *, by: uuid.UUID, now: dt.datetime) -> Decision | Refused:
    """Lets corrected answers of a locked case count and the author read of it, or says why not: then nothing changed.

    Who corrects has the record then, so that nobody decides about words that they have not seen. Takes the programme's
    locks: call it last before commit.
    """
    words, one = draft.comment.replace("\r\n", "\n").strip(), corrigible(session, case)
    there = corrections_of(session, case.programme_id, case.record_id)
    if one is None or len(there) >= MOST:
        return Refused(Refusal.IMPOSSIBLE)
    try:
        wanted = _wanted(one, draft.answers)
    except NotCorrectableError:
        return Refused(Refusal.QUESTION)
    verdict = Verdict(draft.action, draft.rev_seen, draft.state_seen, message=words)
    if found := objection(case, verdict, by=by, now=now):
        return Refused(found, wanted)
    if draft.seen != newest_id(there, case.rev):
        return Refused(Refusal.STALE)
    if len(words) > LONGEST_COMMENT:
        return Refused(Refusal.TOO_LONG, wanted)
    changed = differences(one.answers, wanted)
    if not changed:
        return Refused(Refusal.UNCHANGED, wanted)
    if faults := new_faults(one, wanted, changed):
        return Refused(Refusal.FAULTS, wanted, faults)
    if replace_answers(session, case.programme_id, case.record_id, wanted, rev=case.rev) is None:
        return Refused(Refusal.STALE, wanted)
    describe_again(session, case.programme_id, {case.record_id: case})
    notice = corrected_notice(one.form, one.answers, changed, words, _author_reader(session, one.record))
    made = _decided(session, case, verdict, notice, by=by, now=now)
    session.add(
        AnswerCorrection(
            decision_id=made.id, programme_id=case.programme_id, record_id=case.record_id, rev=case.rev,
            changes=changed, comment=words, by=by, at=now,
        )
    )  # fmt: skip
    note_event(
        session, "answers_corrected", about=("record", case.record_id), programme=case.programme_id,
        decision=made.id, rev=case.rev, count=len(changed),
    )  # fmt: skip
    session.flush()
    return made


def take_back(
    session: AnySession, case: Case, action: Action, *, rev_seen: int, state_seen: str, seen: str, by: uuid.UUID,
    now: dt.datetime,
) -> Decision | Refusal:  # fmt: skip
    """Takes the newest correction of a locked case back: the answers of before count again, and the author reads of it.
    Of one that no longer holds nothing is left to be taken back. Takes the programme's locks: call it last before
    commit."""
    there = that_hold(corrections_of(session, case.programme_id, case.record_id), case.rev)
    if not there or str(there[-1].decision_id) != seen:
        return Refusal.STALE
    verdict = Verdict(action, rev_seen, state_seen, message="–")
    if found := objection(case, verdict, by=by, now=now):
        return found
    one, last = corrigible(session, case), there[-1]
    if one is None:
        return Refusal.IMPOSSIBLE
    original = one.content.get("answers")
    before = original if len(there) == 1 and isinstance(original, Mapping) else _before(one, last)
    if replace_answers(session, case.programme_id, case.record_id, before, rev=case.rev) is None:
        return Refusal.STALE
    describe_again(session, case.programme_id, {case.record_id: case})
    made = _decided(session, case, verdict, taken_back_notice(_author_reader(session, one.record).lang), by=by, now=now)
    last.ended_by = made.id
    note_event(
        session, "correction_taken_back", about=("record", case.record_id), programme=case.programme_id,
        decision=made.id, rev=case.rev,
    )  # fmt: skip
    session.flush()
    return made


def newest_id(corrections: Sequence[AnswerCorrection], rev: int) -> str:
    """Which correction of a revision was the last; empty for none."""
    holding = that_hold(corrections, rev)
    return str(holding[-1].decision_id) if holding else ""


def new_faults(one: Corrigible, answers: Mapping[str, Any], changed: Mapping[str, object]) -> list[Mapping[str, Any]]:
    """What speaks against these answers by the rules that judge what phones send. What was wrong before, and is about
    an answer that stays, was let in by a person and is not held against them."""
    before = {(fault["field"], fault["reason"]) for fault in one.rules.faults(dict(one.answers), today=one.day)}
    found: list[Mapping[str, Any]] = [
        fault
        for fault in one.rules.faults(dict(answers), today=one.day)
        if (fault["field"], fault["reason"]) not in before or fault["field"] in changed
    ]
    if one.rules.danger(dict(answers), today=one.day) is not Danger.NONE:
        found.append({"field": next(iter(changed)), "reason": _DANGER})
    child = one.rules.meaning.child_question(answers)
    if child and child != one.rules.meaning.child_question(one.answers):
        found.append({"field": child, "reason": _CHILD})
    return found


def _wanted(one: Corrigible, sent: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The answers as they are to be, calculations with them."""
    changed: dict[str, object] = {}
    for key, values in sent.items():
        field_there = field_of(one.form, one.answers, key)
        answer = sent_answer(field_there, values)
        if answer is not field_there.answer:
            changed[key] = answer
    made = with_changes(one.answers, changed)
    return recalculated(one.form.path, made, Moment(one.day)) if changed else made


def _before(one: Corrigible, last: AnswerCorrection) -> dict[str, Any]:
    return with_changes(one.answers, {key: pair[0] for key, pair in last.changes.items()})


def _author_reader(session: AnySession, record: CurrentRecord) -> Reader:
    author = people(session, {record.author_id}).get(record.author_id) if record.author_id else None
    return Reader(author.language if author else "fr")


def _decided(
    session: AnySession, case: Case, verdict: Verdict, notice: str, *, by: uuid.UUID, now: dt.datetime
) -> Decision:
    seen = Verdict(verdict.action, verdict.rev_seen, verdict.state_seen, message=notice)
    made = decide(session, case, seen, by=by, now=now)
    if isinstance(made, Refusal):  # nothing spoke against it a moment ago, and the case is locked
        raise TypeError(made)
    return made
