"""The ports in a few lines: the model that every other store is compared with."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sync.engine import sees
from sync.entry import Entry, Extent, Malformed
from sync.snapshot import PackedPart, Part, Snapshot, SnapshotWanted, share, shared_scope
from sync.store import Filing, Holding, Row, Scope, StoredRevision


class MemoryLedger:
    """A ledger in a dict. One writer, so the write lock is always free."""

    def __init__(self) -> None:
        self.entries: list[tuple[int, Filing]] = []
        self.malformed: dict[str, Malformed] = {}
        self.malformed_places: dict[str, int] = {}
        self.erased: set[uuid.UUID] = set()
        self.whose: dict[uuid.UUID, tuple[str | None, uuid.UUID]] = {}
        """Of an erased record: its owner, and the id that its phone gave it."""
        self._last = self._aside = 0

    @property
    def last(self) -> int:
        """The last position that was given out; its row may have been erased since."""
        return self._last

    def take_write_lock(self, at_most: int, records: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Holding]:
        self._aside = at_most
        return self.holdings(records)

    def holdings(self, records: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Holding]:
        found = {}
        for record in records:
            mine = [(position, filing) for position, filing in self.entries if filing.entry.id == record]
            owner = self._owner(record)
            erased = {who for one, (who, name) in self.whose.items() if name == record and one in self.erased}
            if record in self.erased:
                found[record] = Holding((), owner, frozenset({*erased, owner}))
            elif mine or erased:
                revisions = tuple(StoredRevision(f.entry.rev, f.entry.digest, p, f.faults) for p, f in mine)
                found[record] = Holding(revisions, owner, frozenset(erased))
        return found

    def _owner(self, record: uuid.UUID) -> str | None:
        named = [filing.entry.author for _, filing in self.entries if filing.entry.id == record]
        return next((author for author in named if author), self.whose.get(record, (None, record))[0])

    def append(self, filings: Sequence[Filing]) -> Sequence[int]:
        if len(filings) > self._aside:
            raise ValueError("more entries than places were set aside for")
        positions = list(range(self._last + 1, self._last + 1 + len(filings)))
        self._aside = 0
        stale = {filing.replaces for filing in filings}
        self.entries = [(position, filing) for position, filing in self.entries if position not in stale]
        self.entries += zip(positions, filings, strict=True)
        self._last += len(filings)
        return positions

    def keep_malformed(self, entries: Sequence[Malformed]) -> Sequence[int | None]:
        return [self._keep_malformed(entry) for entry in entries]

    def _keep_malformed(self, entry: Malformed) -> int | None:
        if entry.extent is Extent.WHOLE and entry.digest not in self.malformed_places:
            self._last += 1
            self.malformed_places[entry.digest] = self._last
            self.malformed[entry.digest] = entry
        self.malformed.setdefault(entry.digest, entry)
        return self.malformed_places.get(entry.digest)

    def withdraw(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self.whose[entry.id] = entry.author, entry.known_as or entry.id
            self.erase(entry.id)

    def erase(self, record: uuid.UUID) -> None:
        """Deletes a record but for its tombstone."""
        names = [filing.entry.known_as for _, filing in self.entries if filing.entry.id == record]
        if names:
            self.whose[record] = self._owner(record), names[0] or record
        self.entries = [(position, filing) for position, filing in self.entries if filing.entry.id != record]
        self.erased.add(record)


class MemoryFeed:
    """A feed in a dict: the latest row of each name under each scope."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str, str, str], Row] = {}
        self._last = self._floor = 0

    def head(self) -> int:
        return self._last

    def tombstone_floor(self) -> int:
        return self._floor

    def after(self, position: int, *, scopes: Sequence[Scope], limit: int) -> Sequence[Row]:
        rows = sorted(self.rows.values(), key=lambda row: row.position)
        mine = [row for row in rows if row.position > position and any(sees(scope, row) for scope in scopes)]
        return mine[:limit]

    def owned(self, position: int, *, person: str, limit: int) -> Sequence[Row]:
        rows = sorted(self.rows.values(), key=lambda row: row.position)
        return [row for row in rows if row.position > position and row.owner and row.owner == person][:limit]

    def put(self, rows: Sequence[Row]) -> None:
        """Writes the latest rows, their positions taken here. Under another scope or owner, the old row is dropped."""
        for row in rows:
            for key, old in list(self.rows.items()):
                moved = key[:2] == (row.kind, row.name) and key[2:] != (row.scope_path, row.owner)
                if moved and old.body is not None:
                    self._set(replace(old, body=None))
            self._set(row)

    def _set(self, row: Row) -> None:
        key = (row.kind, row.name, row.scope_path, row.owner)
        old = self.rows.get(key)
        if old and old.body == row.body:
            return
        self._last += 1
        self.rows[key] = replace(row, position=self._last)

    def expire_tombstones(self, upto: int) -> None:
        """Drops at or below this position go, and phones whose cursor is older must start anew."""
        self.rows = {key: row for key, row in self.rows.items() if row.body is not None or row.position > upto}
        self._floor = max(self._floor, upto)


class MemorySnapshots:
    """Snapshots in a dict."""

    def __init__(self) -> None:
        self.by_key: dict[tuple[str, str, int], Snapshot] = {}
        self.packed: dict[tuple[str, str], bytes] = {}
        self.wishes: dict[str, SnapshotWanted] = {}
        self._erasures = 0

    def newest(self, share: str, *, epoch: str) -> Snapshot | None:
        mine = [one for key, one in self.by_key.items() if key[:2] == (share, epoch)]
        return max(mine, key=lambda one: one.position, default=None)

    def want(self, scope: Scope) -> None:
        self.wishes.setdefault(share(scope), SnapshotWanted(shared_scope(scope), str(self._erasures)))

    def wanted(self) -> Sequence[SnapshotWanted]:
        return list(self.wishes.values())

    def keep(
        self, wanted: SnapshotWanted, *, epoch: str, position: int, rows: int, parts: Sequence[PackedPart]
    ) -> Snapshot | None:
        name = share(wanted.scope)
        if self.wishes.get(name) != wanted:
            return None
        del self.wishes[name]
        listed = tuple(Part(part.hash, len(part.packed)) for part in parts)
        self.packed |= {(name, part.hash): part.packed for part in parts}
        return self.by_key.setdefault((name, epoch, position), Snapshot(position, rows, listed))

    def settle(self, wanted: SnapshotWanted) -> None:
        if self.wishes.get(share(wanted.scope)) == wanted:
            del self.wishes[share(wanted.scope)]

    def expire(self) -> None:
        """All go, those that are being made too: something that may be in them was erased."""
        self.by_key, self.packed = {}, {}
        self._erasures += 1
        self.wishes = {name: replace(one, ticket=str(self._erasures)) for name, one in self.wishes.items()}

    def part(self, share: str, name: str) -> bytes | None:
        """A part, packed, by its hash; None unless a snapshot of this share has it."""
        return self.packed.get((share, name))
