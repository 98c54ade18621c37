"""Who changed what of a project, and when: appended, never changed or deleted."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.portfolio.bourse import store
from feedback_app.portfolio.bourse.tables import BourseChange, BourseProject
from feedback_app.portfolio.solutions.history import Author, HistoryLine, difference, history_lines


class ChangeKind(StrEnum):
    """What somebody did."""

    SAVED = "saved"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    STEP = "step"
    SCORED = "scored"
    REASONS_READ = "reasons"
    MILESTONE = "milestone"
    PLEDGE = "pledge"


EVENTS = {
    ChangeKind.SAVED: "bourse_project_changed",
    ChangeKind.PROPOSED: "bourse_project_proposed",
    ChangeKind.PUBLISHED: "bourse_project_published",
    ChangeKind.STEP: "bourse_project_step",
    ChangeKind.SCORED: "bourse_project_scored",
    ChangeKind.REASONS_READ: "bourse_reasons_published",
    ChangeKind.MILESTONE: "bourse_milestone_changed",
    ChangeKind.PLEDGE: "bourse_pledge_changed",
}
"""What the audit log notes of each."""


def note_change(
    session: AnySession,
    project: BourseProject,
    kind: ChangeKind,
    *,
    author: Author,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    """Appends what changed of a project, only what differs; and notes that in the audit log."""
    was, now = difference(before, after)
    session.add(
        BourseChange(
            id=new_id(), programme_id=project.programme_id, project_id=project.id, kind=kind, by=author.by,
            at=author.now, before=was, after=now,
        )
    )  # fmt: skip
    session.flush()
    note_event(session, EVENTS[kind], about=("bourse_project", project.id), programme=project.programme_id)


def history(session: AnySession, project_id: uuid.UUID, *, hide: ChangeKind | None = None) -> list[HistoryLine]:
    """Every change of a project, the latest first; what was scored stays hidden from who has not scored yet."""
    return history_lines(session, [one for one in store.changes_of(session, project_id) if one.kind != hide])


def value_words(value: Any, labels: Mapping[str, str]) -> str:
    """A value of the history on a line: ids and codes by what they are called, rows of a table one after the other."""
    if isinstance(value, list):
        return "; ".join(value_words(one, labels) for one in value)
    return labels.get(str(value), str(value)) if value is not None else "—"
