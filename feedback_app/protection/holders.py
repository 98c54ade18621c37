"""Who opens the keys of a programme, as the page of reports lists them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from feedback_app.base.db import AnySession
from feedback_app.enrol.colleague_store import who_may
from feedback_app.enrol.lookup_store import person_names
from feedback_app.protection.tables import ProtectionKey, ProtectionWrap
from schemas.roles import Permission


class Holding(StrEnum):
    """What somebody has of the newest key."""

    OWN = "own"
    ONCE = "once"
    """They were given it, and have set no passphrase of their own."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """An officer of the programme, or somebody who was one and has keys still."""

    id: uuid.UUID
    name: str
    holding: Holding
    is_officer: bool
    is_me: bool
    is_removable: bool
    """Whether who looks at it may take keys from them: those that both have."""


def key_holders(
    session: AnySession,
    programme_id: str,
    keys: Sequence[ProtectionKey],
    wraps: Sequence[ProtectionWrap],
    *,
    person: uuid.UUID,
) -> list[KeyHolder]:
    """Officers by name, then those who are none any more."""
    officers = {key: one.name for key, one in who_may(session, Permission.PROTECTION, programme_id).items()}
    former = {one.person_id for one in wraps} - officers.keys()
    names = officers | person_names(session, former)
    newest = keys[0].id if keys else ""
    holding = {one.person_id: Holding.ONCE if one.once else Holding.OWN for one in wraps if one.key_id == newest}
    opened = {one.key_id for one in wraps if one.person_id == person and not one.once}
    shared = {one.person_id for one in wraps if one.key_id in opened} - {person}
    return [
        KeyHolder(one, name, holding.get(one, Holding.NONE), one in officers, one == person, one in shared)
        for one, name in names.items()
    ]
