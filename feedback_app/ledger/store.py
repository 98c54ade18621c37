"""The SQL ledger: `sync.store.Ledger` on SQLite, PostgreSQL and databases with its protocol."""

from __future__ import annotations

import collections as tally
import datetime as dt
import functools
import re
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    String,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    union_all,
)

from feedback_app.base.bulk import insert_many
from feedback_app.base.db import AnySession, is_one_of, uuids
from feedback_app.base.look_up import Row, look_up
from feedback_app.base.plans import unindexed
from feedback_app.base.remembered import remembered
from feedback_app.capture.admission import RulesOf, child_question
from feedback_app.forms.engine.definition import Danger
from feedback_app.forms.engine.validation import Rules
from feedback_app.forms.rule_cache import rules
from feedback_app.ledger.body_facts import BodyFacts
from feedback_app.ledger.facts import fact_rows, facts_of, replace_facts
from feedback_app.ledger.lookup_store import StoredEntry
from feedback_app.ledger.malformed import Origin, store_malformed
from feedback_app.ledger.positions import give_back, next_positions, next_positions_and
from feedback_app.ledger.projection import NOTHING_KNOWN, PathOf
from feedback_app.ledger.refused_media import apply_refusals, refused_uses
from feedback_app.ledger.tables import Erasure, LedgerEntry, Record, RecordFact, ReplacedEntry
from feedback_app.media.refusal_store import note_refused
from feedback_app.media.store import USE, declared_media, delete_uses_at, insert_uses, uses_of
from feedback_app.register.lookup_store import place_paths
from sync.consent import content_of, is_given, is_refused
from sync.entry import Entry, Fault, read_body
from sync.entry import Malformed as MalformedEntry
from sync.spoken_code import code_for
from sync.store import Filing, Holding, StoredRevision

