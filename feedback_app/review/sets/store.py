"""Every select of sets of cases."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update

from feedback_app.base.bulk import insert_many
from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.review.publication import Publication
from feedback_app.review.sets.states import MOST, Outcome, SetState
from feedback_app.review.tables import Case, CaseSet, CaseSetItem, Decision

LONGEST_QUERY = 2000
UNDO_ACTION = "undo"
"""The action of a decision that takes back what was decided about a set. No button leads to it alone."""


def add_set(
    session: AnySession, programme_id: str, cases: Sequence[Case], *, query: str, by: uuid.UUID, now: dt.datetime
) -> CaseSet:
    """Saves a new set with these cases as they are now, at most `MOST`."""
    made = CaseSet(
        id=new_id(), programme_id=programme_id, by=by, at=now, query=query[:LONGEST_QUERY], n=min(len(cases), MOST),
        is_cut=len(cases) > MOST, state=SetState.FROZEN,
    )  # fmt: skip
    session.add(made)
    session.flush()
    items = [
        {
            "set_id": made.id, "record_id": case.record_id, "rev": case.rev, "before": case.state,
            "decided_before": None, "outcome": Outcome.WAITS, "decision_id": None,
        }
        for case in cases[:MOST]
    ]  # fmt: skip
    insert_many(session, {CaseSetItem: items})
    return made


def add_undo(session: AnySession, case: Case, decision: Decision, *, by: uuid.UUID, now: dt.datetime) -> Decision:
    """Appends that a decision was undone, which its author never hears of, nor of the decision."""
    undone = Decision(
        id=new_id(), programme_id=case.programme_id, record_id=case.record_id, rev=case.rev, action=UNDO_ACTION,
        before=decision.after, after=decision.before, by=by, at=now, publication=Publication.NEVER,
    )  # fmt: skip
    session.add(undone)
    decision.publication = Publication.NEVER
    return undone


def find_set(session: AnySession, set_id: uuid.UUID, *, lock: bool = False) -> CaseSet | None:
    """A set; with `lock` nobody else goes on with it before commit."""
    chosen = select(CaseSet).where(CaseSet.id == set_id)
    if lock:
        chosen = chosen.with_for_update()
    return session.execute(chosen.execution_options(populate_existing=True)).scalar_one_or_none()


def items(session: AnySession, set_id: uuid.UUID, outcome: Outcome, *, limit: int) -> Sequence[CaseSetItem]:
    """The first cases of a set of which that came."""
    chosen = select(CaseSetItem).where(CaseSetItem.set_id == set_id, CaseSetItem.outcome == outcome)
    fresh = chosen.order_by(CaseSetItem.record_id).limit(limit).execution_options(populate_existing=True)
    return session.scalars(fresh).all()


def outcomes(session: AnySession, set_id: uuid.UUID) -> Mapping[Outcome, int]:
    """How many cases of a set came to what."""
    chosen = select(CaseSetItem.outcome, func.count()).where(CaseSetItem.set_id == set_id)
    return {Outcome(row[0]): row[1] for row in session.execute(chosen.group_by(CaseSetItem.outcome))}


def states_before(session: AnySession, set_id: uuid.UUID) -> Mapping[str, int]:
    """How many cases of a set were in which state when it was made."""
    chosen = select(CaseSetItem.before, func.count()).where(CaseSetItem.set_id == set_id)
    return {row[0]: row[1] for row in session.execute(chosen.group_by(CaseSetItem.before))}


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A case of a set, for its page."""

    record_id: uuid.UUID
    state: str
    summary: str
    outcome: str
    received_at: dt.datetime


def item_lines(session: AnySession, made: CaseSet, some: Sequence[Outcome], *, limit: int) -> list[ItemLine]:
    """The first cases of a set of which one of these came, oldest first; erased ones are gone."""
    same = (Case.programme_id == made.programme_id) & (Case.record_id == CaseSetItem.record_id)
    columns = select(Case.record_id, Case.state, Case.summary, CaseSetItem.outcome, Case.received_at)
    chosen = columns.join(CaseSetItem, same).where(CaseSetItem.set_id == made.id, CaseSetItem.outcome.in_(some))
    rows = session.execute(chosen.order_by(Case.position).limit(limit)).all()
    return [ItemLine(*row) for row in rows]


def decisions_of(session: AnySession, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Decision]:
    """These decisions, by id."""
    return {one.id: one for one in session.scalars(select(Decision).where(Decision.id.in_(ids)))}


def publish(session: AnySession, decisions: Sequence[uuid.UUID]) -> None:
    """Lets these decisions be published."""
    chosen = update(Decision).where(Decision.id.in_(decisions), Decision.publication == Publication.LATER)
    session.execute(chosen.values(publication=Publication.NOW))


def unfinished(session: AnySession, *, now: dt.datetime) -> Sequence[uuid.UUID]:
    """Sets whose time for undoing is over and that are not published, or undone, to the end."""
    going = (SetState.RUNNING, SetState.DECIDED, SetState.UNDOING)
    chosen = select(CaseSet.id).where(CaseSet.state.in_(going), CaseSet.publish_at <= now)
    return session.scalars(chosen.order_by(CaseSet.publish_at)).all()


def unused(session: AnySession, *, before: dt.datetime) -> Sequence[uuid.UUID]:
    """The first sets that were made before a moment and that nothing was decided about."""
    chosen = select(CaseSet.id).where(CaseSet.state == SetState.FROZEN, CaseSet.at < before)
    return session.scalars(chosen.limit(100)).all()


def delete_unused(session: AnySession, ids: Sequence[uuid.UUID]) -> None:
    """Deletes these sets, where still nothing was decided about them."""
    frozen = select(CaseSet.id).where(CaseSet.id.in_(ids), CaseSet.state == SetState.FROZEN)
    still = session.scalars(frozen.with_for_update()).all()
    session.execute(delete(CaseSetItem).where(CaseSetItem.set_id.in_(still)))
    session.execute(delete(CaseSet).where(CaseSet.id.in_(still)))
