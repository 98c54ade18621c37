"""Every select of one record's dossier: its revisions, decisions, media, whose phone delivered it, where it is."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.enrol.lookup_store import PersonInfo, devices, people
from feedback_app.ledger.lookup_store import CurrentRecord, entries_of, records
from feedback_app.ledger.store import read_content
from feedback_app.media.lookup_store import Medium, media_of
from feedback_app.register.desk_store import Located, located_places
from feedback_app.register.lookup_store import programme_by_id
from feedback_app.register.store import shapes_of
from feedback_app.register.trusted_page import on_phones
from feedback_app.register.trusted_people import nearest_contacts, readable_number
from feedback_app.review import event_store
from feedback_app.review.capture_reader import codes_of
from feedback_app.review.correction_store import corrections_of, that_hold
from feedback_app.review.store import find_case
from feedback_app.review.tables import AnswerCorrection, Case, Decision, Reading


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision as it arrived, and whose phone delivered it. `content` is empty for an erased one."""

    rev: int
    position: int
    content: Mapping[str, Any]
    received_at: dt.datetime
    clock_offset_ms: int | None
    quarantined: bool
    errors: Sequence[Mapping[str, Any]]
    device: str
    platform: str
    carrier_id: uuid.UUID
    carrier: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision, with the name of who took it."""

    id: uuid.UUID
    rev: int
    action: str
    before: str
    after: str
    reason: str | None
    message: str | None
    by: str
    at: dt.datetime
    whom: str | None
    """The name of who was given the record."""
    sound: str | None = None
    """SHA-256 of the message as it was recorded."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is stored of one record."""

    case: Case
    record: CurrentRecord
    author: PersonInfo | None
    """Who recorded; nobody for sure, of a record whose revisions are all quarantined."""
    revisions: Sequence[Revision]
    """Ascending by position in the ledger, quarantined ones included."""
    shown: Revision
    """With its answers as they count, where some were corrected."""
    decisions: Sequence[DecisionView]
    media: Sequence[Medium]
    """Of the revision that is shown."""
    claimed_by: PersonInfo | None = None
    """Who has it before them, or had."""
    corrections: Sequence[AnswerCorrection] = ()
    """Oldest first, also what was taken back and what was of earlier revisions."""

    @property
    def holding(self) -> Sequence[AnswerCorrection]:
        """The corrections by which the answers are what they are."""
        return that_hold(self.corrections, self.record.rev)

    @property
    def waiting(self) -> Sequence[Revision]:
        """Revisions in quarantine above the current one, ascending."""
        return [one for one in self.revisions if one.quarantined and one.rev > self.record.rev]


def find_dossier(session: AnySession, programme_id: str, record_id: uuid.UUID) -> Dossier | None:
    """A record's dossier; None when there is no case (yet), or no more."""
    case = find_case(session, programme_id, record_id)
    record = records(session, programme_id, [record_id]).get(record_id)
    if case is None or record is None:
        return None
    revisions = _revisions(session, programme_id, record_id)
    if not revisions:
        return None
    decisions = event_store.decisions(session, programme_id, [record_id])
    named = {record.author_id, case.claimed_by, *(one.by for one in decisions), *(one.whom for one in decisions)}
    known = people(session, {one for one in named if one})
    corrections = corrections_of(session, programme_id, record_id)
    shown = _shown(record, revisions)
    if that_hold(corrections, record.rev):
        shown = replace(shown, content={**shown.content, "answers": record.answers})
    return Dossier(
        case=case,
        record=record,
        author=known.get(record.author_id) if record.author_id else None,
        revisions=revisions,
        shown=shown,
        decisions=[_decided(one, known) for one in decisions],
        media=media_of(session, programme_id, record_id, shown.rev),
        claimed_by=known.get(case.claimed_by) if case.claimed_by else None,
        corrections=corrections,
    )


def _shown(record: CurrentRecord, revisions: Sequence[Revision]) -> Revision:
    """The current revision; where all are quarantined, the last that came."""
    current = [one for one in revisions if one.position == record.position]
    return current[0] if record.rev and current else revisions[-1]


def sound_of(session: AnySession, case: Case, decision_id: uuid.UUID) -> str | None:
    """The SHA-256 of what a reviewer recorded with a decision on this case."""
    mine = Decision.programme_id == case.programme_id, Decision.record_id == case.record_id, Decision.id == decision_id
    return session.scalars(select(Decision.sound).where(*mine)).first()


def _decided(one: Decision, known: Mapping[uuid.UUID, PersonInfo]) -> DecisionView:
    whom = known.get(one.whom) if one.whom else None
    return DecisionView(
        one.id, one.rev, one.action, one.before, one.after, one.reason, one.message, known[one.by].name, one.at,
        whom.name if whom else None, one.sound,
    )  # fmt: skip


def _revisions(session: AnySession, programme_id: str, record_id: uuid.UUID) -> list[Revision]:
    """All revisions of a record, in the order in which they came."""
    entries = entries_of(session, programme_id, record_id)
    phones = devices(session, {entry.device_id for entry in entries})
    return [
        Revision(
            entry.rev, entry.position, read_content(entry), entry.received_at, entry.clock_offset_ms,
            entry.quarantined, entry.errors or (), phone.name, phone.platform, phone.person_id, phone.person,
        )
        for entry in entries
        if (phone := phones[entry.device_id])
    ]  # fmt: skip


def was_read(session: AnySession, case: Case) -> bool:
    """Whether somebody at the desk has opened the current revision of a case."""
    return session.get(Reading, (case.programme_id, case.record_id, case.rev)) is not None


def nearest_trusted_people(session: AnySession, case: Case) -> list[Mapping[str, Any]]:
    """The trusted people nearest to a case, as phones show them, with their number as it is read."""
    programme = programme_by_id(session, case.programme_id)
    known = (
        [body | {"shown": readable_number(one.phone)} for one, body in on_phones(session, programme)]
        if programme
        else []
    )
    return nearest_contacts(known, case.place_path)


def places(session: AnySession, case: Case) -> dict[str, Located]:
    """The place of a case and those above it."""
    return located_places(session, {case.place_code, *codes_of(case.place_path)})


def shapes(session: AnySession, path: str) -> list[tuple[str, Mapping[str, Any]]]:
    """The outlines of a place and of those above it, as (code, GeoJSON geometry), from the widest down."""
    codes = codes_of(path)
    found = shapes_of(session, codes)
    return [(code, found[code]) for code in codes if code in found]


def promise(session: AnySession, programme_id: str) -> Mapping[str, Any]:
    """What the programme promises now, and which uses it asks about."""
    programme = programme_by_id(session, programme_id)
    return programme.consent if programme else {}
