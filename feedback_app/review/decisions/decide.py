"""What reviewers decide, one record or a set of them at a time."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.ledger.lookup_store import records
from feedback_app.media.staff_sound_store import note_sound
from feedback_app.prompts.staff_voice import Voice
from feedback_app.review import case_store, merge_store
from feedback_app.review.case import Action, CaseState, MergeTarget, Refusal, State, refusal, state_after_action
from feedback_app.review.case_change_store import CaseChanges, indexed
from feedback_app.review.case_store import case_state_of, claim_of, set_claim
from feedback_app.review.claim import GIVEN, TAKEN, Claim
from feedback_app.review.decisions.merging import MadeMerge, note_merges, refusals
from feedback_app.review.decisions.publishing import AT_ONCE, publish_review_events
from feedback_app.review.publication import Publication
from feedback_app.review.reasons import codes
from feedback_app.review.tables import Case, Decision, Merge


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer asks for, and what the page showed when they did.

    `rev_seen` and `state_seen` are of the page; for a release, `rev` is the revision to let in.
    """

    action: Action
    rev_seen: int
    state_seen: str | None = None
    reason: str | None = None
    message: str | None = None
    rev: int | None = None
    onto: MergeTarget | None = None
    """Into which record this one is to be merged."""
    whom: uuid.UUID | None = None
    """To whom it is to be given: somebody who reviews records of its place, which the caller has looked up."""
    voice: Voice | None = None
    """The message as it was recorded; its file is stored."""


Verdicts: TypeAlias = Mapping[uuid.UUID, Verdict]
"""What is asked for, by record."""
Outcomes: TypeAlias = dict[uuid.UUID, Decision | Refusal]
"""What came of it, by record: what was appended, or why nothing was."""


def decide(session: AnySession, case: Case, verdict: Verdict, *, by: uuid.UUID, now: dt.datetime) -> Decision | Refusal:
    """`decide_many` for one case."""
    return decide_many(session, case.programme_id, {case.record_id: verdict}, by=by, now=now)[case.record_id]


def objection(case: Case, verdict: Verdict, *, by: uuid.UUID, now: dt.datetime) -> Refusal | None:
    """Why a (locked) case of a record that is there cannot be decided as asked; None where it can. Changes nothing."""
    found = _check(case, verdict, _Judge(by, now, Publication.NOW), has_record=True)
    return found if isinstance(found, Refusal) else None


def decide_many(
    session: AnySession,
    programme_id: str,
    verdicts: Verdicts,
    *,
    by: uuid.UUID,
    now: dt.datetime,
    publication: Publication = Publication.NOW,
) -> Outcomes:
    """Appends decisions on cases of one programme and publishes their timelines, the decisions in them unless they wait
    (`publication`); says of the others why they cannot be decided as asked.

    `Refusal.STALE`: someone was faster, or a newer revision came, since the page was made. `Refusal.IMPOSSIBLE`: the
    case is gone, or nothing leads there from its state. `Refusal.CLAIMED`: somebody else
    has taken it. A constant number of statements for each `AT_ONCE` cases. Locks the cases and takes the programme's
    write lock: call it last before commit.
    """
    outcomes: Outcomes = {}
    ids, changes = sorted(verdicts), CaseChanges()
    for start in range(0, len(ids), AT_ONCE):
        some = {key: verdicts[key] for key in ids[start : start + AT_ONCE]}
        outcomes |= _decide_some(session, programme_id, some, changes, _Judge(by, now, publication))
    changes.write(session, programme_id)
    return outcomes


