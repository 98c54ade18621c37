"""Selects of the moderation log: the decisions of a week, and the weeks that were counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from feedback_app.base.bulk import insert_many
from feedback_app.base.db import AnySession
from feedback_app.review.moderation_log.weeks import WEEK, DecisionFigure, WeekLine, monday, starts_at
from feedback_app.review.publication import Publication
from feedback_app.review.tables import Case, Decision, DecisionWeek


def next_week(session: AnySession, programme_id: str) -> dt.date | None:
    """The first week with decisions that is not counted; None where there is none."""
    last = session.scalar(select(func.max(DecisionWeek.week)).where(DecisionWeek.programme_id == programme_id))
    chosen = select(Decision.at).where(Decision.programme_id == programme_id)
    if last is not None:
        chosen = chosen.where(Decision.at >= starts_at(last) + WEEK)
    first = session.scalar(chosen.order_by(Decision.at).limit(1))
    return monday(first) if first else None


def decided_in(session: AnySession, programme_id: str, week: dt.date) -> Iterable[DecisionFigure]:
    """The decisions of a week that their authors may hear of."""
    start = starts_at(week)
    same = and_(Case.programme_id == Decision.programme_id, Case.record_id == Decision.record_id)
    chosen = (
        select(Decision.action, Decision.reason, Decision.at, Case.received_at)
        .outerjoin(Case, same)
        .where(
            Decision.programme_id == programme_id, Decision.at >= start, Decision.at < start + WEEK,
            Decision.publication == Publication.NOW,
        )
    )  # fmt: skip
    for action, reason, at, received_at in session.execute(chosen):
        yield DecisionFigure(action, reason or "", at - received_at if received_at and at >= received_at else None)


def add_lines(session: AnySession, programme_id: str, week: dt.date, lines: Sequence[WeekLine]) -> None:
    """Saves the lines of a week; of one without any, that it was counted."""
    counted = lines or [WeekLine(week, "", "", 0, None)]
    rows = [
        {
            "programme_id": programme_id, "week": week, "action": one.action, "reason": one.reason, "n": one.n,
            "waited_days": one.waited_days,
        }
        for one in counted
    ]  # fmt: skip
    insert_many(session, {DecisionWeek: rows})


@dataclass(frozen=True, slots=True)
class WeekOfProgramme:
    """A line, and whose it is."""

    programme: str
    line: WeekLine


def find_lines(session: AnySession, programmes: Collection[str]) -> list[WeekOfProgramme]:
    """The lines of these programmes, the newest week first."""
    order = DecisionWeek.week.desc(), DecisionWeek.programme_id, DecisionWeek.action, DecisionWeek.reason
    chosen = select(DecisionWeek).where(DecisionWeek.programme_id.in_(programmes), DecisionWeek.n > 0)
    return [
        WeekOfProgramme(one.programme_id, WeekLine(one.week, one.action, one.reason, one.n, one.waited_days))
        for one in session.scalars(chosen.order_by(*order))
    ]
