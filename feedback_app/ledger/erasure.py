"""Erasing a record when its author, its subject or a court asks: what is deleted, and the tombstone that stays."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, fields

from sqlalchemy import delete, exists, or_, select, tuple_, update

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.base.plans import unindexed
from feedback_app.enrol.lookup_store import owner_of
from feedback_app.forms.store import form_media
from feedback_app.ledger import timeline
from feedback_app.ledger.facts import replace_facts
from feedback_app.ledger.feed import Put, put
from feedback_app.ledger.need_names import need_names, status_names
from feedback_app.ledger.positions import take_write_lock
from feedback_app.ledger.snapshots import expire_snapshots
from feedback_app.ledger.tables import Erasure, FeedRow, LedgerEntry, Malformed, Record, Suspension
from feedback_app.media.refusal_store import note_refused
from feedback_app.media.store import delete_unreferenced, delete_uses, end_uploads, spoken_of, unreferenced
from sync.namesake import namesake_id
from sync.spoken_code import row_name

REASONS = ("author", "subject", "guardian", "court")
MOST_HASHES = 500
"""That one statement asks for."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stays of an erased record, so that a re-sent copy stays erased: a row of `tables.Erasure`."""

    programme_id: str
    record_id: uuid.UUID
    at: dt.datetime
    reason: str
    by: str
    owner: str | None
    known_as: uuid.UUID | None
    media: list[str] | None


def tombstones(session: AnySession) -> list[Tombstone]:
    """Every tombstone, the oldest first."""
    columns = [getattr(Erasure, one.name) for one in fields(Tombstone)]
    return [Tombstone(*row) for row in session.execute(select(*columns).order_by(Erasure.at))]


def any_erased(session: AnySession, programme_id: str, records: Collection[uuid.UUID]) -> bool:
    """Whether any of these records was erased, or has a revision of which nobody agreed that it is stored."""
    named = or_(Erasure.record_id.in_(records), Erasure.known_as.in_(records))
    erased = exists().where(Erasure.programme_id == programme_id, named)
    mine = LedgerEntry.programme_id == programme_id, LedgerEntry.record_id.in_(records)
    return bool(session.scalar(select(or_(erased, exists().where(*mine, LedgerEntry.body == b"")))))


def erase(
    session: AnySession, record: Record, *, now: dt.datetime, reason: str, by: str, later: bool = False
) -> list[str]:
    """Erases a record at its author's or subject's request; only a tombstone stays, and it is sent to phones.

    Deletes the bodies of all revisions (those in quarantine too), copies that could not be read, media, uploads under
    way, the projection's answers and facts, and the place feed's rows and snapshots with it; a re-sent copy is answered
    `erased`. Downstream packages learn of it by following the ledger's `Erasure` rows. Takes the programme's write
    lock, so that no revision comes in meanwhile. Returns the hashes of media whose files are to be removed once this is
    committed; with `later` none: they are refused at once and left to the job, for who cannot wait for a storage.
    """
    programme, name = record.programme_id, record.id
    take_write_lock(session, programme)
    owner = _whose(session, record)
    mine = LedgerEntry.programme_id == programme, LedgerEntry.record_id == name
    session.execute(update(LedgerEntry).where(*mine).values(body=b"", errors=None))
    for digest in list(_unreadable_copies(session, programme, record.name_on_phones)):
        session.execute(delete(Malformed).where(Malformed.programme_id == programme, Malformed.digest == digest))
    media = spoken_of(session, programme_id=programme, record_id=name)
    shared = form_media(session, programme, media)
    orphans = delete_uses(session, programme_id=programme, record_id=name, needed=media if later else shared)
    end_uploads(session, programme_id=programme, hashes=orphans)
    if later:
        note_refused(session, programme, [(name, one) for one in media if one not in shared])
    replace_facts(session, programme, {name: ()})
    session.execute(delete(Suspension).where(Suspension.programme_id == programme, Suspension.record_id == name))
    session.execute(delete(Record).where(Record.programme_id == programme, Record.id == name))
    session.add(
        Erasure(
            programme_id=programme, record_id=name, at=now, reason=reason, by=by[:200], owner=record.owner,
            known_as=record.known_as, media=media,
        )
    )  # fmt: skip
    note_event(session, "record_erased", about=("record", name), programme=programme, reason=reason, media=len(media))
    session.flush()
    rows = place_feed_drops(session, programme, name)
    if rows:
        expire_snapshots(session, programme)
    put(session, programme, rows + timeline.clear(session, record, owner=owner))
    return orphans


