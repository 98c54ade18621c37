"""Who changed what of a theme or a solution, and when: appended, never changed or deleted."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.enrol.lookup_store import person_names
from feedback_app.portfolio.solutions.tables import PortfolioChange, Solution
from feedback_app.portfolio.solutions.word_store import changes_of


class ChangeKind(StrEnum):
    """What somebody did."""

    PROPOSED = "proposed"
    WITHDRAWN = "withdrawn"
    PUBLISHED = "published"
    CHANGED = "changed"
    """What is chosen from lists: domain, project, themes. It counts at once."""
    STAGE = "stage"
    REMOVED = "removed"
    MERGED = "joined"
    """Of a theme, as the next ones: all its needs went to another one."""
    SPLIT = "divided"
    RETIRED = "retired"
    CONTESTED = "contested"
    """People of its places say that it is not done: a step back that nobody at the desk took."""
    UNDONE = "undone"
    """One of the three before."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes something, and when."""

    by: uuid.UUID
    now: dt.datetime


class Subject(Protocol):
    """What has a history: a theme, a solution, or what packages after this one have."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def programme_id(self) -> str: ...
    @property
    def __tablename__(self) -> str: ...


def note_change(
    session: AnySession,
    subject: Subject,
    kind: ChangeKind,
    *,
    author: Author,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    event: str | None = None,
) -> None:
    """Appends what changed of a subject: only what differs. `event` is what the audit log calls it, of anything but
    themes and solutions."""
    was, now = difference(before, after)
    if now or kind is ChangeKind.PUBLISHED:
        session.add(
            PortfolioChange(
                id=new_id(), programme_id=subject.programme_id, subject_id=subject.id, kind=kind, by=author.by,
                at=author.now, before=was, after=now,
            )
        )  # fmt: skip
        session.flush()
        known = event or _EVENTS[kind][isinstance(subject, Solution)]
        note_event(session, known, about=(subject.__tablename__, subject.id), programme=subject.programme_id)


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of two states what differs, as it was and as it is; None for what is not there."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {name: before.get(name) for name in names}, {name: after.get(name) for name in names}


_EVENTS = {
    ChangeKind.PROPOSED: ("theme_proposed", "solution_proposed"),
    ChangeKind.WITHDRAWN: ("theme_changed", "solution_changed"),
    ChangeKind.PUBLISHED: ("theme_published", "solution_published"),
    ChangeKind.CHANGED: ("theme_changed", "solution_changed"),
    ChangeKind.STAGE: ("theme_changed", "solution_step"),
    ChangeKind.REMOVED: ("theme_removed", "solution_removed"),
    ChangeKind.MERGED: ("theme_merged", "solution_changed"),
    ChangeKind.SPLIT: ("theme_split", "solution_changed"),
    ChangeKind.RETIRED: ("theme_retired", "solution_changed"),
    ChangeKind.CONTESTED: ("theme_changed", "solution_contested"),
    ChangeKind.UNDONE: ("theme_restored", "solution_changed"),
}
"""What the audit log notes of each, of a theme and of a solution."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change: who, when, and each value before and after."""

    kind: str
    by: str
    at: dt.datetime
    values: Sequence[tuple[str, Any, Any]]


class Change(Protocol):
    """What is stored of one change."""

    @property
    def kind(self) -> str: ...
    @property
    def by(self) -> uuid.UUID: ...
    @property
    def at(self) -> dt.datetime: ...
    @property
    def before(self) -> Mapping[str, Any]: ...
    @property
    def after(self) -> Mapping[str, Any]: ...


def history(session: AnySession, subject: Subject) -> list[HistoryLine]:
    """Every change of a subject, the latest first."""
    return history_lines(session, changes_of(session, subject.id))


def history_lines(session: AnySession, changes: Sequence[Change]) -> list[HistoryLine]:
    """These changes, in their order."""
    names = person_names(session, {one.by for one in changes})
    return [
        HistoryLine(
            one.kind, "" if one.kind == ChangeKind.CONTESTED else names.get(one.by, ""), one.at,
            [(name, one.before.get(name), value) for name, value in one.after.items()],
        )
        for one in changes
    ]  # fmt: skip
