"""Selects of how far solutions have come, and of the needs that they answer."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from feedback_app.portfolio.solutions.answer_store import answered_by
from feedback_app.portfolio.solutions.stages import Stage, Step
from feedback_app.portfolio.solutions.tables import Item, Notification, Solution, SolutionStep, SolutionTheme, Theme
from feedback_app.register.project_store import title_of

AnySession = Session | scoped_session[Session]


def steps(session: AnySession, solutions: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Step]]:
    """The steps of these solutions, oldest first; those without any are left out."""
    found: dict[uuid.UUID, list[Step]] = {}
    if not solutions:
        return found
    chosen = (
        select(SolutionStep, title_of(SolutionStep.programme_id, SolutionStep.project_id))
        .where(SolutionStep.solution_id.in_(solutions))
        .order_by(SolutionStep.at, SolutionStep.id)
    )
    for row, project in session.execute(chosen):
        step = Step(str(row.id), Stage(row.stage), row.day, row.at, project, row.reply_id is not None)
        found.setdefault(row.solution_id, []).append(step)
    return found


def is_reopened_by(session: AnySession, reply_id: uuid.UUID) -> bool:
    """Whether a solution went back a step for what places say of a reply."""
    chosen = select(SolutionStep.id).where(SolutionStep.reply_id == reply_id).limit(1)
    return session.execute(chosen).first() is not None


def solutions_of_subject(
    session: AnySession, programme_id: str, *, theme_id: uuid.UUID | None, project_id: str | None
) -> Sequence[Solution]:
    """The solutions that answer a theme, or that a project carries out; none of neither."""
    mine = Solution.programme_id == programme_id
    if theme_id is not None:
        pairs = select(SolutionTheme.solution_id).where(SolutionTheme.theme_id == theme_id)
        return session.scalars(select(Solution).where(mine, Solution.id.in_(pairs)).order_by(Solution.id)).all()
    if project_id is None:
        return []
    return session.scalars(select(Solution).where(mine, Solution.project_id == project_id).order_by(Solution.id)).all()


def domains_of(session: AnySession, solution_id: uuid.UUID) -> set[str]:
    """The domains of the themes that a solution answers."""
    pairs = select(SolutionTheme.theme_id).where(SolutionTheme.solution_id == solution_id)
    return {one for one in session.scalars(select(Theme.domain).where(Theme.id.in_(pairs))) if one}


def lock(session: AnySession, solution: Solution) -> None:
    """Lets nobody else take a step with this solution until commit."""
    session.execute(select(Solution.id).where(Solution.id == solution.id).with_for_update())


def next_notification(session: AnySession, programme_id: str) -> Notification | None:
    """The oldest notification that is still to be published; None when there is none."""
    chosen = select(Notification).where(Notification.programme_id == programme_id).order_by(Notification.id).limit(1)
    return session.execute(chosen.execution_options(populate_existing=True)).scalar_one_or_none()


def needs_concerned(session: AnySession, notification: Notification, *, limit: int) -> Sequence[uuid.UUID]:
    """The next accepted needs that a notification concerns, ascending: those that the solution answers, or those of the
    theme."""
    under = Item.theme_id == notification.theme_id
    concerns = answered_by(notification.solution_id) if notification.solution_id else under
    chosen = select(Item.record_id).where(Item.programme_id == notification.programme_id, concerns)
    if notification.upto:
        chosen = chosen.where(Item.record_id > notification.upto)
    return session.scalars(chosen.order_by(Item.record_id).limit(limit)).all()


def count_answered(session: AnySession, solution: Solution) -> int:
    """How many accepted needs this solution answers: assigned to it, or under a theme that it answers."""
    mine = Item.programme_id == solution.programme_id, answered_by(solution.id)
    return session.execute(select(func.count()).select_from(Item).where(*mine)).scalar_one()
