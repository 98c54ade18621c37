"""Corrected answers, for a record's page: what the author said beside what counts, who changed it, when and why."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from feedback_app.base.db import AnySession
from feedback_app.enrol.lookup_store import person_names
from feedback_app.review.answers import UNKNOWN, AnswerLine, Forms, Reader, RecordForm, question_words
from feedback_app.review.corrections.notice import answer_words
from feedback_app.review.tables import AnswerCorrection


@dataclass(frozen=True, slots=True)
class CorrectedAnswer:
    """What the author had said to a question, and who corrected it last."""

    question: str
    original: str
    """Empty: nothing."""
    by: str
    at: dt.datetime
    comment: str | None


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A line of a correction in the record's history; empty where nothing was said."""

    question: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class CorrectionEvent:
    """A correction in the record's history."""

    changes: Sequence[ChangedAnswer]
    comment: str | None
    ended_by: str | None
    """Who took it back."""
    lapsed: bool
    """The author has sent a newer revision: it counts no longer."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a record's page says of corrected answers."""

    answers: Mapping[str, CorrectedAnswer] = field(default_factory=dict)
    """By the key of an answer that counts otherwise than the author said."""
    by_decision: Mapping[uuid.UUID, CorrectionEvent] = field(default_factory=dict)
    newest: str = ""
    """The id of the one that may be taken back; empty for none."""

    def gone(self, rows: Sequence[AnswerLine]) -> list[CorrectedAnswer]:
        """What the author had said and no line of the page shows any more."""
        shown = {row.name for row in rows}
        return [one for key, one in self.answers.items() if key not in shown and one.original]


def corrections_view(
    session: AnySession,
    corrections: Sequence[AnswerCorrection],
    holding: Sequence[AnswerCorrection],
    forms: Forms,
    versions: Mapping[int, tuple[str, str]],
    *,
    rev: int,
    takers: Mapping[uuid.UUID, str],
    reader: Reader,
) -> Corrections:
    """What a page says of the corrections of a record, oldest first. `holding` are those by which the current revision
    `rev` is shown, `versions` names the form of each revision, `takers` who took each decision."""
    if not corrections:
        return Corrections()
    names = person_names(session, {one.by for one in corrections})
    events = {
        one.decision_id: CorrectionEvent(
            changes=_changed(one, forms.get(versions.get(one.rev, ("", "")), UNKNOWN), reader),
            comment=one.comment,
            ended_by=takers.get(one.ended_by, "") if one.ended_by else None,
            lapsed=one.ended_by is None and one.rev < rev,
        )
        for one in corrections
    }
    answers: dict[str, CorrectedAnswer] = {}
    form = forms.get(versions.get(rev, ("", "")), UNKNOWN)
    for one in holding:
        for key, (old, new) in one.changes.items():
            original = answers[key].original if key in answers else answer_words(form, key, old, reader)
            now = answer_words(form, key, new, reader)
            answers[key] = CorrectedAnswer(
                question_words(form, key, {}, reader), original, names[one.by], one.at, one.comment
            )
            if original == now:  # corrected twice, and back
                del answers[key]
    newest = str(holding[-1].decision_id) if holding else ""
    return Corrections(answers, events, newest)


def _changed(one: AnswerCorrection, form: RecordForm, reader: Reader) -> list[ChangedAnswer]:
    return [
        ChangedAnswer(
            question_words(form, key, {}, reader),
            answer_words(form, key, old, reader),
            answer_words(form, key, new, reader),
        )
        for key, (old, new) in one.changes.items()
    ]
