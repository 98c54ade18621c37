"""What is done with places, projects and programmes. Nothing here commits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from feedback_app.base import zones
from feedback_app.base.db import AnySession
from feedback_app.base.problem import Problem
from feedback_app.register import trusted_people
from feedback_app.register.keys import give_keys
from feedback_app.register.loading import plan_import
from feedback_app.register.lookup_store import ProgrammeInfo
from feedback_app.register.preview import Preview
from feedback_app.register.tables import Place, Programme


def import_places(session: AnySession, data: bytes, *, kind: str = "") -> Preview:
    """Takes a file of places (`kind` csv or geojson), all of it or nothing; what it did. Raises `Unusable`."""
    return _imported(session, "places", data, filename=f"file.{kind}")


def import_projects(session: AnySession, programme: str, data: bytes) -> Preview:
    """Takes a register of CSR projects, all or nothing; what it did. Raises `Unusable`; problem `malformed`."""
    return _imported(session, "projects", data, programme=programme)


def _imported(session: AnySession, kind: str, data: bytes, *, filename: str = "", programme: str = "") -> Preview:
    preview, write = plan_import(session, kind, data, filename=filename, programme=programme)
    write()
    return preview


DESCRIBED: dict[str, type] = {"id": str, "name": dict, "languages": list, "place": str, "consent": dict}
"""What a programme's description must hold."""


def make_programme(session: AnySession, given: Mapping[str, Any], now: dt.datetime) -> Programme:
    """Makes or updates a programme from its description: {id, name, languages, place, consent, settings?}. The place
    of one that is there stays: phones and records are bound to it.

    Problem `malformed` when a part is missing or cannot be, or its place is unknown.
    """
    wrong = {key: "missing" if not given.get(key) else "unknown" for key, kind in DESCRIBED.items()
             if not given.get(key) or not isinstance(given[key], kind)}  # fmt: skip
    if not isinstance(given.get("settings") or {}, dict):
        wrong["settings"] = "unknown"
    if "languages" not in wrong and not all(isinstance(one, str) for one in given["languages"]):
        wrong["languages"] = "unknown"
    if wrong:
        raise Problem("malformed", errors=wrong)
    if session.get(Place, given["place"]) is None:
        raise Problem("malformed", errors={"place": "unknown"})
    programme = session.get(Programme, given["id"])
    if programme is None:
        programme = Programme(
            id=given["id"], name=given["name"], languages=given["languages"], place_code=given["place"],
            consent=given["consent"], created_at=now,
        )  # fmt: skip
        session.add(programme)
    programme.name, programme.languages, programme.consent = (
        given["name"],
        given["languages"],
        given["consent"],
    )
    if "settings" in given:
        programme.settings = _settings(given["settings"], programme)
    session.flush()
    give_keys(session, now)
    return programme


def _settings(description: object, programme: Programme) -> dict[str, Any]:
    """The settings after a description of them: what it does not name stays, what it calls null goes."""
    given = dict(description) if isinstance(description, Mapping) else {}
    if given.get(trusted_people.KEY) is not None:
        try:
            found = trusted_people.read_contacts(given[trusted_people.KEY], home=programme.place_code)
        except trusted_people.UnusableContacts as unusable:
            raise Problem("malformed", errors={trusted_people.KEY: str(unusable)}) from unusable
        given[trusted_people.KEY] = [one.as_setting() for one in found]
    if given.get(zones.KEY) is not None and zones.read_zone(given[zones.KEY]) is None:
        raise Problem("malformed", errors={zones.KEY: "unknown"})
    settings = {**(programme.settings or {}), **given}
    return {name: value for name, value in settings.items() if value is not None}


def note_setting(session: AnySession, programme_id: str, name: str, value: object) -> None:
    """Writes one setting of a programme, which no description names; None takes it away."""
    programme = session.get_one(Programme, programme_id, populate_existing=True)
    settings = {**(programme.settings or {}), name: value}
    programme.settings = {name: one for name, one in settings.items() if one is not None}
    session.flush()


def lies_in(session: AnySession, programme: ProgrammeInfo, place: str) -> bool:
    """Whether a place is in a programme's area."""
    where = session.get(Place, place)
    return where is not None and where.path.startswith(session.get_one(Place, programme.place_code).path)
