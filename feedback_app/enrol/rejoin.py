"""A phone that enrols again into a profile that it already has: what it recorded before goes on counting as its
author's.

It has two causes: a server restored from a backup that is older than the enrolment, and a phone that was
revoked and is trusted again. The coordinator's code is what vouches for it; the phone says who it was.
"""

from __future__ import annotations

import hmac
import re
import uuid
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.base.ids import hash_token
from feedback_app.base.problem import Problem
from feedback_app.enrol.store import device_by_token
from feedback_app.enrol.tables import Device, EnrolmentCode, Person

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43,100}")


@dataclass(frozen=True, slots=True)
class Former:
    """What a phone says of its earlier enrolment."""

    programme: str
    person_id: uuid.UUID
    device_id: uuid.UUID
    token: str


def check_former(session: AnySession, code: EnrolmentCode, former: Former) -> None:
    """Problem `another-person` where this code does not let the phone be who it was.

    A code made for somebody known is for them alone. One with only a name lets in whom this server does not know, or
    who proves by a valid token to be that person; else anybody with a code could take up somebody else's records.
    """
    person, device = session.get(Person, former.person_id), session.get(Device, former.device_id)
    proven = _is_proven(device, former) and device is not None and device.revoked_at is None
    may = code.person_id == former.person_id or (code.person_id is None and (person is None or proven))
    if former.programme != code.programme_id or not may:
        raise Problem("another-person")


def former_device(session: AnySession, former: Former) -> Device | None:
    """The phone's row of before, where its token is valid again from now on: unrevoked, or known by a file only."""
    device = session.get(Device, former.device_id)
    if device is None or device.person_id != former.person_id or device.programme_id != former.programme:
        return None
    if device.vouched_by is not None and _is_free(session, former):
        return device
    return device if device.revoked_at is None and _is_proven(device, former) else None


def keeps_token(session: AnySession, former: Former) -> bool:
    """Whether a phone that nobody here knows may go on under its name and token, so that all it has sealed is still
    its own."""
    return session.get(Device, former.device_id) is None and _is_free(session, former)


def _is_free(session: AnySession, former: Former) -> bool:
    return bool(_TOKEN.fullmatch(former.token)) and device_by_token(session, hash_token(former.token)) is None


def _is_proven(device: Device | None, former: Former) -> bool:
    return (
        device is not None
        and device.person_id == former.person_id
        and device.programme_id == former.programme
        and hmac.compare_digest(device.token_hash.encode(), hash_token(former.token).encode())
    )
