"""Everything recorded, for good: entries, what follows from them, and what goes down to phones."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from feedback_app.base.db import Base, Json, LongInteger
from sync.entry import MAX_AUTHOR


class Epoch(Base, kw_only=True):
    """The life of this database: a new one when it is created or restored. The row with the highest `n` is current."""

    __tablename__ = "epoch"

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(String(40), unique=True)
    started_at: Mapped[dt.datetime]
    reason: Mapped[str] = mapped_column(String(40))


class Counter(Base, kw_only=True):
    """The last position given out in a programme. Its row lock makes the order of commits and of positions the same."""

    __tablename__ = "ledger_counter"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger, default=0)
    safe: Mapped[int] = mapped_column(BigInteger, default=0)
    """Everything up to this position is in a backup that was verified."""
    tombstone_floor: Mapped[int] = mapped_column(BigInteger, default=0)
    """Tombstones at or below this position are gone: an older cursor must start anew."""


class LedgerEntry(Base, kw_only=True):
    """One revision as it arrived. The body is never rewritten; erasure empties it, and one that nobody agreed to is
    empty from the start."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        UniqueConstraint("programme_id", "record_id", "rev", "digest", name="uq_ledger_entry_name"),
        Index("ix_ledger_entry_device", "device_id", "position"),
    )

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    record_id: Mapped[uuid.UUID]
    rev: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    device_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("device.id"))
    received_at: Mapped[dt.datetime]
    clock_offset_ms: Mapped[int | None] = mapped_column(LongInteger, default=None)
    quarantined: Mapped[bool] = mapped_column(default=False)
    errors: Mapped[list[Any] | None] = mapped_column(default=None)


class ReplacedEntry(Base, kw_only=True):
    """What was at a position before the same entry came by its author's own phone, and replaced the copy there that
    another phone had sent."""

    __tablename__ = "ledger_replaced"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    record_id: Mapped[uuid.UUID]
    rev: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))


class LedgerSegment(Base, kw_only=True):
    """A part of the hash chain over a programme's entries (`entry_chain.py`)."""

    __tablename__ = "ledger_segment"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """The position of its last entry."""
    first: Mapped[int] = mapped_column(BigInteger)
    entries: Mapped[int]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[dt.datetime]