@dataclass(frozen=True, slots=True)
class _Judge:
    """Who decides, when, and whether authors hear of it."""

    by: uuid.UUID
    now: dt.datetime
    publication: Publication


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A decision that nothing speaks against so far."""

    case: Case
    verdict: Verdict
    after: CaseState
    merge: Merge | None = None
    """What is to end."""


def _decide_some(
    session: AnySession, programme_id: str, verdicts: Verdicts, changes: CaseChanges, judge: _Judge
) -> Outcomes:
    wanted = {key: one.onto for key, one in verdicts.items() if one.action.joins}
    cases = case_store.cases(session, programme_id, {*verdicts, *(onto.record_id for onto in wanted.values() if onto)})
    before = {key: indexed(case) for key, case in cases.items()}
    current = records(session, programme_id, cases.keys())
    outcomes: Outcomes = {}
    possible: list[_Candidate] = []
    refused = refusals(session, programme_id, {key: wanted[key] for key in wanted if key in cases}, cases)
    for key, verdict in verdicts.items():
        found = _check(cases.get(key), verdict, judge, has_record=key in current)
        found = found if isinstance(found, Refusal) else refused.get(key, found)
        if isinstance(found, Refusal):
            outcomes[key] = found
        else:
            possible.append(found)
    possible = _with_what_was_before(session, programme_id, possible)
    messages = _run_effects(session, programme_id, possible)
    joined: list[MadeMerge] = []
    for one in possible:
        key, decided_before = one.case.record_id, one.case.decided_at
        if one.verdict.action.effect and key not in messages:
            outcomes[key] = Refusal.IMPOSSIBLE
            continue
        decision = outcomes[key] = _append(session, one, messages.get(key), judge)
        if one.verdict.onto:
            joined.append(MadeMerge(decision, decided_before, one.verdict.onto))
    session.flush()
    made = [one for one in outcomes.values() if isinstance(one, Decision)]
    _follow_merges(session, programme_id, made, joined)
    for key, case in cases.items():
        changes.add(before[key], indexed(case))
    concerned = {one.record_id for one in made} | {one.onto.record_id for one in joined}
    publish_review_events(session, programme_id, concerned)
    return outcomes


def _with_what_was_before(session: AnySession, programme_id: str, possible: Sequence[_Candidate]) -> list[_Candidate]:
    """Those that split off a record lead back to the state that it had."""
    split = [one.case.record_id for one in possible if one.verdict.action.gives_back]
    merges = merge_store.merges_of(session, programme_id, split) if split else {}
    return [
        replace(one, merge=merge, after=replace(one.after, state=State(merge.before)))
        if (merge := merges.get(one.case.record_id))
        else one
        for one in possible
    ]


def _follow_merges(
    session: AnySession, programme_id: str, made: Sequence[Decision], joined: Sequence[MadeMerge]
) -> None:
    """Merges begin and end as these decisions say; of what does not stay, others are to be reviewed again."""
    note_merges(session, programme_id, joined)
    for one in made:
        if one.before == State.MERGED:
            merge_store.end_merges(session, programme_id, [one.record_id], by=one.id)
    merge_store.loosen(session, programme_id, [one.record_id for one in made if one.after == State.REJECTED])


def _check(case: Case | None, verdict: Verdict, judge: _Judge, *, has_record: bool) -> _Candidate | Refusal:
    if case is None:
        return Refusal.IMPOSSIBLE
    if case.rev != verdict.rev_seen or case.state != (verdict.state_seen or case.state):
        return Refusal.STALE
    found = refusal(
        verdict.action, reason=verdict.reason, message=verdict.message, reasons=codes(verdict.action),
        recorded=verdict.voice is not None,
    )  # fmt: skip
    if found:
        return found
    if verdict.action.for_another and verdict.whom is None:
        return Refusal.WHOM
    claim = claim_of(case)
    takes_over = verdict.action.claims and not verdict.action.corrects
    if claim and claim.stops(judge.by, judge.now) and not takes_over:
        return Refusal.CLAIMED
    after = state_after_action(case_state_of(case), verdict.action, rev=verdict.rev)
    return _Candidate(case, verdict, after) if after and has_record else Refusal.IMPOSSIBLE


def _run_effects(session: AnySession, programme_id: str, possible: Sequence[_Candidate]) -> dict[uuid.UUID, str]:
    """What actions do beyond a case's state: each once for all that it is taken on. By record, what is saved of it."""
    messages: dict[uuid.UUID, str] = {}
    for action in dict.fromkeys(one.verdict.action for one in possible):
        if action.effect:
            on = [one for one in possible if one.verdict.action is action]
            wanted = [(one.case, one.after.rev) for one in on]
            messages |= action.effect(session, programme_id, wanted)
    return messages


def _append(session: AnySession, one: _Candidate, message: str | None, judge: _Judge) -> Decision:
    case, verdict = one.case, one.verdict
    written = (verdict.message or "").strip() or None
    decision = Decision(
        id=new_id(), programme_id=case.programme_id, record_id=case.record_id, rev=one.after.rev,
        action=verdict.action.code, before=case.state, after=one.after.state, reason=verdict.reason,
        message=written if message is None else message, by=judge.by, at=judge.now,
        publication=judge.publication, whom=verdict.whom,
    )  # fmt: skip
    session.add(decision)
    if verdict.voice:
        _add_voice(session, case, decision, verdict.voice)
    note_event(
        session, "record_decided", about=("record", case.record_id), programme=case.programme_id,
        decision=decision.id, action=decision.action, rev=decision.rev, after=decision.after,
    )  # fmt: skip
    case.state, case.decided_at = one.after.state, one.merge.decided_before if one.merge else judge.now
    set_claim(case, _claim(verdict, judge) if verdict.action.claims else None)
    return decision


def _add_voice(session: AnySession, case: Case, decision: Decision, voice: Voice) -> None:
    """The phones of the record's author may fetch it, and nobody else's."""
    decision.sound, decision.sound_bytes = voice.sha256, voice.size
    note_sound(
        session, case.programme_id, voice.sha256, kind=voice.kind, size=voice.size, subject=decision.id,
        now=decision.at, person=case.author_id,
    )  # fmt: skip


def _claim(verdict: Verdict, judge: _Judge) -> Claim:
    if verdict.whom:
        return Claim(verdict.whom, judge.now + GIVEN, taken=True)
    return Claim(judge.by, judge.now + TAKEN, taken=True)