_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
"""NUL as JSON writes it: the escape, not a backslash that happens to precede `u0000`."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """The circumstances in which entries come in."""

    device_id: uuid.UUID
    at: dt.datetime
    clock_offset_ms: int | None


_MINE: BindParameter[str] = bindparam("programme")
_THESE: BindParameter[str] = bindparam("records", type_=String)
_STORED, _ERASED, _ERASED_NAMESAKE = range(3)
_MET: CompoundSelect[Any] = union_all(
    select(literal_column(str(_STORED)), Record.id, Record.owner).where(
        Record.programme_id == _MINE, is_one_of(Record.id, _THESE)
    ),
    select(literal_column(str(_ERASED)), Erasure.record_id, Erasure.owner).where(
        Erasure.programme_id == _MINE, is_one_of(Erasure.record_id, _THESE)
    ),
    select(literal_column(str(_ERASED_NAMESAKE)), Erasure.known_as, Erasure.owner).where(
        Erasure.programme_id == _MINE, is_one_of(Erasure.known_as, _THESE)
    ),
)


class SqlLedger:
    """The ledger of one programme, for what one device delivers in one transaction."""

    def __init__(
        self,
        session: AnySession,
        programme_id: str,
        arrival: Arrival,
        path_of: PathOf | None = None,
        *,
        bodies: BodyFacts | None = None,
    ) -> None:
        self._session = session
        self._programme = programme_id
        self._arrival = arrival
        found_rules: Callable[[tuple[str, str]], Rules | None] = remembered(
            lambda form: rules(session, programme_id, *form)
        )
        self._rules: RulesOf = lambda name, version: found_rules((name, version))
        self._bodies = bodies or BodyFacts(
            self._rules, path_of or remembered(lambda code: place_paths(session, [code]).get(code))
        )
        self._refused = refused_uses(session, programme_id)
        self._reserved: range | None = None
        """The positions reserved with the write lock."""
        self._unknown: set[uuid.UUID] = set()
        """Records of which, as `holdings` found, nothing is stored."""

    def take_write_lock(self, at_most: int, records: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Holding]:
        asked = {"programme": self._programme, "records": uuids(records)}
        self._reserved, met = next_positions_and(self._session, self._programme, at_most, _MET, **asked)
        return self._holdings(records, met)

    def holdings(self, records: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Holding]:
        met = look_up(self._session, _MET, programme=self._programme, records=uuids(records))
        return self._holdings(records, met)

    def _holdings(self, records: Collection[uuid.UUID], met: Sequence[Row]) -> Mapping[uuid.UUID, Holding]:
        self._unknown.update(set(records) - {record for how, record, _ in met if how != _ERASED_NAMESAKE})
        stored = self._revisions([record for how, record, _ in met if how == _STORED]) if met else {}
        erased: dict[uuid.UUID, set[str | None]] = {}
        for how, record, owner in met:
            erased.setdefault(record, set()).update({owner} if how != _STORED else ())
        owners = {record: owner for how, record, owner in met if how != _ERASED_NAMESAKE}
        return {
            record: Holding(tuple(stored.get(record, ())), owners.get(record), frozenset(gone))
            for record, gone in erased.items()
        }

    def _revisions(self, records: Collection[uuid.UUID]) -> dict[uuid.UUID, list[StoredRevision]]:
        found: dict[uuid.UUID, list[StoredRevision]] = {}
        for record, rev, digest, position, errors in self._session.execute(
            select(LedgerEntry.record_id, LedgerEntry.rev, LedgerEntry.digest, LedgerEntry.position, LedgerEntry.errors)
            .where(LedgerEntry.programme_id == self._programme, LedgerEntry.record_id.in_(records))
            .order_by(unindexed(LedgerEntry.position))
        ):
            found.setdefault(record, []).append(StoredRevision(rev, digest, position, _faults(errors)))
        return found

    def append(self, filings: Sequence[Filing]) -> Sequence[int]:
        positions = list(self._positions(len(filings)))
        if not filings:
            return []
        placed = list(zip(filings, positions, strict=True))
        self._drop_stale(filings)
        insert_uses(self._session, self._fresh_uses(filings))
        note_refused(self._session, self._programme, self._refused_media(filings))
        times = tally.Counter(filing.entry.id for filing in filings)
        alone = {record for record, count in times.items() if count == 1} & self._unknown
        self._unknown -= times.keys()
        fresh = [one for one in placed if one[0].entry.id in alone]
        insert_many(
            self._session,
            {
                LedgerEntry: [self._row(filing, position) for filing, position in placed],
                Record: [self._first(filing, position) for filing, position in fresh],
                RecordFact: self._fact_rows(filing.entry for filing, _ in fresh if not filing.faults),
            },
        )
        self._project([one for one in placed if one[0].entry.id not in alone])
        return positions

    def _fact_rows(self, entries: Iterable[Entry]) -> list[dict[str, Any]]:
        """The rows of the facts of records."""
        return [row for one in entries for row in fact_rows(self._programme, one.id, self._bodies.of(one).meant)]

    def _positions(self, count: int) -> range:
        """The next positions: those reserved, less what is not needed of them; else new ones."""
        reserved, self._reserved = self._reserved, None
        if reserved is None:
            return next_positions(self._session, self._programme, count) if count else range(0)
        if count < len(reserved):
            give_back(self._session, self._programme, reserved.start + count - 1)
        return reserved[:count]

    def _drop_stale(self, filings: Sequence[Filing]) -> None:
        stale = [filing.replaces for filing in filings if filing.replaces is not None]
        if stale:
            mine = LedgerEntry.programme_id == self._programme, LedgerEntry.position.in_(stale)
            gone = [getattr(LedgerEntry, name) for name in ("position", "record_id", "rev", "digest")]
            for row in self._session.execute(delete(LedgerEntry).where(*mine).returning(*gone)).all():
                self._session.add(ReplacedEntry(programme_id=self._programme, **row._mapping))

    def _fresh_uses(self, filings: Sequence[Filing]) -> list[dict[str, Any]]:
        """Media that these entries name and that are not noted yet. Where an entry counts, its own phone is asked for
        them, whoever named the same under this revision before."""
        found: dict[tuple[Any, ...], dict[str, Any]] = {}
        for filing in sorted(filings, key=lambda one: bool(one.faults)):
            for use in self._uses(filing):
                found.setdefault(tuple(use[name] for name in USE), use)
        met = {filing.entry.id for filing in filings} - self._unknown
        if not met or not found:
            return list(found.values())
        for filing in filings:
            if not filing.faults and filing.entry.id in met:
                delete_uses_at(self._session, self._programme, filing.entry.id, filing.entry.rev)
        noted = uses_of(self._session, self._programme, met)
        return [use for key, use in found.items() if key not in noted]

    def keep_malformed(self, entries: Sequence[MalformedEntry]) -> Sequence[int | None]:
        here = Origin(self._programme, self._arrival.device_id, self._arrival.at)
        place = functools.partial(next_positions, self._session, self._programme, 1)
        return [store_malformed(self._session, one, here, place, raw=self._storable(one)) for one in entries]

    def _storable(self, entry: MalformedEntry) -> bytes:
        """What was sent, unless its body can be read and nobody agreed that it is stored, or a child alone speaks."""
        content = content_of(entry)
        withheld = content is not None and (not is_given(content) or child_question(content, self._rules))
        return b"" if withheld else entry.raw

    def _row(self, filing: Filing, position: int) -> dict[str, Any]:
        return {
            "programme_id": self._programme,
            "position": position,
            "record_id": filing.entry.id,
            "rev": filing.entry.rev,
            "digest": filing.entry.digest,
            "body": b"" if filing.is_unstored else filing.entry.body,
            "device_id": self._arrival.device_id,
            "received_at": self._arrival.at,
            "clock_offset_ms": self._arrival.clock_offset_ms,
            "quarantined": bool(filing.faults),
            "errors": [fault.wire() for fault in filing.faults] or None,
        }

    def _uses(self, filing: Filing) -> list[dict[str, Any]]:
        """The media that an entry names and that may be stored."""
        named = self._named_media(filing.entry)
        refused = self._refused(filing.entry.content) if named and not filing.is_unstored else frozenset()
        return [] if filing.is_unstored else [one for one in named if not is_refused(one["type"], refused)]

    def _refused_media(self, filings: Sequence[Filing]) -> list[tuple[uuid.UUID, str]]:
        """(record, hash) of the media that entries name and that may not be stored."""
        found = []
        for filing in filings:
            allowed = {one["sha256"] for one in self._uses(filing)}
            named = {one["sha256"] for one in self._named_media(filing.entry)}
            found += [(filing.entry.id, sha256) for sha256 in named - allowed]
        return found

    def _named_media(self, entry: Entry) -> list[dict[str, Any]]:
        media = entry.content.get("media")
        if not media or not isinstance(media, list):  # a body in quarantine may say anything
            return []
        return declared_media(
            media, programme_id=self._programme, record_id=entry.id, rev=entry.rev, device_id=self._arrival.device_id
        )

    def _blank(self, entry: Entry, position: int) -> dict[str, Any]:
        """The row of a record of which nothing counts yet."""
        code = code_for(entry.content, entry.known_as or entry.id)
        return self._unread(entry, position) | {"code": code}

    def _unread(self, entry: Entry, position: int) -> dict[str, Any]:
        """What its row says without its body."""
        return {
            "programme_id": self._programme,
            "id": entry.id,
            "rev": 0,
            "position": position,
            "digest": entry.digest,
            "owner": entry.author,
            "known_as": entry.known_as,
            "first_received_at": self._arrival.at,
            "received_at": self._arrival.at,
        }

    def _first(self, filing: Filing, position: int) -> dict[str, Any]:
        """The row of a record whose only revision this is."""
        entry = filing.entry
        if filing.faults:
            unknown = {"quarantined": True, "clock_offset_ms": None} | NOTHING_KNOWN
            return self._blank(entry, position) | unknown | _marked(entry.content)
        return {
            **self._unread(entry, position), **self._bodies.of(entry).row,
            "rev": entry.rev, "quarantined": False, "clock_offset_ms": self._arrival.clock_offset_ms,
        }  # fmt: skip

    def _project(self, placed: Sequence[tuple[Filing, int]]) -> None:
        """Updates the records' rows: the highest revision that is not quarantined is current."""
        if not placed:
            return
        ids = {filing.entry.id for filing, _ in placed}
        records = {
            record.id: record
            for record in self._session.scalars(
                select(Record).where(Record.programme_id == self._programme, Record.id.in_(ids))
            )
        }
        advanced: dict[uuid.UUID, Record] = {}
        for filing, position in placed:
            record = records.get(filing.entry.id)
            if record is None:
                record = records[filing.entry.id] = Record(**self._blank(filing.entry, position))
                self._session.add(record)
            if self._advance(record, filing, position):
                advanced[record.id] = record
        replace_facts(
            self._session, self._programme, {key: facts_of(self._session, one) for key, one in advanced.items()}
        )
        filed = [(filing, records[filing.entry.id]) for filing, _ in placed]
        apply_refusals(self._session, filed, self._refused)
        self._session.flush()

    def _advance(self, record: Record, filing: Filing, position: int) -> bool:
        """Whether it is now the current revision."""
        entry = filing.entry
        record.owner = record.owner or entry.author
        if filing.faults:
            record.quarantined = record.quarantined or entry.rev > record.rev
            return False
        if entry.rev < record.rev:
            return False
        record.rev, record.position, record.digest = entry.rev, position, entry.digest
        record.quarantined = self._waits_above(record)
        record.received_at, record.clock_offset_ms = self._arrival.at, self._arrival.clock_offset_ms
        for name, value in self._bodies.of(entry).row.items():
            setattr(record, name, value)
        return True

    def _waits_above(self, record: Record) -> bool:
        """Whether a revision above the current one is still in quarantine."""
        waiting = select(func.count()).where(
            LedgerEntry.programme_id == self._programme,
            LedgerEntry.record_id == record.id,
            LedgerEntry.rev > record.rev,
            LedgerEntry.quarantined,
        )
        return bool(self._session.execute(waiting).scalar_one())


def _marked(content: Mapping[str, Any]) -> dict[str, str]:
    """A call for help that is in quarantine is one: nobody may find it last."""
    return {"danger": Danger.ASKED.value} if isinstance(content.get("danger"), str) else {}


def record_by_id(session: AnySession, record_id: uuid.UUID) -> Record | None:
    """The record of this id, whatever its programme; None when there is none."""
    return session.scalars(select(Record).where(Record.id == record_id)).one_or_none()


def _faults(errors: Sequence[Mapping[str, Any]] | None) -> tuple[Fault, ...]:
    return tuple(
        Fault(
            str(error["field"]),
            str(error["reason"]),
            {name: value for name, value in error.items() if name not in {"field", "reason"}} or None,
        )
        for error in errors or ()
    )


def read_content(entry: StoredEntry) -> dict[str, Any]:
    """The body of a stored entry as JSON; an empty object for an erased one.

    Without NUL, which only bodies in quarantine have: PostgreSQL can neither store nor look up such text.
    """
    if not entry.body:
        return {}
    return dict(read_body(_NUL.sub(rb"\1", entry.body)) or {})
