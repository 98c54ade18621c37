"""The page of second readings, gathered."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.enrol.permissions import Area
from feedback_app.register.lookup_store import programme_by_id
from feedback_app.review import reasons
from feedback_app.review import second_reading_store as store
from feedback_app.review.case import Action
from feedback_app.review.queue import store as queue_store
from feedback_app.review.queue.query import Query
from feedback_app.review.record.store import find_dossier
from feedback_app.review.record.view import RecordView, record_view
from feedback_app.review.second_readings.actions import offered
from feedback_app.review.second_readings.agreement import Agreement, agreement
from feedback_app.review.second_readings.sampling import share

LATELY = dt.timedelta(days=91)
"""The readings that are compared."""
MOST = 100
"""More that wait are not counted."""


@dataclass(frozen=True, slots=True)
class SecondReadingView:
    """The next record that somebody may read a second time, and how far readers agree."""

    decision: uuid.UUID | None
    """What is read again; None where nothing waits."""
    record: RecordView | None
    left: int
    """How many wait, this one too."""
    offered: Sequence[Action]
    reasons: Mapping[str, Sequence[reasons.Reason]]
    """By the code of an action."""
    percent: int
    """How many decisions are read twice."""
    agreed: Agreement


def second_reading_view(
    session: AnySession, area: Area, *, lang: str, reader: uuid.UUID, now: dt.datetime
) -> SecondReadingView:
    """The page of second readings, before a reader."""
    programme_id, mine = area.programme_id, queue_store.cases_of(session, area, reader=reader, now=now)
    one = store.first_waiting(session, programme_id, reader=reader, paths=mine.paths)
    dossier = find_dossier(session, programme_id, one.record_id) if one else None
    programme = programme_by_id(session, programme_id)
    return SecondReadingView(
        decision=one.decision_id if one else None,
        record=record_view(session, area, dossier, Query(), lang=lang, person=reader, now=now) if dossier else None,
        left=store.count_waiting(session, programme_id, reader=reader, paths=mine.paths, most=MOST),
        offered=offered(),
        reasons={one.code: reasons.offered_reasons(one, lang=lang, author_lang="fr") for one in offered()},
        percent=share(programme.settings if programme else {}),
        agreed=agreement(store.pairs(session, programme_id, since=now - LATELY)),
    )
