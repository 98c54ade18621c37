"""The hash chain over a programme's entries: a job makes a segment of what was committed since the last one, so that
filing an entry costs nothing more.

A segment's hash covers the one before it, and record, revision, digest and position of each entry. Erasure empties a
body and leaves all these; where an entry replaced a copy in quarantine, `ReplacedEntry` says what was there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import func, select, union_all

from feedback_app.audit.hash_chain import Head, link
from feedback_app.audit.store import lock_chain
from feedback_app.base.db import AnySession
from feedback_app.ledger.tables import Counter, LedgerEntry, LedgerSegment, ReplacedEntry

SLICE = 5000
"""Entries of one segment at most."""


class EntryDigest(NamedTuple):
    """What the hash chain covers of an entry."""

    position: int
    record: object
    rev: int
    digest: str


def start_of(programme_id: str) -> str:
    """What the first segment of a programme follows."""
    return hashlib.sha256(f"ledger {programme_id}".encode()).hexdigest()


def chained_hash(previous: str, entries: Iterable[EntryDigest]) -> str:
    """The hash after these entries."""
    for one in entries:
        previous = link(previous, one.position, f"{one.record} {one.rev} {one.digest}")
    return previous


def programmes_to_chain(session: AnySession) -> list[str]:
    """Programmes in which there are entries after the last segment."""
    programmes = session.scalars(select(Counter.programme_id)).all()
    return [one for one in programmes if _entries(session, one, _last(session, one).position + 1, None, limit=1)]


def chain_entries(session: AnySession, programme_id: str, now: dt.datetime, *, limit: int = SLICE) -> int:
    """Makes a segment of the next committed entries, of `limit` at most; returns how many they are."""
    lock_chain(session)
    before = _last(session, programme_id)
    committed = session.execute(select(Counter.last).where(Counter.programme_id == programme_id)).scalar_one()
    some = _entries(session, programme_id, before.position + 1, committed, limit=limit)
    if some:
        session.add(
            LedgerSegment(
                programme_id=programme_id, first=before.position + 1, last=some[-1].position, entries=len(some),
                previous=before.hash, hash=chained_hash(before.hash, some), made_at=now,
            )
        )  # fmt: skip
        session.flush()
    return len(some)


def ledger_heads(session: AnySession) -> dict[str, Head]:
    """The head of each programme's hash chain that has one."""
    ends = select(LedgerSegment.programme_id, func.max(LedgerSegment.last)).group_by(LedgerSegment.programme_id)
    return {programme: _last(session, programme) for programme, _ in session.execute(ends)}


def verify_entries(session: AnySession, programme_id: str, noted: Sequence[Head] = ()) -> Iterator[str]:
    """Where the hash chain of a programme does not fit: between which positions something was `changed`, `removed` or
    `inserted`; and `rewritten` or `truncated` since a backup noted its head."""
    position, previous, ends = 0, start_of(programme_id), dict[int, str]()
    for segment in _segments(session, programme_id):
        if segment.first != position + 1 or segment.previous != previous:
            yield f"{programme_id} removed between {position + 1} and {segment.first}"
        if wrong := _wrong(session, segment):
            yield f"{programme_id} {wrong} between {segment.first} and {segment.last}"
        position, previous = segment.last, segment.hash
        ends[position] = previous
    yield from (f"{programme_id} {wrong} at {one.position}" for one in noted if (wrong := _differs(one, ends)))
    yield from (f"{programme_id} removed at {one}" for one in _replaced_by_nothing(session, programme_id))


def _differs(noted: Head, ends: Mapping[int, str]) -> str | None:
    if noted.position > max(ends, default=0):
        return "truncated"
    return "rewritten" if noted.position and ends.get(noted.position) != noted.hash else None


def _wrong(session: AnySession, segment: LedgerSegment) -> str | None:
    there = _entries(session, segment.programme_id, segment.first, segment.last)
    if chained_hash(segment.previous, there) == segment.hash:
        return None
    return "removed" if len(there) < segment.entries else "inserted" if len(there) > segment.entries else "changed"


def _last(session: AnySession, programme_id: str) -> Head:
    mine = select(LedgerSegment.last, LedgerSegment.hash).where(LedgerSegment.programme_id == programme_id)
    row = session.execute(mine.order_by(LedgerSegment.last.desc()).limit(1)).first()
    return Head(*row) if row else Head(0, start_of(programme_id))


def _segments(session: AnySession, programme_id: str) -> Sequence[LedgerSegment]:
    mine = select(LedgerSegment).where(LedgerSegment.programme_id == programme_id)
    return session.scalars(mine.order_by(LedgerSegment.last)).all()


def _entries(
    session: AnySession, programme_id: str, first: int, last: int | None, *, limit: int | None = None
) -> list[EntryDigest]:
    """The entries of these positions, and those that were there and were replaced."""
    both = [
        select(table.position, table.record_id, table.rev, table.digest).where(
            table.programme_id == programme_id,
            table.position >= first,
            *([table.position <= last] if last is not None else []),
        )
        for table in (LedgerEntry, ReplacedEntry)
    ]
    chosen = union_all(*both).order_by("position")
    return [EntryDigest(*row) for row in session.execute(chosen.limit(limit) if limit else chosen)]


def _replaced_by_nothing(session: AnySession, programme_id: str) -> Sequence[int]:
    """Positions of which it is noted that the same bytes are in a later entry, while they are not."""
    later = (
        select(LedgerEntry.position)
        .where(
            LedgerEntry.programme_id == ReplacedEntry.programme_id,
            LedgerEntry.record_id == ReplacedEntry.record_id,
            LedgerEntry.digest == ReplacedEntry.digest,
        )
        .exists()
    )
    return session.scalars(
        select(ReplacedEntry.position).where(ReplacedEntry.programme_id == programme_id, ~later)
    ).all()
