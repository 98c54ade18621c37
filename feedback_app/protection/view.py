"""What the desk's page of protection reports shows: sealed, for the browser to open."""

from __future__ import annotations

import base64
import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.enrol.lookup_store import person_names
from feedback_app.protection import store
from feedback_app.protection.policy import Clock, clock_of
from feedback_app.protection.tables import ProtectionKey


@dataclass(frozen=True, slots=True)
class SealedNote:
    """What an officer noted, sealed."""

    key: str
    sealed: str
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report, sealed, and how far it has come."""

    id: uuid.UUID
    key: str
    sealed: str
    day: dt.date
    clock: Clock
    is_late: bool
    ending: str | None
    notes: Sequence[SealedNote]


@dataclass(frozen=True, slots=True)
class ProtectionPage:
    """All that the page shows."""

    reports: Sequence[ReportView]
    keys: Sequence[ProtectionKey]
    next_skip: int | None

    @property
    def keys_for_browser(self) -> str:
        """The keys as the script takes them."""
        return json.dumps(
            [{"id": one.id, "public": one.public_key, "wrapped": json.loads(one.wrapped)} for one in self.keys]
        )


def protection_page(
    session: AnySession, programme_id: str, *, closed: bool, skip: int, now: dt.datetime
) -> ProtectionPage:
    """The page of a programme: what waits, or what is closed."""
    found = store.reports(session, programme_id, closed=closed, skip=skip)
    shown = found[: store.MOST_SHOWN]
    notes = store.referrals(session, [one.id for one in shown])
    names = person_names(session, {one.by for some in notes.values() for one in some})
    views = []
    for one in shown:
        clock = clock_of(
            day=one.day, urgent=one.urgent, triaged_at=one.triaged_at, referred=bool(notes[one.id]),
            ended_at=one.ended_at,
        )  # fmt: skip
        sealed = [SealedNote(note.key_id, _text(note.sealed), _name(names, note.by), note.at) for note in notes[one.id]]
        views.append(
            ReportView(
                one.id, one.key_id, _text(one.sealed), one.day, clock, clock.is_late(now), one.ending, sealed
            )
        )  # fmt: skip
    more = skip + store.MOST_SHOWN if len(found) > store.MOST_SHOWN else None
    return ProtectionPage(views, store.keys(session, programme_id), more)


def _name(names: Mapping[uuid.UUID, str], person: uuid.UUID) -> str:
    return names.get(person, "–")


def _text(sealed: bytes) -> str:
    return base64.b64encode(sealed).decode()
