"""Selects of how far solutions have come, and of the needs that they answer."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from typing import TypeVar

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, scoped_session

from feedback_app.enrol.tables import Project
from feedback_app.ledger.tables import Record
from feedback_app.portfolio.stages import Stage, Step
from feedback_app.portfolio.tables import Item, Solution, SolutionStep, Theme

AnySession = Session | scoped_session[Session]

One = TypeVar("One", Record, int)


def steps(session: AnySession, solutions: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Step]]:
    """The steps of these solutions, oldest first; those without any are left out."""
    found: dict[uuid.UUID, list[Step]] = {}
    if not solutions:
        return found
    chosen = (
        select(SolutionStep, Project.title)
        .outerjoin(
            Project, and_(Project.id == SolutionStep.project_id, Project.programme_id == SolutionStep.programme_id)
        )
        .where(SolutionStep.solution_id.in_(solutions))
        .order_by(SolutionStep.at, SolutionStep.id)
    )
    for row, project in session.execute(chosen):
        step = Step(str(row.id), Stage(row.stage), row.day, row.at, project)
        found.setdefault(row.solution_id, []).append(step)
    return found


def hold(session: AnySession, solution: Solution) -> None:
    """Lets nobody else take a step with this solution until commit."""
    session.execute(select(Solution.id).where(Solution.id == solution.id).with_for_update())


def answered_by(session: AnySession, solution: Solution) -> Sequence[Record]:
    """The records of accepted needs that this solution answers: tied to it, or to a theme whose own it is."""
    of_item = and_(Item.programme_id == Record.programme_id, Item.record_id == Record.id)
    chosen = _answered(select(Record).join(Item, of_item), solution)
    return session.scalars(chosen.order_by(Record.id)).all()


def count_answered(session: AnySession, solution: Solution) -> int:
    """How many accepted needs this solution answers."""
    return session.execute(_answered(select(func.count(Item.record_id)), solution)).scalar_one()


def _answered(chosen: Select[One], solution: Solution) -> Select[One]:
    return chosen.join(Theme, Theme.id == Item.theme_id).where(
        Item.programme_id == solution.programme_id,
        func.coalesce(Item.solution_id, Theme.solution_id) == solution.id,
    )


def under_theme(session: AnySession, theme: Theme) -> Sequence[Record]:
    """The records of a theme's needs that have no solution but the theme's."""
    chosen = (
        select(Record)
        .join(Item, and_(Item.programme_id == Record.programme_id, Item.record_id == Record.id))
        .where(Item.programme_id == theme.programme_id, Item.theme_id == theme.id, Item.solution_id.is_(None))
        .order_by(Record.id)
    )
    return session.scalars(chosen).all()
