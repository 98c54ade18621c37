"""The Lab in a model: the true engine over the model store, with transactions, crashes, backups and restores.

What is modelled is what `exchange/actions.prepare` and `.file`, `carry/transactions.import_file`, `safe/transactions` and
`ledger/actions.erase` do around the engine: what is read before the write lock, what is written in it, when it is
committed, what a kill takes away.
Media are not modelled: they have their own tests (`tests/http/test_media.py`, `test_safe.py`).

Methods whose names begin with `_the_` are the joints at which `test_planted_bugs.py` breaks the world.
"""

from __future__ import annotations

import copy
import functools
import gzip
import io
import json
import uuid
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sync import bundle, engine
from sync.entry import Entry, Fault
from sync.memory import MemoryFeed, MemoryLedger, MemorySnapshots
from sync.namesake import name_on_phones, namesake_id
from sync.sealed_item import read_sealed_item
from sync.snapshot import Packing, SnapshotWanted, share
from sync.store import Row, Scope

PAGE = 3
"""Rows in one answer: so few that every walk has many pages."""
KEEP_DROPS, KEEP_SNAPSHOTS = 182, 14
"""Days."""


class Refused(Exception):
    """The request as a whole was not taken: a problem's code."""


class Died(Exception):
    """The server was killed; whoever waits for an answer gets none."""


@dataclass(frozen=True)
class Device:
    """A phone as the Lab knows it."""

    scope: Scope
    past: tuple[Scope, ...] = ()
    revoked: bool = False


@dataclass
class State:
    """The contents of a database. A transaction is a fork of it that replaces it, or does not."""

    epoch: str = "life-1"
    safe: int = 0
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    feed: MemoryFeed = field(default_factory=MemoryFeed)
    snapshots: MemorySnapshots = field(default_factory=MemorySnapshots)
    devices: dict[str, Device] = field(default_factory=dict)

    def fork(self) -> State:
        """A copy that may be written to. Rows, entries and devices never change, so they are shared."""
        return State(
            self.epoch, self.safe, _fork(self.ledger), _fork(self.feed), _fork(self.snapshots), dict(self.devices)
        )


def _fork(original: Any) -> Any:
    made = copy.copy(original)
    for name, value in vars(original).items():
        setattr(made, name, copy.copy(value))
    return made


@dataclass
class Visit:
    """A request that the server has read and not yet answered, with what was true when it was read."""

    device: str
    known_as: Device
    asked: dict[str, Any]
    examined: Sequence[engine.Checked]
    epoch: str
    safe: int
    page: engine.FeedPage


@dataclass
class Making:
    """A snapshot that the job is making: which, for which life of the server, and how far it has read."""

    wanted: SnapshotWanted
    epoch: str
    packing: Packing


@dataclass
class Writing:
    """A transaction of the desk under way: rows for the feed, positions of their own only in the broken world."""

    rows: list[Row]
    positions: list[int] = field(default_factory=list)


