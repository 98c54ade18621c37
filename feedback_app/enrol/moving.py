"""A phone that goes on elsewhere: another place, other forms, another phone for the same person."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.base.problem import Problem
from feedback_app.enrol.lookup_store import Phone
from feedback_app.enrol.tables import Device
from feedback_app.register.actions import lies_in
from feedback_app.register.lookup_store import existing_programme


def chosen_instruments(ticked: Collection[str], offered: Sequence[str]) -> list[str] | None:
    """What a phone is enrolled for: None for all, those to come too. Problem `malformed` for none or unknown ones."""
    if not ticked or not set(ticked) <= set(offered):
        raise Problem("malformed", errors={"instruments": "unknown"})
    return None if set(ticked) == set(offered) else sorted(ticked)


def check_place(session: AnySession, phone: Phone, place: str) -> None:
    """Problem `malformed` when the place is not in the programme's area."""
    if not lies_in(session, existing_programme(session, phone.programme_id), place):
        raise Problem("malformed", errors={"place": "unknown"})


def move(session: AnySession, phone: Phone, *, place: str, instruments: list[str] | None) -> None:
    """Gives a phone another place and other forms. At its next contact it gets what differs; what it recorded before
    still counts for where it was (decision 7). Problem `malformed` for a place that is not in the programme's area.
    """
    check_place(session, phone, place)
    device = session.get_one(Device, phone.id)
    device.place_code, device.instruments = place, instruments
    note_event(session, "phone_moved", about=("device", device.id), programme=device.programme_id, place=place)
    session.flush()
