"""The exchange: what comes up is filed, what is new goes down. Pure over the ports of `store`."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sync.consent import is_taken_back
from sync.entry import Entry, Extent, Fault, Malformed, Outcome, read
from sync.namesake import under_stored_id
from sync.snapshot import Snapshot, Snapshots, still_good
from sync.store import Feed, Filing, Holding, Ledger, Row, Scope, StoredRevision

Check = Callable[[Entry], Sequence[Fault]]
"""What an instrument or the scope has against an entry; empty when nothing."""

PAGE_ROWS = 1000
PAGE_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class Ack:
    """The answer for one entry. `position` is where it is in the ledger, if it is."""

    id: str | None
    rev: int | None
    outcome: Outcome
    position: int | None = None
    faults: tuple[Fault, ...] = ()

    def wire(self) -> dict[str, Any]:
        """As it travels: empty fields are left out."""
        made: dict[str, Any] = {"id": self.id, "rev": self.rev, "outcome": self.outcome.value}
        if self.position is not None:
            made["position"] = self.position
        if self.faults:
            made["errors"] = [fault.wire() for fault in self.faults]
        return made


Checked = tuple[Entry | Malformed, tuple[Fault, ...]]
"""What was sent, read, and its faults."""


def push(ledger: Ledger, sent: Sequence[object], check: Check) -> list[Ack]:
    """Files what was sent. One answer an entry, in order; a bad entry never stops its neighbours.

    The answers are true only once the transaction that `ledger` writes in has been committed.
    """
    return file(ledger, examine(sent, check))


def examine(sent: Sequence[object], check: Check) -> list[Checked]:
    """Reads what was sent and checks it by the rules. Needs no write lock: nothing here depends on what is stored. What
    was found to be no entry before is passed on as it is."""
    entries = [raw if isinstance(raw, Malformed) else read(raw) for raw in sent]
    return [(one, tuple(check(one)) if isinstance(one, Entry) else one.faults) for one in entries]


def file(ledger: Ledger, examined: Sequence[Checked]) -> list[Ack]:
    """Takes the write lock and stores what `examine` returned. One answer an entry, in order, as `push` gives them."""
    if not examined:
        return []
    named = {entry.id if isinstance(entry, Entry) else entry.record for entry, _ in examined}
    holdings = dict(ledger.take_write_lock(len(examined), {record for record in named if record is not None}))
    examined = [(under_stored_id(one, holdings), faults) for one, faults in examined]
    if namesakes := {one.id for one, _ in examined if isinstance(one, Entry) and one.known_as}:
        holdings |= ledger.holdings(namesakes)
    plan = [_judge(entry, faults, holdings) for entry, faults in examined]
    filings = [made for _, made in plan if isinstance(made, Filing)]
    filed = {_name(filing.entry): position for filing, position in zip(filings, ledger.append(filings), strict=True)}
    if withdrawn := [made.entry for _, made in plan if isinstance(made, Withdrawal)]:
        ledger.withdraw(withdrawn)
    malformed = [
        one
        for (one, _), (ack, _) in zip(examined, plan, strict=True)
        if isinstance(one, Malformed) and one.extent is not Extent.NOTHING and ack.outcome is not Outcome.ERASED
    ]
    given = dict(zip((id(one) for one in malformed), ledger.keep_malformed(malformed), strict=True))
    return [_with_position(ack, entry, filed, given) for (ack, _), (entry, _) in zip(plan, examined, strict=True)]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A revision by which its author takes consent back: nothing of its record stays."""

    entry: Entry


Judged = tuple[Ack, Filing | Withdrawal | None]
"""The answer for an entry, and what is to be done with it; None when there is nothing to do."""


def _judge(entry: Entry | Malformed, faults: tuple[Fault, ...], holdings: dict[uuid.UUID, Holding]) -> Judged:
    if isinstance(entry, Malformed):
        if entry.record in holdings and holdings[entry.record].erased:
            return Ack(entry.id, entry.rev, Outcome.ERASED), None
        return Ack(entry.id, entry.rev, Outcome.QUARANTINED, faults=faults), None
    holding = holdings.get(entry.id, Holding())
    name = str(entry.known_as or entry.id)
    if holding.is_erased_for(entry.author):
        return Ack(name, entry.rev, Outcome.ERASED), None
    same_rev = [one for one in holding.revisions if one.rev == entry.rev]
    for one in same_rev:
        if one.digest == entry.digest and _is_foreign(one.faults) and not _is_foreign(faults):
            return _refile(entry, faults, holdings, one)
        if one.digest == entry.digest:
            return Ack(name, entry.rev, _outcome(one.faults, again=True), one.position, one.faults), None
    if _withdraws(entry, faults, holding):
        holdings[entry.id] = Holding((), entry.author, holding.erased | {entry.author})
        return Ack(name, entry.rev, Outcome.ERASED), Withdrawal(entry)
    if any(not _is_foreign(one.faults) for one in same_rev):
        faults = (*faults, Fault("rev", "conflict"))
    if holding.owner is not None and entry.author != holding.owner:
        faults = (*faults, Fault("author", "not-the-author"))
    _remember(holdings, entry, holding, faults)
    return Ack(name, entry.rev, _outcome(faults), faults=faults), Filing(entry, faults)


