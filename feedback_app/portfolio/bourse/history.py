"""Who changed what of a project, and when: appended, never changed or deleted."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.enrol.lookup_store import person_names
from feedback_app.portfolio.bourse import store
from feedback_app.portfolio.bourse.tables import BourseChange, BourseProject
from feedback_app.portfolio.solutions.history import Author


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
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    session.add(
        BourseChange(
            id=new_id(), programme_id=project.programme_id, project_id=project.id, kind=kind, by=author.by,
            at=author.now, before={name: before.get(name) for name in names},
            after={name: after.get(name) for name in names},
        )
    )  # fmt: skip
    session.flush()
    note_event(session, EVENTS[kind], about=("bourse_project", project.id), programme=project.programme_id)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change: who, when, and each value before and after."""

    kind: str
    by: str
    at: dt.datetime
    values: Sequence[tuple[str, Any, Any]]


def history(session: AnySession, project_id: uuid.UUID, *, hide: ChangeKind | None = None) -> list[ChangeLine]:
    """Every change of a project, the latest first; what was scored stays hidden from who has not scored yet."""
    found = [one for one in store.changes_of(session, project_id) if one.kind != hide]
    names = person_names(session, {one.by for one in found})
    return [
        ChangeLine(
            one.kind, names.get(one.by, ""), one.at,
            [(name, one.before.get(name), value) for name, value in one.after.items()],
        )
        for one in found
    ]  # fmt: skip


def value_words(value: Any, labels: Mapping[str, str]) -> str:
    """A value of the history on a line: ids and codes by what they are called, rows of a table one after the other."""
    if isinstance(value, list):
        return "; ".join(value_words(one, labels) for one in value)
    return labels.get(str(value), str(value)) if value is not None else "—"
