"""The personas of a made-up pilot: their phones, and who decides at the desk. None of them signs in."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from feedback_app.base.db import AnySession
from feedback_app.demo.pictures import all_media
from feedback_app.demo.plan import FieldPhone, Form, ProjectPlace, Scene, Village
from feedback_app.demo.state import DemoFill
from feedback_app.demo.words import read_words, recorded_instruments
from feedback_app.enrol import actions as enrol
from feedback_app.enrol.lookup_store import phone_by_id
from feedback_app.enrol.people import actions as people
from feedback_app.enrol.people.store import person_by_id
from feedback_app.forms.engine.definition import Definition
from feedback_app.forms.engine.meaning import FormMeaning
from feedback_app.forms.store import instruments
from feedback_app.register.lookup_store import ProgrammeInfo, place_by_code, projects_for_phones
from feedback_app.register.store import place_subtree


class CannotFill(Exception):
    """Why a programme cannot be filled; the message is for people."""


def make_cast(session: AnySession, programme: ProgrammeInfo, *, since: dt.datetime) -> tuple[list[str], list[str]]:
    """Makes the personas; their phones and those of the desk, by id."""
    words, homes = read_words("cast"), sorted(villages_by_home(session, programme))
    phones = []
    for n, one in enumerate(words["field"]):
        code = enrol.new_code(
            session, programme=programme.id, place=homes[n % len(homes)], role=one["role"], now=since, public_url="",
            person=_name(one),
        )  # fmt: skip
        handset = {"name": one["handset"], "platform": one["platform"], "app_version": "1"}
        made = enrol.enrol_device(session, code.code, handset, source="", now=since)
        phones.append(str(made.device.id))
    desk = [
        str(
            enrol.add_person(
                session, name=_name(one), login=None, programme=programme.id, role=one["role"], place=None, now=since
            ).person.id
        )
        for one in words["desk"]
    ]
    return phones, desk


def _name(one: Mapping[str, Any]) -> str:
    return f"{one['name']} ({read_words('cast')['mark']})"


def end_cast(session: AnySession, fill: DemoFill, *, now: dt.datetime) -> None:
    """Withdraws the phones of the personas, and ends their accounts."""
    found = [phone_by_id(session, uuid.UUID(one)) for one in fill.phones]
    by_person = {one.person_id: one.id for one in found if one is not None}
    for id in [*by_person, *map(uuid.UUID, fill.desk)]:
        person = person_by_id(session, id)
        if person is not None:
            mine = [by_person[id]] if id in by_person else []
            people.deactivate(session, person, phones=mine, now=now, even_last=True)


def homes(session: AnySession, fill: DemoFill, numbers: Iterable[int]) -> list[str]:
    """The places of the phones of these numbers, each once."""
    found = [phone_by_id(session, uuid.UUID(fill.phones[n])) for n in numbers]
    return list(dict.fromkeys(one.place_code for one in found if one is not None))


def villages_by_home(session: AnySession, programme: ProgrammeInfo) -> dict[str, Sequence[Village]]:
    """The places with a position, by the place above them. Raises `CannotFill` where there are none."""
    found: dict[str, list[Village]] = defaultdict(list)
    for one in place_subtree(session, place_by_code(session, programme.place_code).path):
        if one.parent and one.lat is not None and one.lng is not None and one.code != programme.place_code:
            found[one.parent].append(Village(one.code, one.name, one.lat, one.lng))
    homes = {home: some for home, some in found.items() if home != programme.place_code} or found
    if not homes:
        raise CannotFill("no place of this programme has a position: import places with coordinates first")
    return dict(homes)


def scene_of(session: AnySession, programme: ProgrammeInfo, fill: DemoFill) -> Scene:
    """What the pilot of a fill is made up for. Raises `CannotFill`."""
    there = {one.name: one for one in instruments(session, programme.id)}
    if missing := [name for name in recorded_instruments() if name not in there]:
        raise CannotFill(f"the programme does not have these forms: {', '.join(missing)}")
    forms = {name: cast(Definition, there[name].definition) for name in recorded_instruments()}
    villages = villages_by_home(session, programme)
    phones = [phone for one in fill.phones if (phone := phone_by_id(session, uuid.UUID(one)))]
    return Scene(
        seed=fill.seed,
        until=fill.until,
        programme=programme.id,
        consent=str(programme.consent["version"]),
        uses=[str(one["name"]) for one in programme.consent["scopes"]],
        phones=[FieldPhone(one.id, one.person_id, villages[one.place_code]) for one in phones],
        projects=[
            ProjectPlace(one.id, one.sector, one.place_code) for one, _ in projects_for_phones(session, programme.id)
        ],
        forms={name: Form(one, FormMeaning(one)) for name, one in forms.items()},
        media=all_media(fill.seed),
        share=fill.share,
    )
