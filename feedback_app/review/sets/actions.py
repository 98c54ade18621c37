"""A set of cases is made, decided slice by slice, and undone or published slice by slice."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.enrol.permissions import Area
from feedback_app.review import case_store
from feedback_app.review.case import Action, Refusal, refusal
from feedback_app.review.case_change_store import CaseChanges, indexed
from feedback_app.review.case_store import claim_of, set_claim
from feedback_app.review.decisions.decide import Verdict, decide_many
from feedback_app.review.decisions.desk_actions import by_code
from feedback_app.review.decisions.publishing import publish_review_events
from feedback_app.review.publication import Publication
from feedback_app.review.reasons import codes
from feedback_app.review.sets import store
from feedback_app.review.sets.marking import Marking, mark, marking_by_code, unmark, words_of
from feedback_app.review.sets.states import UNDO, Outcome, SetState
from feedback_app.review.store import reviewers
from feedback_app.review.tables import Case, CaseSet, CaseSetItem, Decision


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose for all cases of a set."""

    what: Action | Marking
    reason: str | None = None
    message: str | None = None
    """Of a marking its words."""
    whom: uuid.UUID | None = None
    """To whom the records are to be given."""


def choose(made: CaseSet, choice: Choice, *, now: dt.datetime) -> Refusal | None:
    """Says what is to be done with a (locked) set; why that cannot be, or None. From now on it can be undone for a
    while."""
    if made.state != SetState.FROZEN:
        return Refusal.STALE
    found = _mark_words(choice.what, choice) if isinstance(choice.what, Marking) else _checked(choice.what, choice)
    if isinstance(found, Refusal):
        return found
    made.state, made.publish_at = SetState.RUNNING, now + UNDO
    made.action = found.what if isinstance(found.what, Marking) else found.what.code
    made.reason, made.message, made.whom = found.reason, found.message, found.whom
    return None


def _mark_words(marking: Marking, choice: Choice) -> Choice | Refusal:
    words = words_of(marking, choice.message or "")
    return words if isinstance(words, Refusal) else Choice(marking, message=words)


def _checked(action: Action, choice: Choice) -> Choice | Refusal:
    if not action.of_sets:
        return Refusal.IMPOSSIBLE
    if action.for_another:
        return Choice(action, whom=choice.whom) if choice.whom else Refusal.WHOM
    found = refusal(action, reason=choice.reason, message=choice.message, reasons=codes(action))
    return found or Choice(action, choice.reason, choice.message)


def decide_slice(session: AnySession, made: CaseSet, area: Area, *, now: dt.datetime, limit: int) -> int:
    """Decides the next cases of a (locked) set that runs. Returns how many; fewer than `limit` at its end.

    What changed since the set was made, or is no longer of the area, is left out. Call it last before commit.
    """
    if made.state != SetState.RUNNING:
        return 0
    items = {one.record_id: one for one in store.items(session, made.id, Outcome.WAITS, limit=limit)}
    cases = case_store.cases(session, made.programme_id, items.keys())
    if marking_by_code(made.action):
        covered = {key: case for key, case in cases.items() if area.covers(case.place_path)}
        mark(session, made, list(items.values()), covered, now=now)
    elif action := by_code(made.action):
        _decide(session, made, action, items, cases, area, now)
    if len(items) < limit:
        made.state = SetState.DECIDED
        note_event(
            session, "set_decided", about=("set", made.id), programme=made.programme_id, action=made.action,
            count=made.n,
        )  # fmt: skip
    return len(items)


def _decide(
    session: AnySession, made: CaseSet, action: Action, items: Mapping[uuid.UUID, CaseSetItem],
    cases: Mapping[uuid.UUID, Case], area: Area, now: dt.datetime,
) -> None:  # fmt: skip
    given = reviewers(session, made.programme_id).get(made.whom) if made.whom else None
    elsewhere = {key for key, case in cases.items() if made.whom and not (given and given.area.covers(case.place_path))}
    claimed = {key for key, case in cases.items() if (claim := claim_of(case)) and claim.stops(made.by, now)}
    verdicts = {
        key: Verdict(action, item.rev, item.before, made.reason, made.message, whom=made.whom)
        for key, item in items.items()
        if key in cases and key not in claimed | elsewhere and area.covers(cases[key].place_path)
    }
    decided_before = {key: case.decided_at for key, case in cases.items()}
    found = decide_many(
        session, made.programme_id, verdicts, by=made.by, now=now, publication=Publication.LATER
    )  # fmt: skip
    for key, item in items.items():
        one = found.get(key, Refusal.IMPOSSIBLE)
        if isinstance(one, Decision):
            item.outcome, item.decision_id, item.decided_before = Outcome.DECIDED, one.id, decided_before[key]
        else:
            item.outcome = _LEFT_OUT.get(Refusal.CLAIMED if key in claimed else one, Outcome.IMPOSSIBLE)
            item.outcome = Outcome.ELSEWHERE if key in elsewhere else item.outcome


