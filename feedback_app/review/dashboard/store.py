"""Selects of the dashboard beside the counts that are kept: who decided, and who has records before them.
Each reads so much at most."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, or_, select

from feedback_app.base.db import AnySession
from feedback_app.base.plans import unindexed_by_sqlite
from feedback_app.review.decisions.desk_actions import ACTIONS
from feedback_app.review.publication import Publication
from feedback_app.review.store import is_case_under
from feedback_app.review.tables import Case, Decision
from schemas.states import State

LOAD = dt.timedelta(days=7)
MOST_DECISIONS = 20_000
"""Of the newest so many the load is counted: two weeks of ten people."""
MOST_CLAIMS = 2000
MOST_LAPSED = 101


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody decided of late."""

    this: int
    """In the last seven days."""
    last: int
    """In the seven before."""
    at: dt.datetime


def loads(session: AnySession, programme_id: str, *, now: dt.datetime) -> dict[uuid.UUID, Load]:
    """What each person decided in the last two weeks; what was undone, or only taken, is not in it."""
    since, claims = now - LOAD, [one.code for one in ACTIONS if one.claims]
    recent = (
        select(Decision.by, Decision.at, Decision.action, Decision.publication)
        .where(Decision.programme_id == programme_id, Decision.at >= since - LOAD)
        .order_by(Decision.at.desc())
        .limit(MOST_DECISIONS)
        .subquery()
    )
    this = func.count(case((recent.c.at >= since, 1)))
    counted = recent.c.action.not_in(claims), recent.c.publication != Publication.NEVER
    chosen = select(recent.c.by, this, func.count(), func.max(recent.c.at)).where(*counted).group_by(recent.c.by)
    return {by: Load(new, every - new, at) for by, new, every, at in session.execute(chosen)}


def claims_now(
    session: AnySession, programme_id: str, paths: Sequence[str] | None, *, now: dt.datetime
) -> dict[uuid.UUID, int]:
    """How many records of these places each person has before them."""
    live = Case.programme_id == programme_id, Case.claimed_until.is_not(None), Case.claimed_until > now
    some = select(Case.claimed_by).where(*live, *_under(paths)).limit(MOST_CLAIMS).subquery()
    counted = select(some.c.claimed_by, func.count()).group_by(some.c.claimed_by)
    return {by: n for by, n in session.execute(counted) if by is not None}


@dataclass(frozen=True, slots=True)
class LapsedClaim:
    """A record that somebody took and did not decide in time."""

    record_id: uuid.UUID
    by: uuid.UUID
    until: dt.datetime


def lapsed_claims(
    session: AnySession, programme_id: str, paths: Sequence[str] | None, *, now: dt.datetime
) -> list[LapsedClaim]:
    """The records that were taken, and are nobody's any more; the longest first."""
    until = unindexed_by_sqlite(Case.claimed_until)
    lapsed = until.is_not(None), until <= now
    mine = Case.programme_id == programme_id, Case.state == State.IN_REVIEW, *lapsed, *_under(paths)
    chosen = select(Case.record_id, Case.claimed_by, Case.claimed_until).where(*mine)
    found = session.execute(chosen.order_by(Case.urgency, Case.position).limit(MOST_LAPSED))
    taken = [LapsedClaim(record, by, until) for record, by, until in found if by and until]
    return sorted(taken, key=lambda one: one.until)


def _under(paths: Sequence[str] | None) -> Sequence[ColumnElement[bool]]:
    return [] if paths is None else [or_(*(is_case_under(path) for path in paths))]