class Lab:
    """A server, its database and its shelf of backups."""

    def __init__(self) -> None:
        self.state = State()
        self.shelf: list[State] = []
        """Proven backups, the newest last."""
        self.copied: State | None = None
        """A backup that is not proven yet."""
        self.day = 0
        self.lives = 1
        self.writings: list[Writing] = []
        self.visits: list[Visit] = []
        self.makings: list[Making] = []
        self.written: dict[tuple[str, str], list[Row]] = {}
        """Every row that was ever put, by what phones call it: to judge what they are shown."""
        self._marks: list[tuple[int, int]] = []
        self._swept = 0

    # An exchange, in the steps between which it can be slow, or killed.

    def read(self, device: str, request: bytes) -> Visit:
        """All that needs no write lock. Raises `Refused`."""
        try:
            asked = json.loads(gzip.decompress(request))
        except (OSError, EOFError, ValueError, zlib.error):
            raise Refused("unreadable") from None
        known = self.state.devices[device]
        if known.revoked:
            raise Refused("revoked")
        examined = engine.examine(asked["entries"], functools.partial(self.faults, known))
        page = self._the_pull(known, asked)
        visit = Visit(device, known, asked, examined, self.state.epoch, self.state.safe, page)
        self.visits.append(visit)
        return visit

    def _the_pull(self, known: Device, asked: dict[str, Any]) -> engine.FeedPage:
        return engine.pull(
            self.state.feed, epoch=self.state.epoch, scope=known.scope, past=known.past, cursor=asked["cursor"],
            limit=PAGE, snapshots=self.state.snapshots,
        )  # fmt: skip

    def answer(self, visit: Visit, *, killed: str = "") -> bytes:
        """The write lock, the commit, the answer. Killed `before` or `after` the commit, raises `Died`."""
        draft, page = self.state.fork(), visit.page
        if page.worth_packing:
            draft.snapshots.want(visit.known_as.scope)
        acks = self._the_filing(draft, visit.examined)
        _remember(draft, visit)
        answer = {
            "nonce": visit.asked["nonce"], "epoch": visit.epoch, "safe": visit.safe,
            "acks": [ack.wire() for ack in acks], "changes": [wire(row) for row in page.changes], **page.wire(),
        }  # fmt: skip
        if killed == "before":
            return self._the_kill_before_commit(answer)
        self.state = draft
        self.visits.remove(visit)
        if killed:
            self.kill()
            raise Died
        return json.dumps(answer).encode()

    def _the_filing(self, draft: State, examined: Sequence[engine.Checked]) -> list[engine.Ack]:
        return engine.file(draft.ledger, examined)

    def _the_kill_before_commit(self, answer: dict[str, Any]) -> bytes:
        self.kill()
        raise Died

    def kill(self) -> None:
        """What was under way is gone; what was committed stays."""
        self.writings, self.visits, self.makings, self.copied = [], [], [], None

    def part(self, device: str, name: str) -> bytes | None:
        """A part of a snapshot of this phone's scope, unpacked."""
        known = self.state.devices[device]
        packed = None if known.revoked else self.state.snapshots.part(share(known.scope), name)
        return packed and gzip.decompress(packed)

    # The job that makes snapshots, in the steps between which others write.

    def begin_snapshot(self) -> None:
        """Looks what is wanted first, and begins to read."""
        wanted = self.state.snapshots.wanted()[0]
        self.makings = [Making(wanted, self.state.epoch, Packing(self.state.feed, wanted.scope, step=PAGE))]

    def read_on(self) -> bool:
        """Reads a slice of what is being made. Whether there is more."""
        return self.makings[0].packing.read_on(self.state.feed)

    def store_snapshot(self) -> None:
        """Reads what is left, and stores it."""
        while self.read_on():
            pass
        draft, made = self.state.fork(), self.makings.pop()
        parts = made.packing.parts()
        self._the_storing(draft, made).keep(
            made.wanted, epoch=made.epoch, position=made.packing.position, rows=made.packing.rows, parts=parts
        )
        self.state = draft

    def _the_storing(self, draft: State, made: Making) -> MemorySnapshots:
        return draft.snapshots

    def import_file(self, file: bytes, keys: dict[str, bytes]) -> int:
        """Files what is whole in a hand-carried file, each entry under the phone whose MAC it bears."""
        draft, filed = self.state.fork(), 0
        try:
            found = bundle.read(io.BytesIO(file)).found
        except bundle.NotABundle:
            return 0
        for one in found:
            sealed_item = read_sealed_item(file[one.at : one.at + one.size])
            if (
                sealed_item is None
                or sealed_item.device not in keys
                or not sealed_item.is_vouched(keys[sealed_item.device])
            ):
                continue
            known = draft.devices[sealed_item.device]
            filed += len(
                self._the_filing(draft, engine.examine([sealed_item.entry()], functools.partial(self.faults, known)))
            )
        self.state = draft
        return filed

    def faults(self, known: Device, entry: Entry) -> list[Fault]:
        """What is wrong with an entry by the instrument, the scope or the phone's status."""
        place = str(entry.content.get("place"))
        reached = any(place.startswith(one.place_path) for one in (known.scope, *known.past))
        wrong = [Fault("words", "empty")] if not entry.content.get("words") else []
        wrong += [] if entry.author == known.scope.person else [Fault("author", "not-the-author")]
        wrong += [] if reached else [Fault("place", "outside")]
        return wrong + ([Fault("device", "revoked")] if known.revoked else [])

    # The desk, whose transactions overlap with others.

    def begin(self, rows: list[Row]) -> Writing:
        """Rows are on their way to the feed; their positions are taken at the commit."""
        self.writings.append(Writing(rows))
        return self.writings[-1]

    def commit(self, writing: Writing) -> None:
        """Now they can be seen."""
        self.writings.remove(writing)
        self.put(writing.rows)

    def put(self, rows: Sequence[Row]) -> None:
        """A transaction of its own that puts rows on the feed."""
        draft = self.state.fork()
        draft.feed.put(rows)
        self.publish(draft, rows)

    def publish(self, draft: State, rows: Sequence[Row]) -> None:
        """Commits rows, and notes them for whoever judges."""
        for row in rows:
            if row.body is not None:
                self.written.setdefault((row.kind, called(row)), []).append(row)
        self.state = draft
        self._marks.append((self.day, draft.feed.head()))

    def erase(self, record: uuid.UUID) -> None:
        """Only the tombstone stays; its author's phones hear of it, the place feed drops it."""
        entries = [filing.entry for _, filing in self.state.ledger.entries if filing.entry.id == record]
        draft, name = self.state.fork(), str(record)
        draft.ledger.erase(record)
        erased = json.dumps({"id": str(entries[0].known_as or record) if entries else name, "state": "erased"})
        timelines = [Row(0, "record", name, "", one, erased) for one in {entry.author for entry in entries} if one]
        needs = [row for row in draft.feed.rows.values() if (row.kind, row.name) == ("need", name)]
        rows = timelines + [replace(row, body=None) for row in needs]
        if needs:
            draft.snapshots.expire()
        draft.feed.put(rows)
        self.publish(draft, rows)

    def tidy(self) -> None:
        """Old drops and old snapshots go."""
        old = [head for day, head in self._marks if day <= self.day - KEEP_DROPS]
        if old:
            self.state.feed.expire_tombstones(min(max(old), self.state.feed.head()))
        if self.day - self._swept >= KEEP_SNAPSHOTS:
            self.state.snapshots.by_key, self.state.snapshots.packed, self._swept = {}, {}, self.day

    # Backups.

    def copy(self) -> None:
        """A backup is made; nothing counts before it is proven."""
        self.copied = self.state.fork()

    def prove(self, *, whole: bool) -> None:
        """The copy is read back. Only one that is whole comes to the shelf, and makes safe what is in it."""
        copied, self.copied = self.copied, None
        if copied is None or not whole:
            return
        self.shelf.append(copied)
        if copied.epoch == self.state.epoch:
            self.state.safe = max(self.state.safe, last_position(copied))

    def restore(self) -> None:
        """The last proven backup takes the server's place, in a new epoch; what was erased since is erased again."""
        lives = [self.state, *self.shelf]
        erased = {(record, *one.ledger.whose[record]) for one in lives for record in one.ledger.erased}
        self.kill()
        self.state = self.shelf[-1].fork()
        self.state.epoch = self._the_next_life()
        self.state.safe = last_position(self.state)
        self._marks = [(day, head) for day, head in self._marks if head <= self.state.feed.head()]
        for _, owner, name in sorted(erased, key=str):
            self._erase_again(str(owner), name)

    def _erase_again(self, owner: str, name: uuid.UUID) -> None:
        """Of this author, what was sent under this id: in another life it may have been stored under another one."""
        ledger = self.state.ledger
        taken = ledger.holdings({name}).get(name)
        record = name if taken is None or taken.owner in (None, owner) else namesake_id(name, owner)
        if record not in ledger.erased:
            self.erase(record)
            self.state.ledger.whose[record] = owner, name

    def _the_next_life(self) -> str:
        self.lives += 1
        return f"life-{self.lives}"


