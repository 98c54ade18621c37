"""Selects of words that wait to be published, of what changed, and of needs that a theme or solution answers."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import delete, exists, select

from feedback_app.base.db import AnySession
from feedback_app.enrol.permissions import Area
from feedback_app.portfolio.solutions.answer_store import answered_by
from feedback_app.portfolio.solutions.tables import Item, PortfolioChange, Solution, TextProposal, Theme
from feedback_app.review.lookup_store import cases_below


def proposals(session: AnySession, programme_id: str) -> Sequence[TextProposal]:
    """All words of a programme that wait, the oldest first."""
    mine = select(TextProposal).where(TextProposal.programme_id == programme_id)
    return session.scalars(mine.order_by(TextProposal.at, TextProposal.subject_id)).all()


def changes_of(session: AnySession, subject_id: uuid.UUID) -> Sequence[PortfolioChange]:
    """Every change of a theme or solution, the latest first."""
    mine = select(PortfolioChange).where(PortfolioChange.subject_id == subject_id)
    return session.scalars(mine.order_by(PortfolioChange.at.desc(), PortfolioChange.id.desc())).all()


def changes_of_all(session: AnySession, ids: Collection[uuid.UUID]) -> Sequence[PortfolioChange]:
    """Every change of these subjects, the latest first."""
    mine = select(PortfolioChange).where(PortfolioChange.subject_id.in_(ids))
    return session.scalars(mine.order_by(PortfolioChange.at.desc(), PortfolioChange.id.desc())).all()


def delete_changes(session: AnySession, ids: Collection[uuid.UUID]) -> None:
    """Deletes what was noted of made-up subjects. Of others nothing is ever deleted."""
    session.execute(delete(PortfolioChange).where(PortfolioChange.subject_id.in_(ids)))


def answers_needs(session: AnySession, subject: Theme | Solution, *, outside: Area | None = None) -> bool:
    """Whether a theme or solution answers any need, or any outside an area."""
    mine = (Item.theme_id == subject.id) if isinstance(subject, Theme) else answered_by(subject.id)
    needs = select(Item.record_id).where(Item.programme_id == subject.programme_id, mine)
    if outside is not None:
        case = cases_below(outside.programme_id, outside.paths).c
        needs = needs.where(~exists().where(case.record_id == Item.record_id))
    return session.execute(select(exists(needs))).scalar_one()
