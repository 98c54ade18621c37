"""By which clocks the weeks of a programme are counted: those of its time zone when they were last counted anew."""

from __future__ import annotations

from feedback_app.base.db import AnySession
from feedback_app.base.zones import KEY, USUAL, Zone, read_zone, zone_of
from feedback_app.register.lookup_store import programme_now
from feedback_app.review.tables import WeekZone


def week_zone(session: AnySession, programme_id: str) -> Zone:
    """The time zone by which the weeks of a programme are counted."""
    return zone_of({KEY: _noted(session, programme_id)})


def is_zone_new(session: AnySession, programme_id: str) -> bool:
    """Whether a programme has another time zone than that by which its weeks are counted."""
    return _wanted(session, programme_id) != _noted(session, programme_id)


def take_zone(session: AnySession, programme_id: str) -> Zone:
    """Notes that weeks are counted by the programme's time zone of now."""
    name = _wanted(session, programme_id)
    if name != _noted(session, programme_id):
        session.merge(WeekZone(programme_id=programme_id, name=name))
        session.flush()
    return zone_of({KEY: name})


def _noted(session: AnySession, programme_id: str) -> str:
    found = session.get(WeekZone, programme_id, populate_existing=True)
    return found.name if found else USUAL


def _wanted(session: AnySession, programme_id: str) -> str:
    programme = programme_now(session, programme_id)
    name = programme.settings.get(KEY) if programme else None
    return name if isinstance(name, str) and read_zone(name) else USUAL
