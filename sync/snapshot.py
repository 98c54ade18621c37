"""What all phones of a place pull alike, packed once: the rows of a feed that belong to no single person. Pure.

A snapshot is the feed's current rows at one position. It is cut into parts, each named by the SHA-256 of its JSON text,
so that a bad link loses one part at most, and a part is never another one than its name says.
"""

from __future__ import annotations

import hashlib
import heapq
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import orjson

from sync.store import Feed, Row, Scope

PART_PACKED = 256 * 1024
"""Bytes of a part as it is sent, at most (but for a single row that is larger)."""
PART_PLAIN = 1024 * 1024
"""Bytes of a part unpacked: a cheap phone keeps a part in one go."""
BLOCK = 16 * 1024
SLICE = 1000
"""Rows that are read at once."""
FEW_CHANGES = 500
"""A snapshot is offered again while fewer rows than this, or than a tenth of its own, have changed since."""
FIRST = ("programme", "vocabulary", "instrument", "project", "place")
"""Kinds in the order in which a phone can use them: with the first part it has its forms."""


@dataclass(frozen=True, slots=True)
class Part:
    """One piece: its name, and how many bytes it is on the way."""

    hash: str
    bytes: int


@dataclass(frozen=True, slots=True)
class PackedPart:
    """A piece as it is sent (gzip)."""

    hash: str
    packed: bytes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a phone is sent to fetch: everything shared of its scope as of `position`."""

    position: int
    rows: int
    parts: tuple[Part, ...]

    def wire(self) -> dict[str, Any]:
        """As it travels."""
        return {"parts": [{"hash": part.hash, "bytes": part.bytes} for part in self.parts], "rows": self.rows}


@dataclass(frozen=True, slots=True)
class SnapshotWanted:
    """A snapshot that phones would have begun with, had it been there."""

    scope: Scope
    """Nobody's in particular (`shared_scope`)."""
    ticket: str
    """Another one whenever something was erased that a snapshot may hold."""


class Snapshots(Protocol):
    """Stores the snapshots of one programme, and which are wanted."""

    def newest(self, share: str, *, epoch: str) -> Snapshot | None:
        """The latest snapshot of this share in this epoch."""

    def want(self, scope: Scope) -> None:
        """Notes that phones of this scope want a snapshot, for who makes them. Twice is the same as once. Writes."""

    def wanted(self) -> Sequence[SnapshotWanted]:
        """What is wanted, the oldest wish first."""

    def keep(
        self, wanted: SnapshotWanted, *, epoch: str, position: int, rows: int, parts: Sequence[PackedPart]
    ) -> Snapshot | None:
        """Stores what was wanted, and it is wanted no more. Nothing happens, and None is returned, when something was
        erased since that was read (`SnapshotWanted.ticket`): it may be in these parts."""

    def settle(self, wanted: SnapshotWanted) -> None:
        """It is wanted no more, unless something was erased meanwhile."""


def shared_scope(scope: Scope) -> Scope:
    """The same scope without the person: it sees the rows that all phones of this place and instruments see."""
    return replace(scope, person="")


def share(scope: Scope) -> str:
    """The share of a scope: one name for all phones of the same place and instruments, which pull the same rows."""
    names = "*" if scope.instruments is None else ",".join(sorted(scope.instruments))
    return hashlib.sha256(f"{scope.place_path}\n{names}".encode()).hexdigest()[:32]


def still_good(feed: Feed, snapshots: Snapshots, *, epoch: str, scope: Scope) -> Snapshot | None:
    """The latest snapshot of this scope's share, if few rows have changed since; else None."""
    current = snapshots.newest(share(scope), epoch=epoch)
    if current is None or current.position < feed.tombstone_floor() or current.position > feed.head():
        return None
    few = max(FEW_CHANGES, current.rows // 10)
    if feed.head() - current.position <= few:  # no more than that can have changed
        return current
    changed = feed.after(current.position, scopes=[shared_scope(scope)], limit=few + 1)
    return current if len(changed) <= few else None


class Packing:
    """A snapshot that is being made, while others write: its rows are read slice by slice, each as of its own moment.

    It holds the rows of its position but for those that have changed since, before they were read. These are above its
    position, so they come with the delta.
    """

    def __init__(self, feed: Feed, scope: Scope, step: int = SLICE) -> None:
        self.position = feed.head()
        """Before any row is read: of what changes meanwhile nothing may be passed over."""
        self._scope, self._step, self._reached = shared_scope(scope), step, 0
        self._slices: list[list[Row]] = []

    @property
    def rows(self) -> int:
        """How many it holds so far."""
        return sum(map(len, self._slices))

    def read_on(self, feed: Feed) -> bool:
        """Reads the next slice. False when there was nothing left to read."""
        rows = feed.after(self._reached, scopes=[self._scope], limit=self._step)
        current = (row for row in rows if row.body is not None and row.position <= self.position)
        self._slices.append(sorted(current, key=_order))
        self._reached = rows[-1].position if rows else self.position
        return self._reached < self.position and len(rows) == self._step

    def parts(self) -> Sequence[PackedPart]:
        """What was read, cut and packed. The same rows make the same parts."""
        # Merged, not sorted all at once: no other thread runs while a hundred thousand rows are sorted.
        return list(pack(map(_line, heapq.merge(*self._slices, key=_order))))


def _order(row: Row) -> str:
    rank = FIRST.index(row.kind) if row.kind in FIRST else len(FIRST)
    return f"{rank}{row.kind}\n{row.scope_path}\n{row.name}"


def _line(row: Row) -> bytes:
    head = orjson.dumps({"kind": row.kind, "id": row.name, "op": "put"})
    return head[:-1] + b',"body":' + (row.body or "null").encode() + b"}"


def pack(lines: Iterable[bytes]) -> Iterator[PackedPart]:
    """JSON arrays of these values, cut and packed. The same values make the same parts."""
    part = _Open()
    for line in lines:
        if not part.takes(line):
            yield part.closed()
            part = _Open()
        part.add(line)
    yield part.closed()


class _Open:
    """A part that is being filled. It is flushed block by block, so that its size on the way is known."""

    def __init__(self) -> None:
        self._gzip = zlib.compressobj(9, wbits=31)
        self._hash = hashlib.sha256()
        self._packed: list[bytes] = []
        self._block: list[bytes] = []
        self._size = self._waiting = self._plain = self._count = 0

    def takes(self, line: bytes) -> bool:
        """Whether the part stays within its bounds with this; unflushed bytes are counted as if they did not shrink."""
        if not self._count:
            return True
        if self._size + self._waiting + len(line) > PART_PACKED and self._waiting:
            self._flush()
        return self._size + len(line) + 64 <= PART_PACKED and self._plain + len(line) <= PART_PLAIN

    def add(self, line: bytes) -> None:
        self._write(b"," + line if self._count else b"[" + line)
        self._count += 1

    def _write(self, text: bytes) -> None:
        self._hash.update(text)
        self._block.append(text)
        self._waiting += len(text)
        self._plain += len(text)
        if self._waiting >= BLOCK:
            self._flush()

    def _flush(self) -> None:
        self._emit(self._gzip.compress(b"".join(self._block)) + self._gzip.flush(zlib.Z_SYNC_FLUSH))
        self._block, self._waiting = [], 0

    def _emit(self, packed: bytes) -> None:
        self._packed.append(packed)
        self._size += len(packed)

    def closed(self) -> PackedPart:
        self._write(b"]" if self._count else b"[]")
        self._emit(self._gzip.compress(b"".join(self._block)) + self._gzip.flush())
        return PackedPart(self._hash.hexdigest(), b"".join(self._packed))
