"""Letting revisions out of quarantine, when a reviewer judged that they are fine as they are."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from feedback_app.base.db import AnySession
from feedback_app.base.plans import unindexed
from feedback_app.forms.rule_cache import rules
from feedback_app.ledger.danger import danger_of
from feedback_app.ledger.facts import facts_of, replace_facts
from feedback_app.ledger.lookup_store import CurrentRecord, current_record
from feedback_app.ledger.positions import take_write_lock
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


def is_forgivable(errors: Iterable[Mapping[str, Any]]) -> bool:
    """Whether every fault of an entry is one that a person may overrule."""
    found = list(errors)
    return bool(found) and all(error.get("reason") in FORGIVABLE for error in found)


@dataclass(frozen=True, slots=True)
class Released:
    """A record after a revision of it was released, and the faults that a person overruled."""

    record: CurrentRecord
    errors: Sequence[Mapping[str, Any]]


def release(session: AnySession, programme_id: str, wanted: Mapping[uuid.UUID, int]) -> dict[uuid.UUID, Released]:
    """Releases revisions from quarantine (`wanted`: record to revision): each becomes its record's current one.

    The body stays as it came. A record is left out when it has no such revision in quarantine, when a higher one counts
    already, or when a fault of it is not forgivable. Two selects of entries, however many records.
    Takes the programme's write lock, so that nothing else works out the facts of these records meanwhile.
    """
    if wanted:
        take_write_lock(session, programme_id)
    waiting = _waiting(session, programme_id, wanted)
    let_in = [
        (record, entry)
        for record, entry in waiting
        if entry.body and entry.rev > record.rev and is_forgivable(entry.errors or ())
    ]
    overruled = {record.id: entry.errors or () for record, entry in let_in}
    for _, entry in let_in:
        entry.quarantined, entry.errors = False, None
    _project(session, programme_id, let_in)
    session.flush()
    above = _highest_waiting(session, programme_id, overruled.keys())
    for record, _ in let_in:
        record.quarantined = above.get(record.id, 0) > record.rev
    session.flush()
    return {record.id: Released(current_record(record), overruled[record.id]) for record, _ in let_in}


def _waiting(
    session: AnySession, programme_id: str, wanted: Mapping[uuid.UUID, int]
) -> Sequence[tuple[Record, LedgerEntry]]:
    """Of each revision in quarantine the first that came, and its record as it is now."""
    same = and_(Record.programme_id == LedgerEntry.programme_id, Record.id == LedgerEntry.record_id)
    chosen = (
        select(Record, LedgerEntry)
        .join(LedgerEntry, same)
        .where(
            LedgerEntry.programme_id == programme_id,
            LedgerEntry.record_id.in_(wanted),
            LedgerEntry.rev.in_(set(wanted.values())),
            LedgerEntry.quarantined,
        )
        .order_by(unindexed(LedgerEntry.position).desc())
        .execution_options(populate_existing=True)
    )
    newest_first = [(record, entry) for record, entry in session.execute(chosen) if wanted[record.id] == entry.rev]
    return list({record.id: (record, entry) for record, entry in newest_first}.values())


def _project(session: AnySession, programme_id: str, released: Sequence[tuple[Record, LedgerEntry]]) -> None:
    """Updates records to the revisions that count now."""
    contents = {record.id: read_content(entry) for record, entry in released}
    paths = place_paths(session, {str(content.get("place")) for content in contents.values()}) if contents else {}
    for record, entry in released:
        content = contents[record.id]
        record.rev, record.position, record.digest = entry.rev, entry.position, entry.digest
        record.received_at, record.clock_offset_ms = entry.received_at, entry.clock_offset_ms
        form = rules(session, programme_id, str(content.get("instrument")), str(content.get("instrument_version")))
        counts = facts(content, paths.get, danger_of(content, form), name_on_phones=record.name_on_phones)
        for name, value in counts.items():
            setattr(record, name, value)
    replace_facts(session, programme_id, {one.id: facts_of(session, one) for one, _ in released})


def _highest_waiting(session: AnySession, programme_id: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """The highest revision in quarantine of each of these records."""
    chosen = (
        select(LedgerEntry.record_id, func.max(LedgerEntry.rev))
        .where(LedgerEntry.programme_id == programme_id, LedgerEntry.record_id.in_(ids), LedgerEntry.quarantined)
        .group_by(LedgerEntry.record_id)
    )
    return dict(session.execute(chosen).all()) if ids else {}