class Malformed(Base, kw_only=True):
    """What arrived as an entry and could not be read as one. Stored as it came: the phone may be lost tomorrow.

    `raw` is empty where only the digest is stored: of what is large, of one of very many in a day, and where its
    body can be read and nobody agreed that it is stored.
    """

    __tablename__ = "ledger_malformed"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    """Empty where only the digest is stored."""
    size: Mapped[int] = mapped_column(LongInteger, default=0, server_default="0")
    """Bytes of what came; 0 in rows of before this was noted, which are whole."""
    errors: Mapped[list[Any]]
    device_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("device.id"))
    received_at: Mapped[dt.datetime]
    seen_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When somebody at the desk first opened it."""
    seen_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), default=None)
    position: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """In the order of the programme, so that its phone knows when it is safe."""


_RENAMED = "known_as IS NOT NULL"


class Record(Base, kw_only=True):
    """The current state of a record: the projection of its entries, its highest revision that is not quarantined.

    A record of which only quarantined revisions are stored has `rev` 0 and is shown by `quarantined`.
    """

    __tablename__ = "record"
    __table_args__ = (
        Index("ix_record_programme_position", "programme_id", "position"),
        Index("ix_record_programme_place", "programme_id", "place_path"),
        Index("ix_record_code", "programme_id", "code"),
        Index("ix_record_known_as", "known_as", sqlite_where=text(_RENAMED), postgresql_where=text(_RENAMED)),
    )

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    rev: Mapped[int]
    position: Mapped[int] = mapped_column(BigInteger)
    """Of the current revision's entry."""
    digest: Mapped[str] = mapped_column(String(64))
    owner: Mapped[str | None] = mapped_column(String(MAX_AUTHOR), default=None)
    """The author that its entries name, those in quarantine too. None when they name none."""
    known_as: Mapped[uuid.UUID | None] = mapped_column(default=None)
    """The id that its author's phone gave it, where another author's record has that (`sync.namesake`)."""
    quarantined: Mapped[bool] = mapped_column(default=False)
    """A revision above the current one waits in quarantine, or nothing else is stored."""
    instrument: Mapped[str | None] = mapped_column(String(60), default=None)
    instrument_version: Mapped[str | None] = mapped_column(String(60), default=None)
    place_code: Mapped[str | None] = mapped_column(String(40), default=None)
    place_path: Mapped[str | None] = mapped_column(String(400), default=None)
    project_id: Mapped[str | None] = mapped_column(String(80), default=None)
    author_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    mode: Mapped[str | None] = mapped_column(String(20), default=None)
    recorded_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """By the device's clock, in UTC; the original text is in the body."""
    first_received_at: Mapped[dt.datetime]
    received_at: Mapped[dt.datetime]
    clock_offset_ms: Mapped[int | None] = mapped_column(LongInteger, default=None)
    lat: Mapped[float | None] = mapped_column(default=None)
    lng: Mapped[float | None] = mapped_column(default=None)
    accuracy_m: Mapped[float | None] = mapped_column(default=None)
    consent_version: Mapped[str | None] = mapped_column(String(40), default=None)
    consent_uses: Mapped[Json | None] = mapped_column(default=None)
    session_counts: Mapped[Json | None] = mapped_column(default=None)
    """Of a community session: headcounts by sex and age band, as its instrument asks them."""
    answers: Mapped[Json | None] = mapped_column(default=None)
    """A copy of the current body's answers, for queries."""
    media_count: Mapped[int] = mapped_column(default=0)
    danger: Mapped[str] = mapped_column(String(10), default="", server_default="")
    """A `forms.engine.definition.Danger`."""
    facts_stamp: Mapped[str] = mapped_column(String(12), default="", server_default="")
    """By which rule its facts were worked out (`forms.engine.meaning.stamp`); empty: never yet."""
    code: Mapped[str] = mapped_column(String(10), nullable=True, default="")
    """Its spoken code, by which anyone may ask how far it came: as its body names it, else worked out of its id. Every
    row has one; to forbid that one has none, SQLite would have to copy the table."""

    @property
    def name_on_phones(self) -> uuid.UUID:
        """What its author's phones call it."""
        return self.known_as or self.id


class RecordFact(Base, kw_only=True):
    """What an answer of a record's current revision comes to, by what its question means (`forms.engine.meaning`)."""

    __tablename__ = "record_fact"
    __table_args__ = ({"sqlite_with_rowid": False},)

    programme_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    meaning: Mapped[str] = mapped_column(String(30), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Counts the facts of one meaning in a record, from 0, in the order of the form."""
    question: Mapped[str] = mapped_column(String(130), default="")
    """The answer's key, `problems[1].what` in a repeat; empty for a fact of the whole record."""
    code: Mapped[str | None] = mapped_column(String(80), default=None)
    number: Mapped[float | None] = mapped_column(default=None)


class Erasure(Base, kw_only=True):
    """The tombstone of an erased record: a re-sent copy stays erased."""

    __tablename__ = "ledger_erasure"
    __table_args__ = (
        Index(
            "ix_ledger_erasure_known_as",
            "programme_id",
            "known_as",
            sqlite_where=text(_RENAMED),
            postgresql_where=text(_RENAMED),
        ),
    )

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]
    reason: Mapped[str] = mapped_column(String(60))
    by: Mapped[str] = mapped_column(String(200))
    owner: Mapped[str | None] = mapped_column(String(MAX_AUTHOR), default=None)
    """Whose it was. None when that is not known: then nothing of this id is taken from anybody."""
    known_as: Mapped[uuid.UUID | None] = mapped_column(default=None)
    """As of the record."""
    media: Mapped[list[str] | None] = mapped_column(default=None)
    """Hashes of the contents it named: those that arrive later, and that nothing else names, are deleted too."""


