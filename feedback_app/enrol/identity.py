"""Who is calling: a phone by its token, a person at the desk by their session."""

from __future__ import annotations

import datetime as dt
import hmac
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from feedback_app.base.actor import Actor
from feedback_app.base.db import AnySession
from feedback_app.base.ids import hash_token
from feedback_app.base.problem import Problem
from feedback_app.enrol import store
from feedback_app.enrol.tables import Device
from sync.sealing import POSTING, posting_token


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
    app_version: str
    posts_only: bool = False
    """It is locked: it may hand over what it holds, and hears of nothing else."""

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

    @property
    def actor(self) -> Actor:
        """As the audit log names them."""
        programmes = {one.programme for one in self.memberships}
        return Actor("person", str(self.person_id), next(iter(programmes)) if len(programmes) == 1 else None)


def identify_device(session: AnySession, token: str, *, posting: bool = False) -> DeviceIdentity:
    """The phone that bears this token; with `posting` also a locked one. Problems: `not-enrolled`, `revoked`."""
    locked = token.startswith(POSTING)
    token_hash = _posting_hash(session, token) if locked and posting else None if locked else hash_token(token)
    found = store.device_by_token(session, token_hash) if token_hash else None
    if found is None:
        raise Problem("not-enrolled")
    *columns, revoked_at = found
    if revoked_at is not None:  # whenever the clock says that it was
        raise Problem("revoked")
    return replace(DeviceIdentity(*columns), posts_only=locked)


def _posting_hash(session: AnySession, shown: str) -> str | None:
    """The hash of the token of which this posting token was made; None when it is nobody's."""
    try:
        device = session.get(Device, uuid.UUID(shown.removeprefix(POSTING).partition(".")[0]))
    except ValueError:
        return None
    if device is None or not hmac.compare_digest(
        posting_token(str(device.id), device.token_hash).encode(), shown.encode()
    ):
        return None
    return device.token_hash


def identify_staff(session: AnySession, token: str, now: dt.datetime) -> StaffIdentity:
    """The person whose session this is. Problem: `sign-in` when there is none or it has ended."""
    person = store.person_by_session(session, hash_token(token), now)
    if person is None:
        raise Problem("sign-in")
    memberships = tuple(MembershipIdentity(*row) for row in store.memberships(session, person.id))
    return StaffIdentity(person.id, person.name, person.language, memberships)
