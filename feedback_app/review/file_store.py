"""Every select of one record's file: its revisions, decisions, media, who brought it, where it is."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select

from feedback_app.base.db import AnySession
from feedback_app.enrol.tables import Device, Person
from feedback_app.ledger.store import read_content
from feedback_app.ledger.tables import LedgerEntry, Record
from feedback_app.media.tables import Media, MediaUse
from feedback_app.register.store import shapes_of
from feedback_app.register.tables import Place, Programme
from feedback_app.register.trusted import grouped, nearest
from feedback_app.register.trusted_page import on_phones
from feedback_app.review.position import Anchor, is_zero
from feedback_app.review.tables import Case, Decision, Reading


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision as it arrived, and whose phone brought it. `content` is empty for an erased or sealed one."""

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
class Decided:
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


@dataclass(frozen=True, slots=True)
class Medium:
    """A photo or voice that a revision speaks of. `state` None: not received yet."""

    sha256: str
    question: str
    type: str
    bytes: int
    state: str | None


@dataclass(frozen=True, slots=True)
class File:
    """All that the Lab holds of one record."""

    case: Case
    record: Record
    revisions: Sequence[Revision]
    """Ascending by place in the ledger, quarantined ones included."""
    decisions: Sequence[Decided]
    media: Sequence[Medium]
    """Of the revision that is shown."""

    @property
    def shown(self) -> Revision:
        """The current revision; where only quarantined ones are held, the last that came."""
        current = [one for one in self.revisions if one.position == self.record.position]
        return current[0] if self.record.rev and current else self.revisions[-1]

    @property
    def waiting(self) -> Sequence[Revision]:
        """Revisions in quarantine above the current one, ascending."""
        return [one for one in self.revisions if one.quarantined and one.rev > self.record.rev]


def find_file(session: AnySession, programme_id: str, record_id: uuid.UUID) -> File | None:
    """A record's file; None when there is no case (yet), or no more."""
    case = find_case(session, programme_id, record_id)
    record = session.get(Record, (programme_id, record_id))
    if case is None or record is None:
        return None
    revisions = find_revisions(session, programme_id, record_id)
    if not revisions:
        return None
    made = File(case, record, revisions, find_decisions(session, programme_id, record_id), ())
    return File(case, record, revisions, made.decisions, _media(session, programme_id, record_id, made.shown.rev))


def find_case(session: AnySession, programme_id: str, record_id: uuid.UUID, *, lock: bool = False) -> Case | None:
    """The case of a record, fresh; with `lock` nobody else decides on it before commit."""
    chosen = select(Case).where(Case.programme_id == programme_id, Case.record_id == record_id)
    if lock:
        chosen = chosen.with_for_update()
    return session.execute(chosen.execution_options(populate_existing=True)).scalar_one_or_none()


def find_revisions(session: AnySession, programme_id: str, record_id: uuid.UUID) -> list[Revision]:
    """All revisions of a record, in the order in which they came."""
    chosen = (
        select(LedgerEntry, Device, Person)
        .join(Device, Device.id == LedgerEntry.device_id)
        .join(Person, Person.id == Device.person_id)
        .where(LedgerEntry.programme_id == programme_id, LedgerEntry.record_id == record_id)
        .order_by(LedgerEntry.position)
    )
    return [
        Revision(
            entry.rev, entry.position, read_content(entry), entry.received_at, entry.clock_offset_ms,
            entry.quarantined, entry.errors or (), device.name, device.platform, person.id, person.name,
        )
        for entry, device, person in session.execute(chosen)
    ]  # fmt: skip


def find_decisions(session: AnySession, programme_id: str, record_id: uuid.UUID) -> list[Decided]:
    """All decisions on a record, oldest first."""
    chosen = (
        select(
            Decision.id, Decision.rev, Decision.action, Decision.before, Decision.after, Decision.reason,
            Decision.message, Person.name, Decision.at,
        )
        .join(Person, Person.id == Decision.by)
        .where(Decision.programme_id == programme_id, Decision.record_id == record_id)
        .order_by(Decision.at, Decision.id)
    )  # fmt: skip
    return [Decided(*row) for row in session.execute(chosen)]


def was_read(session: AnySession, case: Case) -> bool:
    """Whether somebody has opened the revision that the case speaks of."""
    return session.get(Reading, (case.programme_id, case.record_id, case.rev)) is not None


def _media(session: AnySession, programme_id: str, record_id: uuid.UUID, rev: int) -> list[Medium]:
    chosen = (
        select(MediaUse.sha256, MediaUse.question, MediaUse.type, MediaUse.bytes, Media.state)
        .outerjoin(Media, and_(Media.programme_id == MediaUse.programme_id, Media.sha256 == MediaUse.sha256))
        .where(MediaUse.programme_id == programme_id, MediaUse.record_id == record_id, MediaUse.rev == rev)
        .order_by(MediaUse.question)
    )
    return [Medium(*row) for row in session.execute(chosen)]


@dataclass(frozen=True, slots=True)
class Author:
    """Who recorded, and the language their phone speaks."""

    id: uuid.UUID
    name: str
    language: str
    known_since: dt.datetime


def author(session: AnySession, file: File) -> Author | None:
    """Who recorded; for a record of which only quarantined revisions are held, nobody is sure to have."""
    found = session.get(Person, file.record.author_id) if file.record.author_id else None
    return Author(found.id, found.name, found.language, found.created_at) if found else None


def place(session: AnySession, code: str) -> Place | None:
    """A place by its code."""
    return session.get(Place, code)


def trusted(session: AnySession, case: Case) -> list[Mapping[str, Any]]:
    """The trusted people nearest to a case, as phones show them, with their number as it is read."""
    programme = session.get_one(Programme, case.programme_id)
    known = [body | {"shown": grouped(one.phone)} for one, body in on_phones(session, programme)]
    return nearest(known, case.place_path)


def anchor(session: AnySession, path: str) -> Anchor | None:
    """The nearest of a place and those above it whose point is known."""
    codes = path.strip("/").split("/")
    known = select(Place).where(Place.code.in_(codes), Place.lat.is_not(None), Place.lng.is_not(None))
    by_code = {place.code: place for place in session.scalars(known)}
    for place in (by_code[code] for code in reversed(codes) if code in by_code):
        if place.lat is not None and place.lng is not None and not is_zero(place.lat, place.lng):
            return Anchor(place.name, place.level, place.lat, place.lng)
    return None


def shapes(session: AnySession, path: str) -> list[tuple[str, Mapping[str, Any]]]:
    """The outlines of a place and of those above it, as (code, GeoJSON geometry), from the widest down."""
    codes = path.strip("/").split("/")
    found = shapes_of(session, codes)
    return [(code, found[code]) for code in codes if code in found]


def consent_labels(session: AnySession, programme_id: str) -> Mapping[str, Mapping[str, str]]:
    """What each use of the programme's consent is called, by language."""
    promised = session.execute(select(Programme.consent).where(Programme.id == programme_id)).scalar_one_or_none()
    return {scope["name"]: scope.get("label", {}) for scope in (promised or {}).get("scopes", [])}
