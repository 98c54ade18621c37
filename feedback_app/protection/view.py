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
from feedback_app.protection.holders import Holding, KeyHolder, key_holders
from feedback_app.protection.policy import Clock, clock_of
from feedback_app.protection.tables import ProtectionKey, ProtectionWrap


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
    mine: Mapping[str, ProtectionWrap]
    """The wraps of who looks at it, by key."""
    holders: Sequence[KeyHolder]
    next_skip: int | None

    @property
    def was_given(self) -> bool:
        """Whether they were given a key and have set no passphrase of their own for it."""
        return any(one.once for one in self.mine.values())

    @property
    def others(self) -> Sequence[KeyHolder]:
        """Officers to whom they may give keys."""
        return [one for one in self.holders if one.is_officer and not one.is_me]

    @property
    def openers(self) -> Sequence[str]:
        """The names of officers who open the newest key."""
        return [one.name for one in self.holders if one.is_officer and one.holding is Holding.OWN]

    @property
    def opens(self) -> bool:
        """Whether they have a passphrase of their own for any key."""
        return any(not one.once for one in self.mine.values())

    @property
    def keys_for_browser(self) -> str:
        """The keys as the script takes them; `wrapped` is null where they were given to others only."""
        return json.dumps([self._for_browser(one) for one in self.keys])

    def _for_browser(self, key: ProtectionKey) -> dict[str, object]:
        mine = self.mine.get(key.id)
        wrapped = json.loads(mine.wrapped) if mine else None
        return {"id": key.id, "public": key.public_key, "wrapped": wrapped, "once": bool(mine and mine.once)}


def protection_page(
    session: AnySession, programme_id: str, person: uuid.UUID, *, closed: bool, skip: int, now: dt.datetime
) -> ProtectionPage:
    """The page of a programme as this officer sees it: what waits, or what is closed."""
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
    keys, wraps = store.keys(session, programme_id), store.wraps(session, programme_id)
    mine = {one.key_id: one for one in wraps if one.person_id == person}
    return ProtectionPage(views, keys, mine, key_holders(session, programme_id, keys, wraps, person=person), more)


def _name(names: Mapping[uuid.UUID, str], person: uuid.UUID) -> str:
    return names.get(person, "–")


def _text(sealed: bytes) -> str:
    return base64.b64encode(sealed).decode()
