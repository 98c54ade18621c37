"""What all phones of a place pull alike, packed once: the rows of a feed that belong to no single person. Pure.

A snapshot is the feed's current rows at one position. It is cut into parts, each named by the SHA-256 of its JSON text,
so that a bad link loses one part at most, and a part is never another one than its name says.
"""

from __future__ import annotations

import hashlib
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


class Snapshots(Protocol):
    """Stores the snapshots of one programme."""

    def newest(self, share: str, *, epoch: str) -> Snapshot | None:
        """The latest snapshot of this share in this epoch."""

    def alone(self, share: str) -> None:
        """Locks this share until the transaction ends, so that two requests do not make the same snapshot."""

    def keep(self, share: str, *, epoch: str, position: int, rows: int, parts: Sequence[PackedPart]) -> Snapshot:
        """Stores a snapshot and returns it; where one of the same position is stored already, that one."""


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
    changed = feed.after(current.position, scopes=[shared_scope(scope)], limit=few + 1)
    return current if len(changed) <= few else None


def of_now(feed: Feed, snapshots: Snapshots, *, epoch: str, scope: Scope) -> Snapshot:
    """A snapshot that is up to date: one that another request has just made, or a new one."""
    snapshots.alone(share(scope))
    current = still_good(feed, snapshots, epoch=epoch, scope=scope)
    if current is not None:
        return current
    # Before the rows are read: what changes meanwhile comes with the delta, perhaps a second time, never not at all.
    position = feed.head()
    rows = sorted(_current_rows(feed, shared_scope(scope)), key=_order)
    return snapshots.keep(
        share(scope), epoch=epoch, position=position, rows=len(rows), parts=list(pack(map(_line, rows)))
    )


def _current_rows(feed: Feed, scope: Scope) -> Iterator[Row]:
    at, step = 0, 2000
    while rows := feed.after(at, scopes=[scope], limit=step):
        yield from (row for row in rows if row.body is not None)
        at = rows[-1].position


def _order(row: Row) -> tuple[int, str, str, str]:
    rank = FIRST.index(row.kind) if row.kind in FIRST else len(FIRST)
    return rank, row.kind, row.scope_path, row.name


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
