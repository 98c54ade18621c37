"""Every select on learning plans."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import delete, func, select

from feedback_app.base.db import AnySession
from feedback_app.portfolio.learning.tables import PlanVersion

MOST = 200
"""Plans of a programme that a page lists, the latest made first."""


def plans(session: AnySession, programme_id: str) -> Sequence[PlanVersion]:
    """The plans of a programme as they are now."""
    newest = (
        select(PlanVersion.plan_id, func.max(PlanVersion.n).label("n"))
        .where(PlanVersion.programme_id == programme_id)
        .group_by(PlanVersion.plan_id)
        .subquery("newest")
    )
    chosen = select(PlanVersion).join(newest, (PlanVersion.plan_id == newest.c.plan_id) & (PlanVersion.n == newest.c.n))
    return session.scalars(chosen.order_by(PlanVersion.plan_id.desc()).limit(MOST)).all()


def delete_plans(session: AnySession, programme_id: str, ids: Sequence[uuid.UUID]) -> None:
    """Deletes every version of these plans."""
    session.execute(delete(PlanVersion).where(PlanVersion.programme_id == programme_id, PlanVersion.plan_id.in_(ids)))


def versions(session: AnySession, programme_id: str, plan_id: uuid.UUID) -> Sequence[PlanVersion]:
    """Every version of a plan, the newest first; none where the programme has no such plan."""
    mine = PlanVersion.programme_id == programme_id, PlanVersion.plan_id == plan_id
    return session.scalars(select(PlanVersion).where(*mine).order_by(PlanVersion.n.desc())).all()
