"""Selects of projects that seek funding."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select

from feedback_app.base.db import AnySession
from feedback_app.portfolio.bourse.states import PUBLIC
from feedback_app.portfolio.bourse.tables import BourseChange, BourseMilestone, BourseProject, BourseScoring


def projects(session: AnySession, programme_id: str) -> Sequence[BourseProject]:
    """All of a programme, those that were added last first."""
    mine = select(BourseProject).where(BourseProject.programme_id == programme_id)
    return session.scalars(mine.order_by(BourseProject.created_at.desc(), BourseProject.id.desc())).all()


def public_projects(session: AnySession, programme_ids: Collection[str]) -> Sequence[BourseProject]:
    """Those of these programmes that anyone may see, oldest first."""
    shown = BourseProject.programme_id.in_(programme_ids), BourseProject.state.in_([*PUBLIC])
    return session.scalars(
        select(BourseProject).where(*shown).order_by(BourseProject.created_at, BourseProject.id)
    ).all()


def find_project(
    session: AnySession, programme_id: str, project_id: uuid.UUID, *, lock: bool = False
) -> BourseProject | None:
    """A project of this programme; `lock` lets nobody else change it until commit."""
    mine = select(BourseProject).where(BourseProject.id == project_id, BourseProject.programme_id == programme_id)
    chosen = mine.with_for_update() if lock else mine
    return session.scalars(chosen.execution_options(populate_existing=True)).one_or_none()


def changes_of(session: AnySession, project_id: uuid.UUID) -> Sequence[BourseChange]:
    """Every change of a project, the latest first."""
    mine = select(BourseChange).where(BourseChange.project_id == project_id)
    return session.scalars(mine.order_by(BourseChange.at.desc(), BourseChange.id.desc())).all()


def scorings(session: AnySession, project_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[BourseScoring]]:
    """Every scoring of these projects, oldest first; projects without any are left out."""
    found: dict[uuid.UUID, list[BourseScoring]] = {}
    chosen = select(BourseScoring).where(BourseScoring.project_id.in_(project_ids))
    for one in session.scalars(chosen.order_by(BourseScoring.at, BourseScoring.id)):
        found.setdefault(one.project_id, []).append(one)
    return found


def find_scoring(session: AnySession, programme_id: str, scoring_id: uuid.UUID) -> BourseScoring | None:
    """A scoring of a project of this programme."""
    found = session.get(BourseScoring, scoring_id)
    return found if found and found.programme_id == programme_id else None


def milestones(session: AnySession, project_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[str, BourseMilestone]]:
    """What is done of these projects, by its key."""
    found: dict[uuid.UUID, dict[str, BourseMilestone]] = {}
    for one in session.scalars(select(BourseMilestone).where(BourseMilestone.project_id.in_(project_ids))):
        found.setdefault(one.project_id, {})[one.key] = one
    return found


def delete_projects(session: AnySession, ids: Collection[uuid.UUID]) -> None:
    """Deletes made-up projects with all that was noted of them. Of others nothing is ever deleted."""
    for table in (BourseScoring, BourseMilestone, BourseChange):
        session.execute(delete(table).where(table.project_id.in_(ids)))
    session.execute(delete(BourseProject).where(BourseProject.id.in_(ids)))
    session.flush()


def version(session: AnySession) -> str:
    """The same as long as nothing of any project has changed: all changes append one row."""
    last, count = session.execute(select(func.max(BourseChange.at), func.count())).one()
    return f"{last} {count}"
