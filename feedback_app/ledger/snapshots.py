"""`sync.snapshot.Snapshots` on SQL: stored until phones had time to download them.

A share names the place and instruments whose phones pull the same rows (`sync.snapshot.share`).
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select, text

from feedback_app.base.db import AnySession, insert_if_absent
from feedback_app.base.ids import new_id
from feedback_app.ledger.positions import epoch as epoch_now
from feedback_app.ledger.tables import SnapshotHead, SnapshotPart
from sync.snapshot import PackedPart, Part, Snapshot

LIFETIME = dt.timedelta(days=14)
"""A phone has at least half of this to download a snapshot that was announced to it; afterwards it asks anew."""


class SqlSnapshots:
    """The snapshots of one programme."""

    def __init__(self, session: AnySession, programme_id: str, now: dt.datetime) -> None:
        self._session = session
        self._programme = programme_id
        self._now = now

    def newest(self, share: str, *, epoch: str) -> Snapshot | None:
        # One that is about to be swept is not announced any more: there would be no time to download it.
        young = SnapshotHead.told_at > self._now - LIFETIME / 2
        chosen = self._heads(share, epoch).where(young).order_by(SnapshotHead.position.desc()).limit(1)
        head = self._session.execute(chosen).scalar_one_or_none()
        return self._snapshot_of(head) if head else None

    def alone(self, share: str) -> None:
        # SQLite's writers take turns anyway.
        if self._session.get_bind().dialect.name == "postgresql":
            key = zlib.crc32(f"echo snapshot {self._programme} {share}".encode())
            self._session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": key})

    def keep(self, share: str, *, epoch: str, position: int, rows: int, parts: Sequence[PackedPart]) -> Snapshot:
        head = {
            "id": new_id(), "programme_id": self._programme, "share": share, "epoch": epoch, "position": position,
            "rows": rows, "told_at": self._now,
        }  # fmt: skip
        if insert_if_absent(self._session, SnapshotHead, head):
            pieces = [
                {"snapshot_id": head["id"], "n": n, "hash": part.hash, "size": len(part.packed), "packed": part.packed}
                for n, part in enumerate(parts)
            ]
            self._session.execute(insert(SnapshotPart), pieces)
        head_now = self._session.execute(
            self._heads(share, epoch).where(SnapshotHead.position == position)
        ).scalar_one()
        head_now.told_at = self._now
        return self._snapshot_of(head_now)

    def _heads(self, share: str, epoch: str) -> Any:
        return select(SnapshotHead).where(
            SnapshotHead.programme_id == self._programme, SnapshotHead.share == share, SnapshotHead.epoch == epoch
        )

    def _snapshot_of(self, head: SnapshotHead) -> Snapshot:
        chosen = select(SnapshotPart.hash, SnapshotPart.size).where(SnapshotPart.snapshot_id == head.id)
        parts = self._session.execute(chosen.order_by(SnapshotPart.n))
        return Snapshot(head.position, head.rows, tuple(Part(name, size) for name, size in parts))


def find_part(session: AnySession, programme_id: str, *, share: str, name: str) -> bytes | None:
    """A part, packed, by its hash (`name`); None unless a snapshot of this share has it.

    So a phone cannot fetch rows of another place by knowing a hash.
    """
    chosen = (
        select(SnapshotPart.packed)
        .join(SnapshotHead, SnapshotHead.id == SnapshotPart.snapshot_id)
        .where(SnapshotHead.programme_id == programme_id, SnapshotHead.share == share, SnapshotPart.hash == name)
    )
    return session.execute(chosen.limit(1)).scalar_one_or_none()


def sweep_snapshots(session: AnySession, *, now: dt.datetime) -> int:
    """Deletes snapshots whose lifetime is over, and those of an earlier epoch. Returns how many."""
    old = (SnapshotHead.told_at <= now - LIFETIME) | (SnapshotHead.epoch != epoch_now(session))
    return _delete(session, select(SnapshotHead.id).where(old))


def expire_snapshots(session: AnySession, programme_id: str) -> int:
    """Deletes all snapshots of a programme, when something that may be in them was erased. Returns how many."""
    return _delete(session, select(SnapshotHead.id).where(SnapshotHead.programme_id == programme_id))


def _delete(session: AnySession, chosen: Any) -> int:
    gone = list(session.scalars(chosen))
    for table, key in ((SnapshotPart, SnapshotPart.snapshot_id), (SnapshotHead, SnapshotHead.id)):
        session.execute(delete(table).where(key.in_(gone)))
    return len(gone)
