"""Look-ups of cases for the packages after this one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, Subquery, func, or_, select

from feedback_app.ledger.suspension_store import is_suspended
from feedback_app.review.store import is_case_under
from feedback_app.review.tables import Case, Merge
from feedback_app.review.urgency import CLASSES
from schemas.states import State


@dataclass(frozen=True, slots=True)
class AcceptedCase:
    """What packages after this one read of an accepted case (`accepted_cases`)."""

    record_id: uuid.UUID
    rev: int
    accepted_at: dt.datetime
    place_path: str


def accepted_cases(programme_id: str) -> Subquery:
    """The accepted cases of a programme, to be joined: record_id, rev, position, place_path and accepted_at."""
    at = func.coalesce(Case.decided_at, Case.received_at).label("accepted_at")
    chosen = select(Case.record_id, Case.rev, Case.position, Case.place_path, at)
    return chosen.where(Case.programme_id == programme_id, Case.state == State.ACCEPTED).subquery("accepted_case")


def accepted_of(programme_id: str, ids: Collection[uuid.UUID]) -> Subquery:
    """Those of these records that are accepted, to be joined: record_id and rev."""
    mine = Case.programme_id == programme_id, Case.record_id.in_(ids), Case.state == State.ACCEPTED
    return select(Case.record_id, Case.rev).where(*mine).subquery("accepted_of")


def written_of(programme_id: str, ids: Collection[uuid.UUID]) -> Select[uuid.UUID, str | None]:
    """(record_id, what somebody typed, folded) of these records; None where it is not worked out yet."""
    return select(Case.record_id, Case.written).where(Case.programme_id == programme_id, Case.record_id.in_(ids))


def accepted_by(programme_id: str, instruments: Collection[str]) -> list[Subquery]:
    """The accepted cases of these instruments: record_id, rev, place_code, place_path, summary, position. In parts of
    which an index has each in the order of position, so that the latest of all are the latest of each."""
    chosen = select(Case.record_id, Case.rev, Case.place_code, Case.place_path, Case.summary, Case.position)
    mine = Case.programme_id == programme_id, Case.state == State.ACCEPTED
    return [
        chosen.where(*mine, Case.instrument == name, Case.urgency == urgency).subquery()
        for name in instruments
        for urgency in CLASSES
    ]


def merged_voices(programme_id: str, *, before: dt.datetime | None) -> Subquery:
    """How many people more say what a record says, of records that others were merged into (before this moment), to be
    joined: into_id and n. The same person is there once; whoever asked to take their words back is not."""
    mine = Merge.programme_id == programme_id, Merge.holds, Merge.is_voice
    in_time = () if before is None else (Merge.at < before,)
    chosen = select(Merge.into_id, func.count().label("n")).where(
        *mine, *in_time, ~is_suspended(programme_id, Merge.record_id)
    )
    return chosen.group_by(Merge.into_id).subquery("merged_voice")


def merged_into(
    programme_id: str, ids: Collection[uuid.UUID], *, before: dt.datetime | None = None
) -> Select[uuid.UUID, uuid.UUID]:
    """(into, record) of the records of other people that were merged into these (before this moment) and count as
    voices of their own."""
    mine = Merge.programme_id == programme_id, Merge.holds, Merge.is_voice, Merge.into_id.in_(ids)
    in_time = () if before is None else (Merge.at < before,)
    return select(Merge.into_id, Merge.record_id).where(*mine, *in_time, ~is_suspended(programme_id, Merge.record_id))


def cases_below(programme_id: str, paths: Sequence[str]) -> Subquery:
    """The cases of places on these paths, to be joined: record_id, place_code and summary."""
    mine = Case.programme_id == programme_id, or_(*(is_case_under(path) for path in paths))
    return select(Case.record_id, Case.place_code, Case.summary).where(*mine).subquery("case_below")
