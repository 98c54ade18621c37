"""Selects of what was recorded of late, and of weak signals."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Row, delete, select

from feedback_app.base.db import AnySession
from feedback_app.base.ids import new_id
from feedback_app.ledger.lookup_store import CurrentRecord, records
from feedback_app.portfolio.signals.bursts import Burst
from feedback_app.portfolio.signals.tables import SignalDigest, WeakSignal
from feedback_app.portfolio.solutions.tables import Item
from feedback_app.review.lookup_store import written_of

AT_ONCE = 500
SHOWN = 200
"""Signals that one page shows."""
ItemRow = Row[uuid.UUID, str, str, uuid.UUID | None, str, str | None, str]


def recent_needs(session: AnySession, programme_id: str, *, since: dt.datetime) -> Sequence[ItemRow]:
    """Accepted needs that were accepted since; none that somebody asked to take back. Reads all needs: for a job."""
    chosen = (
        select(
            Item.record_id, Item.place_code, Item.place_path, Item.theme_id, Item.domain, Item.subcategory, Item.voice
        )
        .where(
            Item.programme_id == programme_id, Item.accepted_at >= since, Item.hidden.is_(False), Item.place_code != ""
        )
        .order_by(Item.record_id)
    )
    return session.execute(chosen).all()


def with_records(
    session: AnySession, programme_id: str, items: Sequence[ItemRow]
) -> Iterator[tuple[ItemRow, CurrentRecord, str | None]]:
    """Each need with its record and what somebody typed, folded."""
    for start in range(0, len(items), AT_ONCE):
        some = items[start : start + AT_ONCE]
        ids = [one.record_id for one in some]
        known, written = records(session, programme_id, ids), dict(session.execute(written_of(programme_id, ids)).all())
        for one in some:
            if record := known.get(one.record_id):
                yield one, record, written.get(one.record_id)


def last_week(session: AnySession, programme_id: str) -> dt.date | None:
    """The last week that was compared."""
    chosen = select(SignalDigest.week).where(SignalDigest.programme_id == programme_id)
    return session.scalar(chosen.order_by(SignalDigest.week.desc()).limit(1))


def add_digest(session: AnySession, digest: SignalDigest, bursts: Iterable[Burst]) -> None:
    """Stores a week with its signals."""
    session.add(digest)
    session.add_all(
        WeakSignal(
            id=new_id(), programme_id=digest.programme_id, week=digest.week, kind=one.subject.kind,
            code=one.subject.code, place_path=one.subject.place_path, voices=one.voices.of_week,
            voices_before=one.voices.before, expected=one.expected, p=one.p,
        )
        for one in bursts
    )  # fmt: skip
    session.flush()


def delete_before(session: AnySession, programme_id: str, week: dt.date) -> None:
    """Weeks that are long over are of no use, and hold words of people."""
    for table in (WeakSignal, SignalDigest):
        session.execute(delete(table).where(table.programme_id == programme_id, table.week < week))


def digests(session: AnySession, programme_id: str, *, limit: int) -> Sequence[SignalDigest]:
    """The last weeks, the latest first."""
    chosen = select(SignalDigest).where(SignalDigest.programme_id == programme_id)
    return session.scalars(chosen.order_by(SignalDigest.week.desc()).limit(limit)).all()


def signals(session: AnySession, programme_id: str, weeks: Sequence[dt.date]) -> Sequence[WeakSignal]:
    """The signals of these weeks, the rarest of each week first."""
    mine = WeakSignal.programme_id == programme_id, WeakSignal.week.in_(weeks)
    chosen = select(WeakSignal).where(*mine).order_by(WeakSignal.week.desc(), WeakSignal.p, WeakSignal.id)
    return session.scalars(chosen.limit(SHOWN)).all()


def find_signal(session: AnySession, programme_id: str, signal_id: uuid.UUID) -> WeakSignal | None:
    """A signal of a programme."""
    found = session.get(WeakSignal, signal_id)
    return found if found is not None and found.programme_id == programme_id else None
