"""Staff note that a solution is funded or done, or that it is not after all; who spoke of the need hears of it."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session, scoped_session

from feedback_app.base.ids import new_id
from feedback_app.portfolio.solutions import stage_store
from feedback_app.portfolio.solutions.history import Author, ChangeKind, note_change
from feedback_app.portfolio.solutions.publishing import announce
from feedback_app.portfolio.solutions.stages import Refusal, Stage, current_stage, is_forward, refusal
from feedback_app.portfolio.solutions.tables import Solution, SolutionStep
from feedback_app.register.project_store import find_project

AnySession = Session | scoped_session[Session]


@dataclass(frozen=True, slots=True)
class StageChange:
    """What the desk says of a solution: the stage it has come to (or back to), since which day, who funds it."""

    stage: Stage
    day: dt.date | None = None
    project_id: str | None = None


def change_stage(
    session: AnySession, solution: Solution, change: StageChange, *, by: uuid.UUID, now: dt.datetime
) -> SolutionStep | Refusal:
    """Appends a step of a solution; the job publishes it on the timelines of all needs that the solution answers.

    A refusal says why the step is not possible; the same step sent twice gets `Refusal.STALE`.
    """
    stage_store.lock(session, solution)
    before = stage_store.steps(session, [solution.id]).get(solution.id, [])
    project = find_project(session, solution.programme_id, change.project_id)
    funder = project.id if project else None
    if found := refusal(before, change.stage, day=change.day, today=now.date(), funded_by=funder):
        return found
    forward = is_forward(current_stage(before), change.stage)
    step = SolutionStep(
        id=new_id(), programme_id=solution.programme_id, solution_id=solution.id, stage=change.stage,
        day=change.day if forward and change.day else now.date(), by=by, at=now,
        project_id=funder if forward and change.stage is Stage.FUNDED else None,
    )  # fmt: skip
    session.add(step)
    stage, carried = current_stage(before), solution.project_id
    if step.project_id:
        solution.project_id = step.project_id
    session.flush()
    note_change(
        session, solution, ChangeKind.STAGE, author=Author(by, now), before={"stage": stage, "project": carried},
        after={"stage": change.stage, "project": solution.project_id},
    )  # fmt: skip
    announce(session, solution)
    return step
