"""The desk's page of trusted people: what it takes from a form, and what it keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from feedback_app.audit.log import note_event
from feedback_app.base.db import AnySession
from feedback_app.base.i18n import label
from feedback_app.base.problem import Problem
from feedback_app.register.actions import lies_in
from feedback_app.register.lookup_store import ProgrammeInfo
from feedback_app.register.tables import Place, Programme
from feedback_app.register.trusted_people import KEY, Contact, UnusableContacts, contacts, read_contacts, wire

FIELDS = ("name", "phone", "place", "role_fr", "role_en", "hours_fr", "hours_en", "languages")


def on_phones(session: AnySession, programme: ProgrammeInfo) -> list[tuple[Contact, dict[str, Any]]]:
    """Each contact, and as phones get it: with the path of its place. One whose place is no longer in the programme is
    for the whole of it."""
    root = session.get_one(Place, programme.place_code)
    found = []
    for contact in contacts(programme.settings):
        place = session.get(Place, contact.place)
        inside = place is not None and place.path.startswith(root.path)
        found.append((contact, wire(contact, place.path if place and inside else root.path)))
    return found


def replace_contacts(session: AnySession, programme: Programme, written: object) -> list[Contact]:
    """Replaces the trusted people by these: all of them or, with `UnusableContacts`, none."""
    found = read_contacts(written, home=programme.place_code)
    wrong = [(row, "place") for row, one in enumerate(found, 1) if not lies_in(session, programme, one.place)]
    if wrong:
        raise UnusableContacts(wrong)
    programme.settings = {**programme.settings, KEY: [one.as_setting() for one in found]}
    note_event(session, "trusted_changed", about=("programme", programme.id), programme=programme.id, count=len(found))
    session.flush()
    return found


def add_contact(session: AnySession, programme_id: str, form: Mapping[str, str]) -> None:
    """Adds one. Problem `malformed` names the fields that cannot be used."""
    programme = session.get_one(Programme, programme_id)
    written = {
        "name": form["name"], "phone": form["phone"], "place": form["place"], "languages": form["languages"],
        "role": {"fr": form["role_fr"], "en": form["role_en"]},
        "hours": {"fr": form["hours_fr"], "en": form["hours_en"]},
    }  # fmt: skip
    existing = [one.as_setting() for one in contacts(programme.settings)]
    try:
        replace_contacts(session, programme, [*existing, written])
    except UnusableContacts as unusable:
        raise Problem("malformed", errors={field: "unknown" for _, field in unusable.wrong}) from unusable


def remove_contact(session: AnySession, programme_id: str, contact_id: str) -> None:
    """Takes one away; one that is gone already is no fault."""
    programme = session.get_one(Programme, programme_id)
    left = [one.as_setting() for one in contacts(programme.settings) if one.id != contact_id]
    programme.settings = {**programme.settings, KEY: left}
    note_event(session, "trusted_changed", about=("programme", programme.id), programme=programme.id, count=len(left))
    session.flush()


def page_lines(session: AnySession, found: Sequence[Contact]) -> list[dict[str, Any]]:
    """The lines of the page."""
    return [
        {
            "contact": one, "role": label(one.role) if one.role else "", "hours": label(one.hours) if one.hours else "",
            "place": place.label if (place := session.get(Place, one.place)) else one.place,
        }
        for one in found
    ]  # fmt: skip
