"""Letting revisions out of quarantine, when a reviewer judged that they are fine as they are."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from feedback_app.base.db import AnySession
from feedback_app.ledger.danger import danger_of
from feedback_app.ledger.projection import facts
from feedback_app.ledger.store import read_content
from feedback_app.ledger.tables import LedgerEntry, Record
from feedback_app.register.lookup_store import place_paths

FORGIVABLE = frozenset(
    {
        "required",
        "constraint",
        "not-relevant",
        "not-recalculated",
        "unknown-question",
        "too-long",
        "not-a-duration",
        "outside-scope",
        "revoked",
    }
)
"""Faults that a person may overrule. What cannot be read, has no consent, or is another's stays where it is."""


def forgivable(errors: Iterable[Mapping[str, Any]]) -> bool:
    """Whether every fault of an entry is one that a person may overrule."""
    found = list(errors)
    return bool(found) and all(error.get("reason") in FORGIVABLE for error in found)


@dataclass(frozen=True, slots=True)
class Released:
    """A revision that counts now, and the faults that a person overruled."""

    entry: LedgerEntry
    errors: Sequence[Mapping[str, Any]]


def release(session: AnySession, programme_id: str, wanted: Sequence[tuple[Record, int]]) -> dict[uuid.UUID, Released]:
    """Lets these revisions of records of one programme count: each becomes its record's current one. Bodies stay as
    they came. Two selects of entries, however many.

    Left out is who has no such revision in quarantine above the current one, or one whose faults are not forgivable.
    """
    waiting = _waiting(session, programme_id, wanted)
    found: dict[uuid.UUID, Released] = {}
    for record, rev in wanted:
        entry = waiting.get((record.id, rev))
        if entry is not None and rev > record.rev and not entry.sealed and forgivable(entry.errors or ()):
            found[record.id] = Released(entry, entry.errors or ())
            entry.quarantined, entry.errors = False, None
    records = [record for record, _ in wanted if record.id in found]
    _project(session, programme_id, [(record, found[record.id].entry) for record in records])
    session.flush()
    above = _highest_waiting(session, programme_id, found.keys())
    for record in records:
        record.quarantined = above.get(record.id, 0) > record.rev
    session.flush()
    return found


def _waiting(
    session: AnySession, programme_id: str, wanted: Sequence[tuple[Record, int]]
) -> dict[tuple[uuid.UUID, int], LedgerEntry]:
    """The first that came of each revision in quarantine."""
    asked = {(record.id, rev) for record, rev in wanted}
    chosen = select(LedgerEntry).where(
        LedgerEntry.programme_id == programme_id, LedgerEntry.record_id.in_({one for one, _ in asked}),
        LedgerEntry.rev.in_({rev for _, rev in asked}), LedgerEntry.quarantined,
    )  # fmt: skip
    newest_first = session.scalars(chosen.order_by(LedgerEntry.position.desc())).all()
    return {(one.record_id, one.rev): one for one in newest_first if (one.record_id, one.rev) in asked}


def _project(session: AnySession, programme_id: str, released: Sequence[tuple[Record, LedgerEntry]]) -> None:
    """Brings records up to the revisions that count now."""
    contents = {record.id: read_content(entry) for record, entry in released}
    paths = place_paths(session, {str(content.get("place")) for content in contents.values()}) if contents else {}
    for record, entry in released:
        content = contents[record.id]
        record.rev, record.position, record.digest = entry.rev, entry.position, entry.digest
        record.received_at, record.clock_offset_ms = entry.received_at, entry.clock_offset_ms
        for name, value in facts(content, paths.get, danger_of(session, programme_id, content)).items():
            setattr(record, name, value)


def _highest_waiting(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """The highest revision in quarantine of each of these records."""
    chosen = (
        select(LedgerEntry.record_id, func.max(LedgerEntry.rev))
        .where(LedgerEntry.programme_id == programme_id, LedgerEntry.record_id.in_(ids), LedgerEntry.quarantined)
        .group_by(LedgerEntry.record_id)
    )
    return dict(session.execute(chosen).all()) if ids else {}
