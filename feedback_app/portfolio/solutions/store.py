"""Selects by which the portfolio follows review, and of what staff assigns.

What is shown to anyone is in `listing/store.py`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, scoped_session

from feedback_app.enrol.permissions import Area
from feedback_app.ledger.facts import is_need
from feedback_app.ledger.suspension_store import is_suspended
from feedback_app.portfolio.solutions.answer_store import Answers, answers, of_need, themes_of
from feedback_app.portfolio.solutions.tables import Assignment, Item, Solution, Theme
from feedback_app.register.lookup_store import label_of
from feedback_app.review.lookup_store import accepted_cases, cases_below

AnySession = Session | scoped_session[Session]


@dataclass(frozen=True, slots=True)
class Accepted:
    """An accepted need, as its case says."""

    record_id: uuid.UUID
    rev: int
    accepted_at: dt.datetime
    place_path: str


def missing(
    session: AnySession, programme_id: str, *, stamp: str, only: Collection[uuid.UUID] | None, limit: int
) -> Sequence[Accepted]:
    """Accepted needs without an item, or with one of another revision, another acceptance or another rule, or that is
    hidden where it should be shown, or shown where it should be hidden."""
    chosen = _missing(programme_id, stamp, only).limit(limit)
    return [Accepted(*row) for row in session.execute(chosen)]


def _missing(
    programme_id: str, stamp: str, only: Collection[uuid.UUID] | None = None
) -> Select[uuid.UUID, int, dt.datetime, str]:
    case = accepted_cases(programme_id).c
    hidden = Item.hidden == is_suspended(programme_id, case.record_id)
    fresh = and_(Item.rev == case.rev, Item.accepted_at == case.accepted_at, Item.rule == stamp, hidden)
    chosen = (
        select(case.record_id, case.rev, case.accepted_at, case.place_path)
        .outerjoin(Item, and_(Item.programme_id == programme_id, Item.record_id == case.record_id))
        .where(or_(Item.rev.is_(None), ~fresh), is_need(programme_id, case.record_id, case.rev))
        .order_by(case.position)
    )
    return chosen if only is None else chosen.where(case.record_id.in_(only))


def gone(session: AnySession, programme_id: str, *, only: Collection[uuid.UUID] | None, limit: int) -> Sequence[Item]:
    """Items to delete: their need is no longer accepted, was erased, or has a newer revision that nobody has read."""
    chosen = _gone(programme_id).limit(limit)
    if only is not None:
        chosen = chosen.where(Item.record_id.in_(only))
    return session.scalars(chosen.execution_options(populate_existing=True)).all()


def _gone(programme_id: str) -> Select[Item]:
    case = accepted_cases(programme_id).c
    stays = is_need(programme_id, case.record_id, case.rev, stays=True)
    return (
        select(Item)
        .outerjoin(case.record_id.table, case.record_id == Item.record_id)
        .where(Item.programme_id == programme_id, or_(case.record_id.is_(None), ~stays))
    )


def is_behind(session: AnySession, programme_id: str, stamp: str) -> bool:
    """Whether `missing` or `gone` would find anything."""
    return any(
        session.execute(chosen.limit(1)).first() is not None
        for chosen in (_missing(programme_id, stamp), _gone(programme_id))
    )


def items(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Item]:
    """The items of these records, where they have one."""
    chosen = select(Item).where(Item.programme_id == programme_id, Item.record_id.in_(ids))
    found = session.scalars(chosen.execution_options(populate_existing=True))
    return {item.record_id: item for item in found}


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """One assignment, with the titles of theme and solution as they are now."""

    assignment: Assignment
    theme: str | None
    solution: str | None
    published_theme: bool | None
    """None: no theme, or it is gone."""
    answers: Answers
    """The solution that the need is assigned to, or those that answer its theme now."""


def assignments(
    session: AnySession, programme_id: str, ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, list[AssignmentLine]]:
    """Every assignment of these records, oldest first; records without any are left out."""
    found: dict[uuid.UUID, list[AssignmentLine]] = {}
    chosen = (
        select(Assignment, Theme.title, Solution.title, Theme.published)
        .outerjoin(Theme, Theme.id == Assignment.theme_id)
        .outerjoin(Solution, Solution.id == Assignment.solution_id)
        .where(Assignment.programme_id == programme_id, Assignment.record_id.in_(ids))
        .order_by(Assignment.at, Assignment.id)
    )
    rows = session.execute(chosen).all()
    by_theme = answers(session, {assignment.theme_id for assignment, *_ in rows if assignment.theme_id})
    for assignment, theme, solution, published in rows:
        line = AssignmentLine(
            assignment, theme, solution, published, of_need(assignment.solution_id, assignment.theme_id, by_theme)
        )
        found.setdefault(assignment.record_id, []).append(line)
    return found


def themes(session: AnySession, programme_id: str) -> Sequence[Theme]:
    """The themes of a programme, by title."""
    return session.scalars(select(Theme).where(Theme.programme_id == programme_id).order_by(Theme.title)).all()


def solutions(session: AnySession, programme_id: str) -> Sequence[Solution]:
    """The solutions of a programme, by title."""
    chosen = select(Solution).where(Solution.programme_id == programme_id).order_by(Solution.title)
    return session.scalars(chosen).all()


def find_theme(session: AnySession, programme_id: str, theme_id: uuid.UUID | None) -> Theme | None:
    """A theme of this programme."""
    found = session.get(Theme, theme_id) if theme_id else None
    return found if found and found.programme_id == programme_id else None


def find_solution(session: AnySession, programme_id: str, solution_id: uuid.UUID | None) -> Solution | None:
    """A solution of this programme."""
    found = session.get(Solution, solution_id) if solution_id else None
    return found if found and found.programme_id == programme_id else None


def theme_counts(session: AnySession, programme_id: str) -> dict[uuid.UUID, int]:
    """How many needs are assigned to each theme: the staff's exact figure."""
    chosen = select(Item.theme_id, func.count()).where(Item.programme_id == programme_id, Item.theme_id.is_not(None))
    return {theme: count for theme, count in session.execute(chosen.group_by(Item.theme_id)) if theme is not None}