def last_position(state: State) -> int:
    """The last position of a ledger: an erasure does not take it back."""
    return state.ledger.last


def _remember(draft: State, visit: Visit) -> None:
    """Notes the scope of the cursor given out now: the phone's when the request was read."""
    known = visit.known_as
    if known.past[-1:] != (known.scope,):
        past = (*(one for one in known.past if one != known.scope), known.scope)
        draft.devices[visit.device] = replace(draft.devices[visit.device], past=past)


def wire(row: Row) -> dict[str, Any]:
    """A change as it goes over the wire."""
    if row.body is None:
        return {"kind": row.kind, "id": row.name, "op": "drop"}
    return {"kind": row.kind, "id": called(row), "op": "put", "body": json.loads(row.body)}


def called(row: Row) -> str:
    """What phones call it."""
    return name_on_phones(row.kind, row.name, row.body)


def may_see(scope: Scope, row: Row) -> bool:
    """The protocol's table "What travels down", written a second time, without the engine."""
    if row.owner:
        return row.owner == scope.person
    below, above = row.scope_path.startswith(scope.place_path), scope.place_path.startswith(row.scope_path)
    if row.kind == "place":
        return below
    enrolled = row.kind != "instrument" or scope.instruments is None or row.name in scope.instruments
    return enrolled and (below or above)


def view(state: State, scope: Scope) -> dict[tuple[str, str], Any]:
    """Exactly what should be on a phone of this scope."""
    visible = [row for row in state.feed.rows.values() if row.body is not None and may_see(scope, row)]
    return {(row.kind, called(row)): json.loads(row.body or "null") for row in visible}
