"""Scoring a project at the desk, and publishing the reasons that somebody else wrote."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.portfolio.bourse import store
from feedback_app.portfolio.bourse.history import ChangeKind, note_change
from feedback_app.portfolio.bourse.scorings import is_complete, may_score
from feedback_app.portfolio.bourse.states import PUBLIC, ProjectState
from feedback_app.portfolio.bourse.tables import BourseProject, BourseScoring
from feedback_app.portfolio.solutions.history import Author


class ScoreRefusal(StrEnum):
    """Why a scoring is not saved, or its reasons are not published."""

    NOT_PUBLIC = "not-public"
    """Only words that a second person has published are scored."""
    TWO = "two-scorers"
    """Two others have scored it."""
    OWN = "own-words"
    UNKNOWN = "words-changed"
    """No scoring that counts and waits."""


def scorings_of(session: AnySession, project: BourseProject) -> Sequence[BourseScoring]:
    """Every scoring of a project, oldest first."""
    return store.scorings(session, [project.id]).get(project.id, [])


def score(
    session: AnySession, project: BourseProject, points: Mapping[str, Any], *, author: Author
) -> ScoreRefusal | None:
    """Appends a scoring; the last one of each scorer counts. Lock the project before."""
    if ProjectState(project.state) not in PUBLIC:
        return ScoreRefusal.NOT_PUBLIC
    rows = scorings_of(session, project)
    if not may_score(rows, author.by):
        return ScoreRefusal.TWO
    before = next((row.points for row in reversed(rows) if row.by == author.by), {})
    session.add(
        BourseScoring(
            id=new_id(), programme_id=project.programme_id, project_id=project.id, points={**points}, by=author.by,
            at=author.now,
        )
    )  # fmt: skip
    session.flush()
    note_change(session, project, ChangeKind.SCORED, author=author, before=_flat(before), after=_flat(points))
    return None


def _flat(points: Mapping[str, Any]) -> dict[str, str]:
    return {code: f"{point['level']} · {point['reason']}" for code, point in points.items()}


def publish_reasons(
    session: AnySession, project: BourseProject, scoring_id: uuid.UUID | None, *, author: Author
) -> ScoreRefusal | None:
    """Publishes the reasons of a scoring that somebody else made, once both have scored."""
    rows = scorings_of(session, project)
    found = next((row for row in rows if row.id == scoring_id), None)
    if found is None or found.read_by or not is_complete(rows):
        return ScoreRefusal.UNKNOWN
    if found.by == author.by:
        return ScoreRefusal.OWN
    found.read_by, found.read_at = author.by, author.now
    session.flush()
    note_change(session, project, ChangeKind.REASONS_READ, author=author, before={}, after={"scoring": str(found.id)})
    return None
