"""Selects of attempts at the practice set."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select

from feedback_app.base.db import AnySession
from feedback_app.review.tables import PracticeAttempt, PracticeChoice

MOST_SHOWN, MOST_READ = 20, 500


def find_attempt(
    session: AnySession, attempt_id: uuid.UUID, *, person: uuid.UUID, lock: bool = False
) -> PracticeAttempt | None:
    """Somebody's own attempt; with `lock` nobody else adds to it before commit."""
    chosen = select(PracticeAttempt).where(PracticeAttempt.id == attempt_id, PracticeAttempt.person_id == person)
    return session.execute(chosen.with_for_update() if lock else chosen).scalar_one_or_none()


def attempts_of(session: AnySession, programme_id: str, person: uuid.UUID) -> Sequence[PracticeAttempt]:
    """Somebody's attempts, the last first."""
    mine = PracticeAttempt.programme_id == programme_id, PracticeAttempt.person_id == person
    chosen = select(PracticeAttempt).where(*mine).order_by(PracticeAttempt.begun_at.desc(), PracticeAttempt.id.desc())
    return session.scalars(chosen.limit(MOST_SHOWN)).all()


def choices(session: AnySession, attempt_id: uuid.UUID) -> dict[str, PracticeChoice]:
    """What was chosen in an attempt, by record."""
    found = session.scalars(select(PracticeChoice).where(PracticeChoice.attempt_id == attempt_id))
    return {one.record: one for one in found}


def latest_attempts(session: AnySession, programme_id: str) -> dict[uuid.UUID, tuple[PracticeAttempt, int]]:
    """Of everybody who practised the last attempt that was finished, else the last, and how many records it has
    answers to."""
    chosen = select(PracticeAttempt).where(PracticeAttempt.programme_id == programme_id)
    found = session.scalars(chosen.order_by(PracticeAttempt.begun_at.desc()).limit(MOST_READ)).all()
    latest: dict[uuid.UUID, PracticeAttempt] = {}
    for one in found:
        known = latest.setdefault(one.person_id, one)
        if known.finished_at is None and one.finished_at is not None:
            latest[one.person_id] = one
    answered = _answered(session, [one.id for one in latest.values()])
    return {person: (one, answered.get(one.id, 0)) for person, one in latest.items()}


def _answered(session: AnySession, attempts: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    chosen = select(PracticeChoice.attempt_id, func.count()).where(PracticeChoice.attempt_id.in_(attempts))
    return {row[0]: row[1] for row in session.execute(chosen.group_by(PracticeChoice.attempt_id))}
