"""Who is calling: a phone by its token, a person at the desk by their session."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from feedback_app.base.actor import Actor
from feedback_app.base.db import AnySession
from feedback_app.base.ids import hash_token
from feedback_app.base.problem import Problem
from feedback_app.enrol import sign_in_store, store
from feedback_app.enrol.budget import COUNTED, NONE_YET, Amounts, Usage
from feedback_app.enrol.device_keys import shown_hash
from feedback_app.enrol.tables import Device
from sync.sealing import POSTING

IDLE = dt.timedelta(minutes=30)
CONFIRMED = dt.timedelta(minutes=5)
NOTED_EVERY = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DeviceIdentity:
    """A phone that may speak."""

    device_id: uuid.UUID
    programme_id: str
    person_id: uuid.UUID
    role: str
    place_code: str
    place_path: str
    instruments: Sequence[Any] | None
    past_scopes: Sequence[Any] | None
    noted: store.Contact
    """Its last exchange that was written down."""
    uses_next: bool = False
    """It shows the token that it proposed last (`device_keys`)."""
    keys_since: dt.datetime | None = None
    """Since when it has the token and keys of its own that it has now; None for none."""
    posts_only: bool = False
    """It is locked: it may hand over what it holds, and hears of nothing else."""
    usage: Usage = NONE_YET
    """What it handed over of late."""
    along: Sequence[Any] = ()
    """What was read along with it, by the `widen` of `identify_device`."""

    @property
    def id(self) -> uuid.UUID:
        """As the phone's row names it."""
        return self.device_id

    @property
    def actor(self) -> Actor:
        """As the audit log names it."""
        return Actor("device", str(self.device_id), self.programme_id)


@dataclass(frozen=True, slots=True)
class MembershipIdentity:
    """One role of a signed-in person, and for which place."""

    programme: str
    role: str
    place: str
    place_path: str


@dataclass(frozen=True, slots=True)
class StaffIdentity:
    """A signed-in person."""

    person_id: uuid.UUID
    name: str
    language: str
    memberships: tuple[MembershipIdentity, ...]
    session_hash: str
    last_used_at: dt.datetime
    confirmed_at: dt.datetime
    failed_before: int
    """Wrong passwords for their login between the sign-in before and this one."""
    must_change_password: bool
    """Somebody else made it."""

    def is_confirmed(self, now: dt.datetime) -> bool:
        """Whether they typed their password a moment ago, as sensitive acts ask for."""
        return now < self.confirmed_at + CONFIRMED

    def use_is_old(self, now: dt.datetime) -> bool:
        """Whether it is to be noted that their session is used."""
        return now >= self.last_used_at + NOTED_EVERY

    @property
    def actor(self) -> Actor:
        """As the audit log names them."""
        programmes = {one.programme for one in self.memberships}
        return Actor("person", str(self.person_id), next(iter(programmes)) if len(programmes) == 1 else None)


def identify_device(
    session: AnySession, token: str, *, posting: bool = False, widen: store.Widen | None = None
) -> DeviceIdentity:
    """The phone that bears this token; with `posting` also a locked one. Problems: `not-enrolled`, `revoked`.

    What `widen` adds to the statement is read with it, as `along`: an exchange asks the database once.
    """
    locked = token.startswith(POSTING)
    token_hash = _hash_behind(session, token) if locked and posting else None if locked else hash_token(token)
    row = store.device_by_token(session, token_hash, widen) if token_hash else None
    if row is None:
        raise Problem("not-enrolled")
    found, along = row[: store.COLUMNS_OF_PHONE], row[store.COLUMNS_OF_PHONE :]
    *columns, app_version, seen_at, offset, health, uses_next, keys_since, revoked_at = found[: -len(COUNTED) - 1]
    if revoked_at is not None:  # whenever the clock says that it was
        raise Problem("revoked")
    day, *amounts = found[-len(COUNTED) - 1 :]
    noted = store.Contact(seen_at, offset, health, app_version)
    usage = Usage(day, Amounts(*amounts))
    return DeviceIdentity(  # type: ignore[misc]  # how many, the table says
        *columns,
        noted=noted,
        uses_next=uses_next,
        keys_since=keys_since,
        posts_only=locked,
        usage=usage,
        along=along,
    )


def _hash_behind(session: AnySession, shown: str) -> str | None:
    """The hash of the token that goes with this posting token; None when it is nobody's."""
    try:
        device = session.get(Device, uuid.UUID(shown.removeprefix(POSTING).partition(".")[0]))
    except ValueError:
        return None
    return shown_hash(device, shown) if device else None


def identify_staff(session: AnySession, token: str, now: dt.datetime, *, idle: dt.timedelta = IDLE) -> StaffIdentity:
    """The person whose session this is. Problem: `sign-in` when there is none, or it ended or was `idle`."""
    found = sign_in_store.session_of(session, hash_token(token), now=now, unused_since=now - idle)
    if found is None:
        raise Problem("sign-in")
    person, opened = found
    memberships = tuple(MembershipIdentity(*row) for row in store.memberships(session, person.id))
    return StaffIdentity(
        person.id, person.name, person.language, memberships, session_hash=opened.token_hash,
        last_used_at=opened.last_used_at, confirmed_at=opened.confirmed_at, failed_before=opened.failed_before,
        must_change_password=person.initial_password_until is not None,
    )  # fmt: skip
