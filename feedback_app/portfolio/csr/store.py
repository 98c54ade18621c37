"""Every select on sheets of the CSR map and their changes."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import func, select, text

from feedback_app.base.db import AnySession
from feedback_app.portfolio.csr.tables import CsrChange, CsrSheet


def lock_sheets(session: AnySession) -> None:
    """Lets nobody else change sheets until this transaction ends: what was looked at is what is written.

    SQLite's writers take turns anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("lock table csr_sheet in share row exclusive mode"))


def sheets(session: AnySession, programme_id: str, *kinds: str) -> Sequence[CsrSheet]:
    """The sheets of a programme of these kinds, or all, by kind and key."""
    mine = select(CsrSheet).where(CsrSheet.programme_id == programme_id).order_by(CsrSheet.kind, CsrSheet.key)
    return session.scalars(mine.where(CsrSheet.kind.in_(kinds)) if kinds else mine).all()


def published_sheets(session: AnySession, programme_ids: Collection[str]) -> Sequence[CsrSheet]:
    """The sheets of these programmes that anyone may see, by programme, kind and key."""
    chosen = select(CsrSheet).where(CsrSheet.programme_id.in_(programme_ids))
    found = session.scalars(chosen.order_by(CsrSheet.programme_id, CsrSheet.kind, CsrSheet.key))
    return [one for one in found if one.is_published]


def find_sheet(session: AnySession, programme_id: str, sheet_id: uuid.UUID) -> CsrSheet | None:
    """A sheet of this programme."""
    found = session.get(CsrSheet, sheet_id, populate_existing=True)
    return found if found and found.programme_id == programme_id else None


def changes_of(session: AnySession, sheet_id: uuid.UUID) -> Sequence[CsrChange]:
    """Every change of a sheet, the latest first."""
    mine = select(CsrChange).where(CsrChange.sheet_id == sheet_id)
    return session.scalars(mine.order_by(CsrChange.at.desc(), CsrChange.id.desc()).limit(200)).all()


def count_changes(session: AnySession) -> int:
    """As long as this is the same, so are all sheets: changes are appended and never deleted, whatever a clock says."""
    return session.scalars(select(func.count()).select_from(CsrChange)).one()