def _withdraws(entry: Entry, faults: tuple[Fault, ...], holding: Holding) -> bool:
    """Whether its author takes back by it what an earlier revision agreed to, whatever else is wrong with it.

    A first revision without consent takes nothing back: nobody had agreed. Nor does one that a later revision, which
    counts, has overtaken.
    """
    if not is_taken_back(entry.content) or entry.author != (holding.owner or entry.author):
        return False
    if _is_foreign(faults) or any(fault.field == "programme" for fault in faults):
        return False
    own = [one for one in holding.revisions if not _is_foreign(one.faults)]
    return bool(own or entry.rev > 1) and entry.rev >= max((one.rev for one in own if not one.faults), default=0)


FOREIGN = frozenset(
    {
        ("author", "not-this-phone"),
        ("author", "not-the-author"),
        ("author", "not-a-facilitator"),
        ("device", "revoked"),
        ("device", "former-key"),
    }
)
"""Faults of the sender, not of the entry."""


def _is_foreign(faults: Sequence[Fault]) -> bool:
    """Whether it is in quarantine because of the phone that sent it. Such a copy takes up nothing that is its author's:
    neither the verdict on the same entry, nor the number of a revision."""
    return any((fault.field, fault.reason) in FOREIGN for fault in faults)


def _refile(
    entry: Entry, faults: tuple[Fault, ...], holdings: dict[uuid.UUID, Holding], stale: StoredRevision
) -> Judged:
    """An entry of which another phone had sent a copy first: it is judged anew, and replaces that copy."""
    holding = holdings[entry.id]
    holdings[entry.id] = replace(holding, revisions=tuple(one for one in holding.revisions if one is not stale))
    ack, made = _judge(entry, faults, holdings)
    return ack, replace(made, replaces=stale.position) if isinstance(made, Filing) else made


def _outcome(faults: Sequence[Fault], *, again: bool = False) -> Outcome:
    """A retry gets the answer that was lost: what is in quarantine is reported so again, not as `known`."""
    if any(fault.reason == "conflict" for fault in faults):
        return Outcome.CONFLICT
    if faults:
        return Outcome.QUARANTINED
    return Outcome.KNOWN if again else Outcome.STORED


def _remember(holdings: dict[uuid.UUID, Holding], entry: Entry, holding: Holding, faults: tuple[Fault, ...]) -> None:
    """So that a second copy in the same request is seen. Its position is not known yet: 0 for now."""
    revisions = (*holding.revisions, StoredRevision(entry.rev, entry.digest, 0, faults))
    holdings[entry.id] = Holding(revisions, holding.owner or entry.author, holding.erased)


def _name(entry: Entry) -> tuple[uuid.UUID, int, str]:
    return entry.id, entry.rev, entry.digest


def _with_position(
    ack: Ack,
    entry: Entry | Malformed,
    filed: Mapping[tuple[uuid.UUID, int, str], int],
    malformed: Mapping[int, int | None],
) -> Ack:
    """The answer once it is known where the entry was filed. The second copy within one request gets the position of
    the first."""
    if ack.position:
        return ack
    position = malformed.get(id(entry)) if isinstance(entry, Malformed) else filed.get(_name(entry))
    return Ack(ack.id, ack.rev, ack.outcome, position, ack.faults)


@dataclass(frozen=True, slots=True)
class FeedPage:
    """What goes down in one response. With `reset` all that the phone had pulled is replaced by what follows; with a
    `snapshot`, by its parts and then by what follows."""

    changes: tuple[Row, ...]
    cursor: str
    more: bool
    reset: bool = False
    snapshot: Snapshot | None = None
    worth_packing: bool = False
    """It is the first of many: who may write notes that a snapshot is wanted (`Snapshots.want`)."""

    def wire(self) -> dict[str, Any]:
        """As it travels, bodies still as JSON text (see `Row.body`)."""
        made: dict[str, Any] = {"cursor": self.cursor, "more": self.more}
        if self.reset:
            made["reset"] = True
        if self.snapshot:
            made["snapshot"] = self.snapshot.wire()
        return made


