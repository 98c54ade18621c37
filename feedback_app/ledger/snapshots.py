"""`sync.snapshot.Snapshots` on SQL: stored until phones had time to download them.

A share names the place and instruments whose phones pull the same rows (`sync.snapshot.share`).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, exists, insert, select, update

from feedback_app.base.db import AnySession, insert_if_absent
from feedback_app.base.ids import new_id
from feedback_app.ledger.positions import epoch as epoch_now
from feedback_app.ledger.tables import SnapshotHead, SnapshotPart, WantedSnapshot
from sync.snapshot import PackedPart, Part, Snapshot, SnapshotWanted, share
from sync.store import Scope

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

    def want(self, scope: Scope) -> None:
        names = None if scope.instruments is None else sorted(scope.instruments)
        wish = {"place_path": scope.place_path, "instruments": names, "asked_at": self._now, "ticket": new_id()}
        key = {"programme_id": self._programme, "share": share(scope)}
        insert_if_absent(self._session, WantedSnapshot, key | wish)

    def wanted(self) -> Sequence[SnapshotWanted]:
        chosen = select(WantedSnapshot).where(WantedSnapshot.programme_id == self._programme)
        wishes = self._session.scalars(chosen.order_by(WantedSnapshot.asked_at))
        return [SnapshotWanted(_scope_of(wish), str(wish.ticket)) for wish in wishes]

    def settle(self, wanted: SnapshotWanted) -> None:
        self._takes(wanted)

    def _takes(self, wanted: SnapshotWanted) -> bool:
        """Whether it is wanted still, by the same ticket; from now on it is not."""
        gone = delete(WantedSnapshot).where(
            WantedSnapshot.programme_id == self._programme,
            WantedSnapshot.share == share(wanted.scope),
            WantedSnapshot.ticket == uuid.UUID(wanted.ticket),
        )
        return bool(self._session.execute(gone).rowcount)  # type: ignore[attr-defined]

    def keep(
        self, wanted: SnapshotWanted, *, epoch: str, position: int, rows: int, parts: Sequence[PackedPart]
    ) -> Snapshot | None:
        if not self._takes(wanted):
            return None
        name = share(wanted.scope)
        head = {
            "id": new_id(), "programme_id": self._programme, "share": name, "epoch": epoch, "position": position,
            "rows": rows, "told_at": self._now,
        }  # fmt: skip
        if insert_if_absent(self._session, SnapshotHead, head):
            pieces = [
                {"snapshot_id": head["id"], "n": n, "hash": part.hash, "size": len(part.packed), "packed": part.packed}
                for n, part in enumerate(parts)
            ]
            self._session.execute(insert(SnapshotPart), pieces)
        head_now = self._session.execute(self._heads(name, epoch).where(SnapshotHead.position == position)).scalar_one()
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
    """Deletes snapshots whose lifetime is over, and those of an earlier epoch. Returns how many. What nobody made in
    that time is wanted no more: the phones have got everything by pages."""
    session.execute(delete(WantedSnapshot).where(WantedSnapshot.asked_at <= now - LIFETIME))
    old = (SnapshotHead.told_at <= now - LIFETIME) | (SnapshotHead.epoch != epoch_now(session))
    return _delete(session, select(SnapshotHead.id).where(old))


def expire_snapshots(session: AnySession, programme_id: str) -> int:
    """Deletes all snapshots of a programme, when something that may be in them was erased, and lets none be stored
    that is being made now. Returns how many."""
    # First those being made: who stores one at this moment is waited for, and what was stored is then found below.
    mine = WantedSnapshot.programme_id == programme_id
    session.execute(update(WantedSnapshot).where(mine).values(ticket=new_id()))
    return _delete(session, select(SnapshotHead.id).where(SnapshotHead.programme_id == programme_id))


def is_any_wanted(session: AnySession, programme_id: str) -> bool:
    """Whether phones of a programme wait for a snapshot."""
    return bool(session.scalar(select(exists().where(WantedSnapshot.programme_id == programme_id))))


def _scope_of(wish: WantedSnapshot) -> Scope:
    names = None if wish.instruments is None else frozenset(wish.instruments)
    return Scope(wish.place_path, "", names)


def _delete(session: AnySession, chosen: Any) -> int:
    gone = list(session.scalars(chosen))
    for table, key in ((SnapshotPart, SnapshotPart.snapshot_id), (SnapshotHead, SnapshotHead.id)):
        session.execute(delete(table).where(key.in_(gone)))
    return len(gone)
