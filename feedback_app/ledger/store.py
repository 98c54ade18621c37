"""The SQL ledger: `sync.store.Ledger` on SQLite, PostgreSQL and what speaks its protocol."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import func, insert, select, update

from feedback_app.base.db import AnySession
from feedback_app.enrol.tables import Place
from feedback_app.ledger.projection import facts
from feedback_app.ledger.tables import Counter, Epoch, Erasure, LedgerEntry, Malformed, Record
from feedback_app.media.store import declare
from sync.entry import Entry, Fault
from sync.entry import Malformed as MalformedEntry
from sync.store import Filing, Held, Holding

_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
"""NUL as JSON writes it: the escape, not a backslash that happens to stand before `u0000`."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """The circumstances in which entries come in."""

    device_id: uuid.UUID
    at: dt.datetime
    clock_offset_ms: int | None


def take_turn(session: AnySession, programme_id: str) -> int:
    """Locks the programme's counter until commit; returns the last place given out.

    The lock makes place order commit order: a cursor over a sequence would lose rows that commit late.
    """
    last = session.execute(
        select(Counter.last).where(Counter.programme_id == programme_id).with_for_update()
    ).scalar_one_or_none()
    if last is None:
        raise LookupError(f"programme {programme_id} has no counter")
    return last


def give_places(session: AnySession, programme_id: str, count: int) -> range:
    """The next `count` places. Takes the turn; call it last before commit."""
    last = take_turn(session, programme_id)
    session.execute(update(Counter).where(Counter.programme_id == programme_id).values(last=last + count))
    return range(last + 1, last + 1 + count)


def epoch(session: AnySession) -> str:
    """The life this database is in."""
    return session.execute(select(Epoch.id).order_by(Epoch.n.desc()).limit(1)).scalar_one()


def counter(session: AnySession, programme_id: str) -> Counter:
    """A programme's counter row, fresh."""
    return session.execute(
        select(Counter).where(Counter.programme_id == programme_id).execution_options(populate_existing=True)
    ).scalar_one()