def solution_uses(session: AnySession, programme_id: str, solution_id: uuid.UUID) -> int:
    """How many needs are assigned to a solution, and how many themes it answers."""
    needs = select(func.count()).where(Item.programme_id == programme_id, Item.solution_id == solution_id)
    return session.execute(needs).scalar_one() + len(themes_of(session, solution_id))


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One need for staff: what the queue says of it, and where it is in the portfolio."""

    item: Item
    summary: str
    place: str | None
    theme: str | None


def waiting(session: AnySession, area: Area, *, domain: str, after: int, limit: int) -> tuple[Sequence[NeedLine], int]:
    """Accepted needs of an area that are not assigned yet, the latest accepted first; and how many there are."""
    mine = _of_area(area, Item.theme_id.is_(None))
    if domain:
        mine = mine.where(Item.domain == domain)
    total = session.execute(select(func.count()).select_from(mine.subquery())).scalar_one()
    page = mine.order_by(Item.accepted_at.desc(), Item.record_id).offset(after).limit(limit)
    return [NeedLine(*row) for row in session.execute(page)], total


def of_theme(session: AnySession, area: Area, theme_id: uuid.UUID, *, limit: int) -> Sequence[NeedLine]:
    """The needs of a theme that a person may see, the latest first."""
    chosen = _of_area(area, Item.theme_id == theme_id).order_by(Item.accepted_at.desc(), Item.record_id)
    return [NeedLine(*row) for row in session.execute(chosen.limit(limit))]


def need_line(session: AnySession, area: Area, record_id: uuid.UUID) -> NeedLine | None:
    """One need, if it is accepted and of an area."""
    row = session.execute(_of_area(area, Item.record_id == record_id)).first()
    return NeedLine(*row) if row else None


def of_area(session: AnySession, area: Area, ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these records whose case belongs to this area."""
    case = cases_below(area.programme_id, area.paths).c
    return set(session.scalars(select(case.record_id).where(case.record_id.in_(ids))))


def _of_area(area: Area, condition: ColumnElement[bool]) -> Select[Item, str, str | None, str | None]:
    case = cases_below(area.programme_id, area.paths).c
    return (
        select(Item, case.summary, label_of(case.place_code), Theme.title)
        .join(case.record_id.table, case.record_id == Item.record_id)
        .outerjoin(Theme, Theme.id == Item.theme_id)
        .where(Item.programme_id == area.programme_id, condition)
    )
