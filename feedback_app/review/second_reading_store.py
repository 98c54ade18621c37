"""Selects of second readings."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, exists, func, or_, select

from feedback_app.base.db import AnySession
from feedback_app.review.publication import Publication
from feedback_app.review.store import is_case_under
from feedback_app.review.tables import Case, Decision, SecondReading


def decided_since(
    session: AnySession,
    programme_id: str,
    *,
    since: dt.datetime,
    until: dt.datetime,
    states: Collection[str],
    limit: int,
) -> Sequence[Decision]:
    """Decisions after one moment and before another that led to one of these states and that authors may hear of,
    oldest first."""
    mine = Decision.programme_id == programme_id, Decision.at > since, Decision.at <= until
    heard = Decision.publication == Publication.NOW, Decision.after.in_(states)
    return session.scalars(select(Decision).where(*mine, *heard).order_by(Decision.at, Decision.id).limit(limit)).all()


def last_at(session: AnySession, programme_id: str) -> dt.datetime | None:
    """When the last decision was taken that is read twice."""
    return session.scalar(select(func.max(SecondReading.decided_at)).where(SecondReading.programme_id == programme_id))


def first_waiting(
    session: AnySession, programme_id: str, *, reader: uuid.UUID, paths: Sequence[str] | None
) -> SecondReading | None:
    """The oldest second reading that somebody may do: of another's decision, on a record of these places whose revision
    is still the one that was decided about."""
    chosen = select(SecondReading).where(*_may_be_done(programme_id, reader, paths))
    return session.scalars(chosen.order_by(SecondReading.decided_at).limit(1)).first()


def count_waiting(
    session: AnySession, programme_id: str, *, reader: uuid.UUID, paths: Sequence[str] | None, most: int
) -> int:
    """How many they may do, counted up to `most`."""
    some = select(SecondReading.decision_id).where(*_may_be_done(programme_id, reader, paths)).limit(most).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _may_be_done(programme_id: str, reader: uuid.UUID, paths: Sequence[str] | None) -> list[ColumnElement[bool]]:
    here = [Case.programme_id == SecondReading.programme_id, Case.record_id == SecondReading.record_id]
    here += [Case.rev == SecondReading.rev, Case.danger == ""]
    if paths is not None:
        here.append(or_(*(is_case_under(path) for path in paths)))
    return [
        SecondReading.programme_id == programme_id, SecondReading.read_at.is_(None), SecondReading.first_by != reader,
        exists().where(*here),
    ]  # fmt: skip


def find_reading(session: AnySession, decision_id: uuid.UUID, *, lock: bool = False) -> SecondReading | None:
    """The second reading of a decision; with `lock` nobody else does it before commit."""
    chosen = select(SecondReading).where(SecondReading.decision_id == decision_id)
    chosen = chosen.with_for_update() if lock else chosen
    return session.execute(chosen.execution_options(populate_existing=True)).scalar_one_or_none()


def pairs(session: AnySession, programme_id: str, *, since: dt.datetime) -> list[tuple[str, str]]:
    """(first, second) of what was read twice since a moment."""
    mine = SecondReading.programme_id == programme_id, SecondReading.read_at > since
    rows = session.execute(select(SecondReading.first_after, SecondReading.after).where(*mine))
    return [(first, str(second)) for first, second in rows]