class SqlLedger:
    """The ledger of one programme, for what one device brings in one transaction."""

    def __init__(self, session: AnySession, programme_id: str, arrival: Arrival) -> None:
        self._session = session
        self._programme = programme_id
        self._arrival = arrival

    def take_turn(self) -> None:
        take_turn(self._session, self._programme)

    def holdings(self, records: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Holding]:
        mine = LedgerEntry.programme_id == self._programme
        columns = select(LedgerEntry.record_id, LedgerEntry.rev, LedgerEntry.digest, LedgerEntry.position,
                         LedgerEntry.errors)  # fmt: skip
        held: dict[uuid.UUID, list[Held]] = {}
        for record, rev, digest, position, errors in self._session.execute(
            columns.where(mine, LedgerEntry.record_id.in_(records)).order_by(LedgerEntry.position)
        ):
            held.setdefault(record, []).append(Held(rev, digest, position, _faults(errors)))
        written_by = select(Record.id, Record.author_id).where(Record.programme_id == self._programme)
        authors = dict(self._session.execute(written_by.where(Record.id.in_(held))).all())
        found = {
            record: Holding(tuple(revisions), str(author) if (author := authors.get(record)) else None)
            for record, revisions in held.items()
        }
        erased = select(Erasure.record_id).where(Erasure.programme_id == self._programme)
        for record in self._session.scalars(erased.where(Erasure.record_id.in_(records))):
            found[record] = Holding(erased=True)
        return found

    def append(self, filings: Sequence[Filing]) -> Sequence[int]:
        if not filings:
            return []
        places = list(give_places(self._session, self._programme, len(filings)))
        rows = [self._row(filing, place) for filing, place in zip(filings, places, strict=True)]
        self._session.execute(insert(LedgerEntry), rows)
        for filing in filings:
            declare(
                self._session,
                programme_id=self._programme,
                record_id=filing.entry.id,
                rev=filing.entry.rev,
                device_id=self._arrival.device_id,
                media=_media(filing.entry),
            )
        self._project(filings, places)
        return places

    def keep_malformed(self, entries: Sequence[MalformedEntry]) -> None:
        for entry in entries:
            if self._session.get(Malformed, (self._programme, entry.digest)) is None:
                self._session.add(
                    Malformed(
                        programme_id=self._programme,
                        digest=entry.digest,
                        raw=entry.raw,
                        errors=[fault.wire() for fault in entry.faults],
                        device_id=self._arrival.device_id,
                        received_at=self._arrival.at,
                    )
                )
                self._session.flush()

    def _row(self, filing: Filing, position: int) -> dict[str, Any]:
        return {
            "programme_id": self._programme,
            "position": position,
            "record_id": filing.entry.id,
            "rev": filing.entry.rev,
            "digest": filing.entry.digest,
            "body": filing.entry.body,
            "device_id": self._arrival.device_id,
            "received_at": self._arrival.at,
            "clock_offset_ms": self._arrival.clock_offset_ms,
            "quarantined": bool(filing.faults),
            "errors": [fault.wire() for fault in filing.faults] or None,
            "sealed": False,
        }

    def _project(self, filings: Sequence[Filing], places: Sequence[int]) -> None:
        """Brings the records' rows up to date: the highest revision that is not quarantined is current."""
        ids = {filing.entry.id for filing in filings}
        records = {
            record.id: record
            for record in self._session.scalars(
                select(Record).where(Record.programme_id == self._programme, Record.id.in_(ids))
            )
        }
        paths = place_paths(self._session, {str(f.entry.content.get("place")) for f in filings if not f.faults})
        for filing, place in zip(filings, places, strict=True):
            record = records.get(filing.entry.id)
            if record is None:
                record = records[filing.entry.id] = self._new_record(filing.entry, place)
            self._advance(record, filing, place, paths)
        self._session.flush()

    def _new_record(self, entry: Entry, place: int) -> Record:
        record = Record(
            programme_id=self._programme,
            id=entry.id,
            rev=0,
            position=place,
            digest=entry.digest,
            first_received_at=self._arrival.at,
            received_at=self._arrival.at,
        )
        self._session.add(record)
        return record

    def _advance(self, record: Record, filing: Filing, place: int, paths: Mapping[str, str]) -> None:
        entry = filing.entry
        if filing.faults:
            record.quarantined = record.quarantined or entry.rev > record.rev
            return
        if entry.rev < record.rev:
            return
        record.rev, record.position, record.digest = entry.rev, place, entry.digest
        record.quarantined = self._waits_above(record)
        record.received_at, record.clock_offset_ms = self._arrival.at, self._arrival.clock_offset_ms
        for name, value in facts(entry.content, paths).items():
            setattr(record, name, value)

    def _waits_above(self, record: Record) -> bool:
        """Whether a revision above the current one is still in quarantine."""
        waiting = select(func.count()).where(
            LedgerEntry.programme_id == self._programme,
            LedgerEntry.record_id == record.id,
            LedgerEntry.rev > record.rev,
            LedgerEntry.quarantined,
        )
        return bool(self._session.execute(waiting).scalar_one())


def place_paths(session: AnySession, codes: Collection[str]) -> dict[str, str]:
    """The tree path of each place code that exists."""
    return dict(session.execute(select(Place.code, Place.path).where(Place.code.in_(codes))).all())


def _media(entry: Entry) -> list[dict[str, Any]]:
    """The media an entry speaks of, as far as they are well-formed (a quarantined body may say anything)."""
    listed = entry.content.get("media")
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _faults(errors: Sequence[Mapping[str, Any]] | None) -> tuple[Fault, ...]:
    return tuple(
        Fault(
            str(error["field"]),
            str(error["reason"]),
            {name: value for name, value in error.items() if name not in {"field", "reason"}} or None,
        )
        for error in errors or ()
    )


def read_content(entry: LedgerEntry) -> dict[str, Any]:
    """The body of a held entry as JSON; an empty object for an erased or sealed one.

    Without NUL, which only bodies in quarantine hold: PostgreSQL has no such text, to keep or to ask for.
    """
    if not entry.body or entry.sealed:
        return {}
    content: dict[str, Any] = orjson.loads(_NUL.sub(rb"\1", entry.body))
    return content