@dataclass(frozen=True, slots=True)
class _Cursor:
    """(epoch, position, scope); while a phone moves from an old scope to a new one, how far that went and to where;
    after a snapshot, how far the person's own rows were sent; in the middle of a first walk, where the head was at its
    start: of what it has walked past, the drops from there on must still be there."""

    epoch: str
    position: int
    scope: str
    moving: int | None = None
    target: str | None = None
    own: int | None = None
    since: int | None = None

    def __str__(self) -> str:
        more = [] if self.moving is None else [str(self.moving), str(self.target)]
        more += [] if self.own is None else [str(self.own)]
        more += [] if self.since is None else [f"w{self.since}"]
        return ".".join([self.epoch, str(self.position), self.scope, *more])


def fingerprint(scope: Scope) -> str:
    """A short name of a scope, for cursors."""
    instruments = "*" if scope.instruments is None else ",".join(sorted(scope.instruments))
    text = f"{scope.place_path}\n{scope.person}\n{instruments}"
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def sees(scope: Scope, row: Row) -> bool:
    """Whether a phone of this scope may know of the row."""
    if row.owner:
        return row.owner == scope.person
    if row.kind == "place":
        return row.scope_path.startswith(scope.place_path)
    if row.kind == "instrument" and scope.instruments is not None and row.name not in scope.instruments:
        return False
    return row.scope_path.startswith(scope.place_path) or scope.place_path.startswith(row.scope_path)


def pull(
    feed: Feed,
    *,
    epoch: str,
    scope: Scope,
    past: Sequence[Scope],
    cursor: str | None,
    limit: int = PAGE_ROWS,
    snapshots: Snapshots | None = None,
) -> FeedPage:
    """The next page for a phone that holds `cursor`.

    `past` are the scopes this phone had before: a phone that comes with one of them gets drops for what left its
    scope and puts for what came in. Without a cursor, with one of another epoch, one older than the tombstones that
    are left, or one that nobody here gave out, it starts anew with `reset`: by a snapshot that is there, for who
    understands it (`snapshots`), else by pages. In the first half of these it starts anew once more as soon as a
    snapshot is there. Only reads.
    """
    now = fingerprint(scope)
    known = {fingerprint(one): one for one in past}
    at, floor = _read(cursor, epoch), feed.tombstone_floor()
    if at is None or max(at.position, at.since or 0) < floor or max(at.position, at.since or 0) > feed.head():
        return _begin(feed, epoch, scope, limit, snapshots)
    if at.scope == now and at.target in (None, now):
        if at.own is not None:
            return _own(feed, at, scope, limit)
        overtaken = _is_early(feed, at) and _snapshot(feed, snapshots, epoch, scope, limit)
        return overtaken or _walk(feed, at, scope, limit)
    if at.scope not in known or at.target not in (None, now) or at.own is not None or at.position < floor:
        # From nowhere, or moved on while still moving: what the phone holds by now is not worth working out.
        return _begin(feed, epoch, scope, limit, snapshots)
    return _move(feed, at, (known[at.scope], scope), limit)


def _read(text: str | None, epoch: str) -> _Cursor | None:
    parts = (text or "").split(".")
    if len(parts) not in (3, 4, 5) or parts[0] != epoch:
        return None
    walking = parts[3][1:] if len(parts) == 4 and parts[3][:1] == "w" else None
    numbers = [parts[1], *([walking] if walking is not None else parts[3:4])]
    if not all(number.isascii() and number.isdigit() and len(number) < 19 for number in numbers):
        return None
    if len(parts) == 5:
        return _Cursor(epoch, int(parts[1]), parts[2], int(parts[3]), parts[4])
    if len(parts) == 4 and walking:
        return _Cursor(epoch, int(parts[1]), parts[2], since=int(walking))
    return _Cursor(epoch, int(parts[1]), parts[2], own=int(parts[3]) if len(parts) == 4 else None)


def stays(cursor: str | None, scope: Scope) -> bool:
    """Whether a phone with this cursor has the same scope still, so that it need not be sent again."""
    return (cursor or "").split(".")[2:3] == [fingerprint(scope)]