class TimelineEvent(Base, kw_only=True):
    """Something that became of a record, as one source added it (`timeline.py`)."""

    __tablename__ = "timeline_event"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(20), primary_key=True)
    """The package that added it: review, portfolio …"""
    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    n: Mapped[int]
    """Its number in the record's timeline: the order in which events were added."""
    state: Mapped[str] = mapped_column(String(20))
    at: Mapped[dt.datetime]
    rev: Mapped[int | None]
    """None: of whatever revision was accepted before it."""
    reason: Mapped[str | None] = mapped_column(String(40), default=None)
    message: Mapped[str | None] = mapped_column(default=None)
    sound: Mapped[str | None] = mapped_column(String(64), default=None)
    """SHA-256 of the message as it was recorded."""
    sound_bytes: Mapped[int | None] = mapped_column(default=None)


class FeedRow(Base, kw_only=True):
    """One row that goes down: the latest of its name. A drop is a tombstone.

    A row whose visibility changes is dropped under its old scope and put under its new one, so that whoever could
    see it learns of both.
    """

    __tablename__ = "feed_row"
    __table_args__ = (
        UniqueConstraint("programme_id", "kind", "name", "scope_path", "owner", name="uq_feed_row_name"),
        Index("ix_feed_row_programme_position", "programme_id", "position", unique=True),
        Index("ix_feed_row_owner", "programme_id", "owner", "position"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(80))
    scope_path: Mapped[str] = mapped_column(String(400))
    """The place path the row belongs to; `/` for the whole programme."""
    owner: Mapped[str] = mapped_column(String(40), default="")
    """The person whose phones alone see it; empty for everybody in scope."""
    position: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[str | None] = mapped_column(default=None)
    """JSON text; None is a drop."""


class SnapshotHead(Base, kw_only=True):
    """The rows of the feed up to one position, for all phones of one share (`sync.snapshot`)."""

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("programme_id", "share", "epoch", "position", name="uq_snapshot_place"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    share: Mapped[str] = mapped_column(String(32))
    epoch: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(BigInteger)
    rows: Mapped[int]
    told_at: Mapped[dt.datetime] = mapped_column(index=True)
    """When it was last announced: made, or found to be current still."""


class SnapshotPart(Base, kw_only=True):
    """One piece of a snapshot, packed once and sent as it is."""

    __tablename__ = "snapshot_part"

    snapshot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("snapshot.id", ondelete="CASCADE"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(64), index=True)
    """SHA-256 of the unpacked text."""
    size: Mapped[int]
    packed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """gzip. Read only to be sent."""


class WantedSnapshot(Base, kw_only=True):
    """A snapshot that phones of a share would have begun with, had it been there."""

    __tablename__ = "snapshot_wanted"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    share: Mapped[str] = mapped_column(String(32), primary_key=True)
    place_path: Mapped[str] = mapped_column(String(400))
    instruments: Mapped[list[str] | None] = mapped_column(default=None)
    """Of which forms; None for all."""
    asked_at: Mapped[dt.datetime]
    ticket: Mapped[uuid.UUID]
    """Another one whenever something was erased that a snapshot may hold: what was read before is then not stored."""


class FeedMark(Base, kw_only=True):
    """The feed's position on a day: how the age of a tombstone is known."""

    __tablename__ = "feed_mark"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)


class Follower(Base, kw_only=True):
    """Up to which position a package downstream (`follow.py`) has read a programme's ledger."""

    __tablename__ = "ledger_follower"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, default=0)


class Suspension(Base, kw_only=True):
    """Somebody asked for a record to be taken back: nobody is shown it in public until somebody at the desk has erased
    it, or found that it was not theirs to take back."""

    __tablename__ = "record_suspension"

    programme_id: Mapped[str] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    asked_at: Mapped[dt.datetime]
    asked_by: Mapped[str] = mapped_column(String(200))
    """`code`, or who at the desk noted it and for whom."""
    ended_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When it was declined: from then on a code alone does not suspend the record again."""
    ended_by: Mapped[str | None] = mapped_column(String(200), default=None)