_LEFT_OUT = {Refusal.STALE: Outcome.STALE, Refusal.CLAIMED: Outcome.CLAIMED}


def undo_slice(session: AnySession, made: CaseSet, *, now: dt.datetime, limit: int) -> int:
    """Gives the next cases of a (locked) set that is being undone the states that they had. Returns how many; fewer
    than `limit` at its end. What happened to a case since then stays: such a case is left as it is."""
    if made.state != SetState.UNDOING:
        return 0
    items = store.items(session, made.id, Outcome.DECIDED, limit=limit)
    cases = case_store.cases(session, made.programme_id, [one.record_id for one in items])
    if marking_by_code(made.action):
        unmark(session, made, items, cases)
    else:
        _undo_decisions(session, made, items, cases, now=now)
    if len(items) < limit:
        made.state = SetState.UNDONE
        note_event(session, "set_undone", about=("set", made.id), programme=made.programme_id, count=made.n)
    return len(items)


def _undo_decisions(
    session: AnySession, made: CaseSet, items: Sequence[CaseSetItem], cases: Mapping[uuid.UUID, Case], *,
    now: dt.datetime,
) -> None:  # fmt: skip
    decisions = store.decisions_of(session, [one.decision_id for one in items if one.decision_id])
    changes = CaseChanges()
    for item in items:
        case, decision = cases.get(item.record_id), decisions.get(item.decision_id or item.set_id)
        if case is None or decision is None or not _is_last(case, decision):
            item.outcome = Outcome.CHANGED
            continue
        before = indexed(case)
        _undo(session, case, decision, item, by=made.by, now=now)
        changes.add(before, indexed(case))
    _publish_items(session, made, [one for one in items if one.outcome == Outcome.CHANGED], became=Outcome.CHANGED)
    changes.write(session, made.programme_id)


def publish_slice(session: AnySession, made: CaseSet, *, limit: int) -> int:
    """Publishes the next decisions of a (locked) set that can no longer be undone. Returns how many; fewer than
    `limit` at its end. Takes the programme's write lock: call it last before commit."""
    items = store.items(session, made.id, Outcome.DECIDED, limit=limit)
    if len(items) < limit:
        made.state = SetState.PUBLISHED
    _publish_items(session, made, items, became=Outcome.PUBLISHED)
    return len(items)


def finish_slice(session: AnySession, set_id: uuid.UUID, *, now: dt.datetime, limit: int) -> int:
    """Goes on with a set whose time for undoing is over: it is undone to the end where that had begun, else published.
    Of one that was not decided to the end, what was decided. Returns how many, fewer than `limit` at its end."""
    made = store.find_set(session, set_id, lock=True)
    if made is None:
        return 0
    if made.state == SetState.UNDOING:
        return undo_slice(session, made, now=now, limit=limit)
    return publish_slice(session, made, limit=limit)


def _is_last(case: Case, decision: Decision) -> bool:
    """Whether nothing has happened to a case since a decision."""
    return (case.state, case.rev, case.decided_at) == (decision.after, decision.rev, decision.at)


def _undo(
    session: AnySession, case: Case, decision: Decision, item: CaseSetItem, *, by: uuid.UUID, now: dt.datetime
) -> None:
    undone = store.add_undo(session, case, decision, by=by, now=now)
    note_event(
        session, "record_decided", about=("record", case.record_id), programme=case.programme_id,
        decision=undone.id, action=undone.action, rev=undone.rev, after=undone.after,
    )  # fmt: skip
    case.state, case.decided_at = decision.before, item.decided_before
    set_claim(case, None)
    item.outcome = Outcome.UNDONE


def _publish_items(session: AnySession, made: CaseSet, items: Sequence[CaseSetItem], *, became: Outcome) -> None:
    """Lets what was decided about these be heard; they `became` that."""
    if not items:
        return
    store.publish(session, [one.decision_id for one in items if one.decision_id])
    for item in items:
        item.outcome = became
    session.flush()
    publish_review_events(session, made.programme_id, [one.record_id for one in items])
