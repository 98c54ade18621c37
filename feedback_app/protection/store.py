"""Selects of protection reports and their keys. Only this package asks them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import exists, func, select

from feedback_app.base.db import AnySession
from feedback_app.protection.tables import ProtectionKey, ProtectionReferral, ProtectionReport, ProtectionWrap

MOST_SHOWN = 20


def keys(session: AnySession, programme_id: str) -> Sequence[ProtectionKey]:
    """The keys of a programme, the newest first."""
    mine = select(ProtectionKey).where(ProtectionKey.programme_id == programme_id)
    return session.scalars(mine.order_by(ProtectionKey.made_at.desc(), ProtectionKey.id)).all()


def lock_keys(session: AnySession, programme_id: str) -> Collection[str]:
    """The names of the keys of a programme, locked: of two officers who change who opens them, one waits."""
    mine = select(ProtectionKey.id).where(ProtectionKey.programme_id == programme_id)
    return session.scalars(mine.order_by(ProtectionKey.id).with_for_update()).all()


def wraps(session: AnySession, programme_id: str) -> Sequence[ProtectionWrap]:
    """All wraps of the keys of a programme."""
    mine = select(ProtectionWrap).join(ProtectionKey, ProtectionKey.id == ProtectionWrap.key_id)
    return session.scalars(mine.where(ProtectionKey.programme_id == programme_id).order_by(ProtectionWrap.id)).all()


def find_wrap(
    session: AnySession, key_id: str, person_id: uuid.UUID, programme_ids: Collection[str]
) -> ProtectionWrap | None:
    """A person's wrap of a key of one of these programmes."""
    mine = select(ProtectionWrap).join(ProtectionKey, ProtectionKey.id == ProtectionWrap.key_id)
    whose = ProtectionWrap.key_id == key_id, ProtectionWrap.person_id == person_id
    return session.scalars(mine.where(*whose, ProtectionKey.programme_id.in_(programme_ids))).one_or_none()


def find_key(session: AnySession, key_id: str, programme_ids: Collection[str]) -> ProtectionKey | None:
    """A key of one of these programmes."""
    mine = ProtectionKey.id == key_id, ProtectionKey.programme_id.in_(programme_ids)
    return session.scalars(select(ProtectionKey).where(*mine)).one_or_none()


def is_known(session: AnySession, programme_id: str, sha256: str) -> bool:
    """Whether this report has arrived before."""
    mine = ProtectionReport.programme_id == programme_id, ProtectionReport.sha256 == sha256
    return bool(session.scalar(select(exists().where(*mine))))


def report_by_hash(session: AnySession, programme_id: str, sha256: str) -> ProtectionReport | None:
    """The report that a phone knows by this hash."""
    mine = ProtectionReport.programme_id == programme_id, ProtectionReport.sha256 == sha256
    return session.scalars(select(ProtectionReport).where(*mine)).one_or_none()


def count_of_day(session: AnySession, programme_id: str, day: dt.date) -> int:
    """How many arrived on a day."""
    mine = ProtectionReport.programme_id == programme_id, ProtectionReport.day == day
    return session.scalar(select(func.count()).select_from(ProtectionReport).where(*mine)) or 0


def reports(session: AnySession, programme_id: str, *, closed: bool, skip: int = 0) -> Sequence[ProtectionReport]:
    """Those that wait, the oldest first and of one day in an order that does not say when; or those that are closed,
    the latest first. At most `MOST_SHOWN` and one, which says that there are more."""
    mine = ProtectionReport.programme_id == programme_id
    if closed:
        chosen = select(ProtectionReport).where(mine, ProtectionReport.ended_at.is_not(None))
        chosen = chosen.order_by(ProtectionReport.ended_at.desc(), ProtectionReport.id)
    else:
        chosen = select(ProtectionReport).where(mine, ProtectionReport.ended_at.is_(None))
        chosen = chosen.order_by(ProtectionReport.day, ProtectionReport.id)
    return session.scalars(chosen.offset(skip).limit(MOST_SHOWN + 1)).all()


def find_report(
    session: AnySession, report_id: uuid.UUID, programme_ids: Collection[str], *, lock: bool = False
) -> ProtectionReport | None:
    """A report of one of these programmes; with `lock` nobody else changes it before commit."""
    mine = ProtectionReport.id == report_id, ProtectionReport.programme_id.in_(programme_ids)
    chosen = select(ProtectionReport).where(*mine)
    return session.scalars(chosen.with_for_update() if lock else chosen).one_or_none()


def referrals(
    session: AnySession, report_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[ProtectionReferral]]:
    """What was done about each of these reports, in order."""
    mine = select(ProtectionReferral).where(ProtectionReferral.report_id.in_(report_ids))
    found: dict[uuid.UUID, list[ProtectionReferral]] = {one: [] for one in report_ids}
    for one in session.scalars(mine.order_by(ProtectionReferral.at, ProtectionReferral.id)):
        found[one.report_id].append(one)
    return found