def _whose(session: AnySession, record: Record) -> str:
    """To whose phones it is published: the author's, or when that is uncertain, those of whose phone delivered it."""
    if record.author_id is not None:
        return str(record.author_id)
    deliveries = (
        select(owner_of(LedgerEntry.device_id))
        .where(LedgerEntry.programme_id == record.programme_id, LedgerEntry.record_id == record.id)
        .order_by(unindexed(LedgerEntry.position).desc())
        .limit(1)
    )
    person = session.execute(deliveries).scalar_one_or_none()
    return str(person) if person else ""


def _unreadable_copies(session: AnySession, programme: str, record_id: uuid.UUID) -> Iterator[str]:
    """Digests of entries that could not be read and that name the record."""
    name = str(record_id).encode()
    unreadable = select(Malformed.digest, Malformed.raw).where(Malformed.programme_id == programme)
    for digest, raw in session.execute(unreadable.execution_options(yield_per=100)):
        if name in raw.lower():
            yield digest


def place_feed_drops(
    session: AnySession, programme: str, record_id: uuid.UUID, *, kinds: Collection[str] = ("need", "fate")
) -> list[Put]:
    """Drops of what everybody's phones show of a record: the need and its status by its code, under the names of before
    too."""
    needs = [("need", need_names(session, programme)(record_id)), ("need", str(record_id))]
    statuses = [("fate", status_names(session, programme)(record_id)), ("fate", row_name(record_id))]
    shown = select(FeedRow).where(
        FeedRow.programme_id == programme,
        FeedRow.kind.in_(kinds),
        tuple_(FeedRow.kind, FeedRow.name).in_([*needs, *statuses]),
    )
    return [Put(row.kind, row.name, row.scope_path, None) for row in session.scalars(shown)]


def late_contents(session: AnySession) -> set[tuple[str, str]]:
    """(programme, hash) of photos and voices that a phone sent after their record was erased, and that no other record
    and no form uses."""
    erased: dict[str, set[str]] = {}
    for programme, hashes in session.execute(select(Erasure.programme_id, Erasure.media)):
        erased.setdefault(programme, set()).update(hashes or ())
    late: set[tuple[str, str]] = set()
    for programme, named in erased.items():
        in_order = sorted(named)
        for start in range(0, len(in_order), MOST_HASHES):
            some = in_order[start : start + MOST_HASHES]
            unused = set(unreferenced(session, programme_id=programme, hashes=some))
            late |= {(programme, one) for one in unused - form_media(session, programme, unused).keys()}
    return late


def delete_unused(session: AnySession, contents: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Deletes those of these contents (programme, hash) that no record and no form uses. Returns them: their files are
    to be removed once this is committed."""
    wanted: dict[str, list[str]] = {}
    for programme, sha256 in contents:
        wanted.setdefault(programme, []).append(sha256)
    gone: list[tuple[str, str]] = []
    for programme, hashes in wanted.items():
        shared = form_media(session, programme, hashes)
        unused = delete_unreferenced(session, programme_id=programme, hashes=hashes, needed=shared)
        gone += [(programme, one) for one in unused]
    return gone


def erase_again(session: AnySession, tombstone: Tombstone) -> list[str]:
    """In a restored database: erases a record that had been erased after the backup was made. Idempotent.

    Where the backup does not have the record, only its tombstone is stored, so that a phone that
    still has it cannot send it again. Returns the hashes of contents whose files are to be removed.
    """
    programme, called = tombstone.programme_id, tombstone.known_as or tombstone.record_id
    record_id = _known_id(session, programme, called, tombstone.owner)
    if session.get(Erasure, (programme, record_id)) is not None:
        return []
    record = session.get(Record, (programme, record_id))
    if record is not None:
        return erase(session, record, now=tombstone.at, reason=tombstone.reason, by=tombstone.by)
    known_as = called if record_id != called else None
    session.add(Erasure(**asdict(tombstone) | {"record_id": record_id, "known_as": known_as}))
    session.flush()
    return []


def _known_id(session: AnySession, programme: str, called: uuid.UUID, owner: str | None) -> uuid.UUID:
    """The id under which this owner's record is stored in this database, or was. Before the restore it may have been
    another one: an id belongs to the author whose entry arrived first."""
    key = programme, called
    taken = session.get(Record, key) or session.get(Erasure, key)
    mine = owner is None or taken is None or taken.owner in (None, owner)
    return called if mine else namesake_id(called, str(owner))
