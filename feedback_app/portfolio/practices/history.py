"""Who changed what of a solution that people found, and when: appended, never deleted."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.portfolio.practices.change_kinds import ChangeKind
from feedback_app.portfolio.practices.kind import CREDIT_NAME
from feedback_app.portfolio.practices.tables import Practice, PracticeChange
from feedback_app.portfolio.solutions.history import Author, difference

EVENTS = {
    ChangeKind.LIFTED: "practice_lifted",
    ChangeKind.PROPOSED: "practice_proposed",
    ChangeKind.PUBLISHED: "practice_published",
    ChangeKind.WITHDRAWN: "practice_withdrawn",
    ChangeKind.EVIDENCE: "practice_evidence",
    ChangeKind.EVIDENCE_PUBLISHED: "practice_evidence",
    ChangeKind.EVIDENCE_WITHDRAWN: "practice_evidence",
    ChangeKind.STEP: "practice_step",
    ChangeKind.CONSENT: "practice_consent",
    ChangeKind.JOINED: "practice_lineage",
    ChangeKind.LEFT: "practice_lineage",
    ChangeKind.UNITED: "practice_lineage",
    ChangeKind.SEPARATED: "practice_lineage",
    ChangeKind.RECORD_ERASED: "practice_erased",
}
"""What the audit log notes of each."""


def note_change(
    session: AnySession, practice: Practice, kind: ChangeKind, *, author: Author, before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:  # fmt: skip
    """Appends what changed of a solution, only what differs, and raises its version."""
    append(session, practice, kind, by=author.by, at=author.now, before=before, after=after)


def append(
    session: AnySession, practice: Practice, kind: ChangeKind, *, by: uuid.UUID | None, at: dt.datetime,
    before: Mapping[str, Any], after: Mapping[str, Any],
) -> None:  # fmt: skip
    """The same, also of a job, which is nobody."""
    was, now = difference(_without_names(before), _without_names(after))
    session.add(
        PracticeChange(
            id=new_id(), programme_id=practice.programme_id, practice_id=practice.id, kind=kind, by=by, at=at,
            before=was, after=now,
        )
    )  # fmt: skip
    practice.version += 1
    session.flush()
    note_event(session, EVENTS[kind], about=("practice", practice.id), programme=practice.programme_id)


def _without_names(words: Mapping[str, Any]) -> dict[str, Any]:
    """The history stays when the name of who found it is to go."""
    return {name: value for name, value in words.items() if name != CREDIT_NAME}
