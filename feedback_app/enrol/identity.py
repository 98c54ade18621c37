"""Who is calling: a phone by its token, a person at the desk by their session."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.base.ids import hashed
from feedback_app.base.problem import Problem
from feedback_app.enrol import store


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

    @property
    def id(self) -> uuid.UUID:
        """As the phone's row names it."""
        return self.device_id


@dataclass(frozen=True, slots=True)
class MembershipIdentity:
    """One role of a signed-in person, and for which ground."""

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

    def ground(self, programme: str, role: str) -> tuple[str, ...]:
        """The place paths for which this person has a role in a programme."""
        return tuple(one.place_path for one in self.memberships if (one.programme, one.role) == (programme, role))


def identify_device(session: AnySession, token: str, now: dt.datetime) -> DeviceIdentity:
    """The phone that bears this token. Problems: `not-enrolled`, `revoked`."""
    found = store.device_by_token(session, hashed(token))
    if found is None:
        raise Problem("not-enrolled")
    *told, revoked_at = found
    if revoked_at is not None and revoked_at <= now:
        raise Problem("revoked")
    return DeviceIdentity(*told)


def identify_staff(session: AnySession, token: str, now: dt.datetime) -> StaffIdentity:
    """The person whose session this is. Problem: `sign-in` when there is none or it has ended."""
    person = store.person_by_session(session, hashed(token), now)
    if person is None:
        raise Problem("sign-in")
    memberships = tuple(MembershipIdentity(*row) for row in store.memberships(session, person.id))
    return StaffIdentity(person.id, person.name, person.language, memberships)


def roles(staff: StaffIdentity) -> frozenset[str]:
    """The roles this person has anywhere."""
    return frozenset(membership.role for membership in staff.memberships)
