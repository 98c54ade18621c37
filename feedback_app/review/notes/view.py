"""The notes about a record, for its page."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.enrol.colleague_store import Colleague
from feedback_app.enrol.lookup_store import person_names
from feedback_app.review.mentions import NotePart, parts_of
from feedback_app.review.note_store import notes_of
from feedback_app.review.tables import Case


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note: its text, cut where it names somebody."""

    by: str
    at: dt.datetime
    parts: Sequence[NotePart]


def note_views(session: AnySession, case: Case, colleagues: Mapping[uuid.UUID, Colleague]) -> list[NoteView]:
    """The notes about a record, oldest first; `colleagues` are who may be named in them."""
    notes = notes_of(session, case.programme_id, case.record_id)
    if not notes:
        return []
    names = person_names(session, {one.by for one in notes})
    called = {key: one.name for key, one in colleagues.items()}
    return [NoteView(names[one.by], one.at, parts_of(one.text, called)) for one in notes]
