"""Look-ups of people for the packages after this one."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select

from feedback_app.base.db import AnySession
from feedback_app.enrol.tables import Device, Person


def person_names(session: AnySession, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of these people."""
    return dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all())


def device_owner_names(session: AnySession, devices: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Whose phone each of these is."""
    chosen = select(Device.id, Person.name).join(Person, Person.id == Device.person_id).where(Device.id.in_(devices))
    return dict(session.execute(chosen).all())
