"""How far a project has come: steps along its road, and milestones that are done."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from feedback_app.base import zones
from feedback_app.base.db import AnySession
from feedback_app.portfolio.bourse import store
from feedback_app.portfolio.bourse.history import ChangeKind, note_change
from feedback_app.portfolio.bourse.milestone_lines import exactly, milestone_lines
from feedback_app.portfolio.bourse.milestone_states import MilestoneState
from feedback_app.portfolio.bourse.partners.funds import funds_of
from feedback_app.portfolio.bourse.states import (
    Progress,
    ProjectState,
    ProjectStep,
    StepRefusal,
    is_forward,
    step_refusal,
    valid_steps,
)
from feedback_app.portfolio.bourse.tables import BourseMilestone, BourseProject
from feedback_app.portfolio.bourse.writing import public_words
from feedback_app.portfolio.replies.milestones import withdraw_questions
from feedback_app.portfolio.solutions.history import Author

LONGEST_EVIDENCE = 500


class MilestoneRefusal(StrEnum):
    """Why a milestone is not noted as done."""

    UNKNOWN = "milestone-unknown"
    DAY = "day"
    EVIDENCE = "evidence"


def progress_of(session: AnySession, project: BourseProject, *, today: dt.date) -> Progress:
    """What decides which steps of a project are possible."""
    state, mine = ProjectState(project.state), {project.id: words} if (words := public_words(project)) else {}
    lines = milestone_lines(session, project.programme_id, mine, today=today, least=exactly).get(project.id, [])
    return Progress(
        state, project.since, sum(one.sought for one in funds_of(session, mine).values()),
        sum(one.done is None for one in lines), sum(one.state is MilestoneState.CONTESTED for one in lines),
    )  # fmt: skip


def take_step(
    session: AnySession, project: BourseProject, after: ProjectState, *, day: dt.date | None, author: Author
) -> StepRefusal | None:
    """Notes a step of a project. The same one sent twice gets `StepRefusal.STALE`."""
    today = zones.local_day(author.now)
    now = progress_of(session, project, today=today)
    if found := step_refusal(now, after, day=day, today=today):
        return found
    since = day if is_forward(now.state, after) and day else today
    before = {"state": project.state, "day": project.since.isoformat() if project.since else None}
    project.state, project.since = after, since
    session.flush()
    note_change(
        session, project, ChangeKind.STEP, author=author, before=before,
        after={"state": after.value, "day": since.isoformat()},
    )  # fmt: skip
    return None


def steps_of(session: AnySession, project: BourseProject) -> list[ProjectStep]:
    """The steps of a project that still count, oldest first."""
    found = []
    for change in reversed(store.changes_of(session, project.id)):
        if change.kind == ChangeKind.STEP and "state" in change.after:
            day = change.after.get("day") or change.before.get("day") or zones.local_day(change.at).isoformat()
            found.append(ProjectStep(ProjectState(change.after["state"]), dt.date.fromisoformat(day)))
        elif change.kind == ChangeKind.PUBLISHED and not any(change.before.values()):
            found.append(ProjectStep(ProjectState.PUBLISHED, zones.local_day(change.at)))
    return valid_steps(found)


def mark_done(
    session: AnySession, project: BourseProject, key: str, *, day: dt.date | None, evidence: str, author: Author
) -> MilestoneRefusal | None:
    """Notes that a milestone is done, since when, and what shows it; what was noted before is replaced."""
    words, shown = public_words(project), " ".join(evidence.split())
    if words is None or key not in {one.key for one in words.milestones}:
        return MilestoneRefusal.UNKNOWN
    if day is None or day > zones.local_day(author.now):
        return MilestoneRefusal.DAY
    if not 0 < len(shown) <= LONGEST_EVIDENCE:
        return MilestoneRefusal.EVIDENCE
    before = _take_away(session, project, key)
    row = BourseMilestone(project_id=project.id, key=key, day=day, evidence=shown, by=author.by, at=author.now)
    session.add(row)
    session.flush()
    _note(session, project, key, before=before, after=_value(row), author=author)
    return None


def mark_open(session: AnySession, project: BourseProject, key: str, *, author: Author) -> MilestoneRefusal | None:
    """Notes that a milestone is not done after all; a project that was completed is under way again, and its places are
    not asked any longer. Takes the programme's write lock: call it last before commit."""
    before = _take_away(session, project, key)
    if before is None:
        return MilestoneRefusal.UNKNOWN
    _note(session, project, key, before=before, after=None, author=author)
    if project.state == ProjectState.COMPLETED:
        take_step(session, project, ProjectState.RUNNING, day=None, author=author)
    withdraw_questions(session, project.programme_id, project.id, key, author=author)
    return None


def _take_away(session: AnySession, project: BourseProject, key: str) -> str | None:
    row = store.milestones(session, [project.id]).get(project.id, {}).get(key)
    if row is None:
        return None
    session.delete(row)
    session.flush()
    return _value(row)


def _value(row: BourseMilestone) -> str:
    return f"{row.day.isoformat()} {row.evidence}"


def _note(
    session: AnySession, project: BourseProject, key: str, *, before: str | None, after: str | None, author: Author
) -> None:
    note_change(session, project, ChangeKind.MILESTONE, author=author, before={key: before}, after={key: after})