def _begin(feed: Feed, epoch: str, scope: Scope, limit: int, snapshots: Snapshots | None) -> FeedPage:
    """Everything anew. A scope that fits a page is sent as one: a snapshot would only cost it a round trip."""
    page = _snapshot(feed, snapshots, epoch, scope, limit)
    if page is not None:
        return page
    page = _walk(feed, _Cursor(epoch, 0, fingerprint(scope), since=feed.head()), scope, limit)
    return replace(page, reset=True, worth_packing=page.more and snapshots is not None)


def _is_early(feed: Feed, at: _Cursor) -> bool:
    """Whether a first walk has more of the feed before it than behind it."""
    return at.since is not None and 2 * at.position < feed.head()


def _snapshot(feed: Feed, snapshots: Snapshots | None, epoch: str, scope: Scope, limit: int) -> FeedPage | None:
    """The first page by a snapshot, where one is there."""
    found = still_good(feed, snapshots, epoch=epoch, scope=scope) if snapshots else None
    return None if found is None else _from_snapshot(feed, found, epoch, scope, limit)


def _from_snapshot(feed: Feed, snapshot: Snapshot, epoch: str, scope: Scope, limit: int) -> FeedPage:
    page = _own(feed, _Cursor(epoch, snapshot.position, fingerprint(scope), own=0), scope, limit)
    return replace(page, reset=True, snapshot=snapshot)


def _own(feed: Feed, at: _Cursor, scope: Scope, limit: int) -> FeedPage:
    """After a snapshot: the person's own rows up to its position. Later ones come with the delta."""
    mine = [row for row in feed.owned(at.own or 0, person=scope.person, limit=limit + 1) if row.position <= at.position]
    rows, more = _page(mine, limit)
    reached = replace(at, own=rows[-1].position if more else None)
    return FeedPage(tuple(row for row in rows if row.body is not None), str(reached), more or feed.head() > at.position)


def _walk(feed: Feed, at: _Cursor, scope: Scope, limit: int) -> FeedPage:
    head = feed.head()  # before the rows: whatever commits meanwhile is above it
    rows, more = _page(feed.after(at.position, scopes=[scope], limit=limit + 1), limit)
    # On its first walk a phone has nothing of what was dropped before that began: tombstones would only cost it bytes.
    shown = tuple(row for row in rows if row.body is not None or row.position > (at.since or 0))
    if more:
        return FeedPage(shown, str(replace(at, position=rows[-1].position)), more)
    # To the head, not to the last row: where nothing happened for long, even that may lie below what has expired.
    reached = max(head, *(row.position for row in rows[-1:]), at.position)
    return FeedPage(shown, str(_Cursor(at.epoch, reached, at.scope)), more)


def _move(feed: Feed, at: _Cursor, change: tuple[Scope, Scope], limit: int) -> FeedPage:
    """From one scope to another: walks all rows that either sees, from the start to the head; sends what differs."""
    old, new = change
    out: list[Row] = []
    head, reached, size = feed.head(), at.moving or 0, 0
    at = replace(at, since=None)
    while rows := feed.after(reached, scopes=[old, new], limit=limit):
        for row in rows:
            change_row = _difference(row, old, new, since=at.position)
            if change_row is not None:
                size += _size(change_row)
                if out and (len(out) == limit or size > PAGE_BYTES):
                    here = replace(at, moving=reached, target=fingerprint(new))
                    return FeedPage(tuple(out), str(here), more=True)
                out.append(change_row)
            reached = row.position
        if len(rows) < limit:
            break
    return FeedPage(tuple(out), str(_Cursor(at.epoch, max(head, reached, at.position), fingerprint(new))), more=False)


def _difference(row: Row, old: Scope, new: Scope, *, since: int) -> Row | None:
    """What a phone that had `old` as of `since` must get of this row to have `new`; None when nothing."""
    was, is_now, fresh = sees(old, row), sees(new, row), row.position > since
    if row.body is None and not fresh:
        return None  # an old tombstone: the same name may live on, unchanged, under another scope
    if was and not is_now:
        return replace(row, body=None)
    return row if is_now and (fresh or not was) else None


def _page(rows: Sequence[Row], limit: int) -> tuple[Sequence[Row], bool]:
    """At most `limit` rows and about PAGE_BYTES, at least one; and whether there is more."""
    size = 0
    for n, row in enumerate(rows[:limit]):
        size += _size(row)
        if size > PAGE_BYTES and n:
            return rows[:n], True
    return rows[:limit], len(rows) > limit


def _size(row: Row) -> int:
    """About the bytes that a row takes in an answer."""
    return len(row.body or "") + 80
