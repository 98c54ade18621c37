"""Selects of which solutions answer which themes."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, or_, select

from feedback_app.base.db import AnySession
from feedback_app.portfolio.solutions.answers import Answers
from feedback_app.portfolio.solutions.tables import Item, SolutionTheme, Theme


def answers(session: AnySession, theme_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Answers]:
    """What answers each of these themes; those that nothing answers are left out."""
    found: dict[uuid.UUID, Answers] = {}
    if theme_ids:
        chosen = select(SolutionTheme.theme_id, SolutionTheme.solution_id).where(SolutionTheme.theme_id.in_(theme_ids))
        for theme, solution in session.execute(chosen.order_by(SolutionTheme.solution_id)):
            found[theme] = (*found.get(theme, ()), solution)
    return found


def answers_in(session: AnySession, programme_ids: Collection[str]) -> dict[uuid.UUID, Answers]:
    """What answers each theme of these programmes."""
    return answers(session, session.scalars(select(Theme.id).where(Theme.programme_id.in_(programme_ids))).all())


def themes_of(session: AnySession, solution_id: uuid.UUID) -> dict[uuid.UUID, SolutionTheme]:
    """The rows that say which themes a solution answers, by theme."""
    chosen = select(SolutionTheme).where(SolutionTheme.solution_id == solution_id)
    return {pair.theme_id: pair for pair in session.scalars(chosen.execution_options(populate_existing=True))}


def pairs_of_theme(session: AnySession, theme_id: uuid.UUID) -> Sequence[SolutionTheme]:
    """The rows that say which solutions answer a theme."""
    return session.scalars(select(SolutionTheme).where(SolutionTheme.theme_id == theme_id)).all()


def answered_by(solution_id: uuid.UUID) -> ColumnElement[bool]:
    """The condition that a solution answers an item's need.

    The item was assigned to it, or to no solution under a theme that it answers.
    """
    themes = select(SolutionTheme.theme_id).where(SolutionTheme.solution_id == solution_id)
    return or_(Item.solution_id == solution_id, and_(Item.solution_id.is_(None), Item.theme_id.in_(themes)))
