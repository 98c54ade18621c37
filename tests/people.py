"""The people of the pilot, all invented: Awa and Koffi in the field, Adjoua at the Lab, Yao at a company, a stranger.

A small country of our own, so that no test depends on a real one:

    XX Pays ─ R1 Région du Lac ─ S1 Sous-préfecture du Lac ─ V1 Kongodougou, V2 Bécédi
            └ R2 Région du Mont ─ S2 Mont-Haut ─ V3 Kongodougou (a namesake)
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from argon2 import PasswordHasher
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app.base import clock, ids
from feedback_app.base.db import transaction
from feedback_app.base.folding import fold
from feedback_app.base.http import EchoFlask
from feedback_app.enrol.tables import Device, Membership, Person
from feedback_app.forms.actions import install_instruments
from feedback_app.ledger.actions import open_ledgers
from feedback_app.ledger.reference import publish_everywhere
from feedback_app.register.keys import give_keys
from feedback_app.register.tables import Organisation, Place, Programme, Project
from tests import build
from tests.desk_browser import DeskBrowser

PASSWORD = "une phrase de passe pour les essais"

PLACES = (
    ("XX", None, "country", "Pays", None),
    ("R1", "XX", "region", "Région du Lac", None),
    ("R2", "XX", "region", "Région du Mont", None),
    ("S1", "R1", "sous_prefecture", "Le Lac", (6.1, -4.2)),
    ("S2", "R2", "sous_prefecture", "Mont-Haut", (7.4, -7.5)),
    ("V1", "S1", "locality", "Kongodougou", (6.12, -4.21)),
    ("V2", "S1", "locality", "Bécédi", (6.15, -4.25)),
    ("V3", "S2", "locality", "Kongodougou", (7.41, -7.52)),
)

CONSENT = {
    "version": "1",
    "text": {"fr": "Ce que vous dites aide le village.", "en": "What you say helps the village."},
    "scopes": [
        {"name": "keep", "required": True, "label": {"fr": "Garder ma réponse", "en": "Keep my answer"}},
        {"name": "photo", "required": False, "label": {"fr": "Garder la photo", "en": "Keep the photo"}},
        {"name": "voice", "required": False, "label": {"fr": "Garder la voix", "en": "Keep the voice"}},
        {"name": "quote", "required": False, "label": {"fr": "Citer mes mots", "en": "Quote my words"}},
        {"name": "contact", "required": False, "label": {"fr": "Me recontacter", "en": "Contact me"}},
    ],
}


@dataclass
class Phone:
    """Someone's enrolled phone, as the server sees it."""

    token: str
    device_id: uuid.UUID
    person_id: uuid.UUID
    programme: str
    place: str
    cursor: str | None = None
    pulled: dict[tuple[str, str], Any] = field(default_factory=dict)

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def entry(self, **changes: Any) -> dict[str, Any]:
        """A finished need of this person, as the phone would send it; `changes` go into the body."""
        own = {"programme": self.programme, "author": str(self.person_id), "place": self.place}
        return build.entry(**(own | changes))

    def exchange(self, client: FlaskClient, *entries: Any, **more: Any) -> TestResponse:
        """One exchange as the phone does it: the cursor goes along, but only `sync` updates it."""
        asked = {"nonce": "n1", "clock": clock.iso(clock.now()), "cursor": self.cursor, "entries": list(entries)}
        return client.post("/api/v1/exchange", json=asked | more, headers=self.headers())

    def sync(self, client: FlaskClient, *entries: Any) -> dict[str, Any]:
        """Exchanges until there is no more, storing what comes down; returns the first answer."""
        first: dict[str, Any] | None = None
        while True:
            got = self.exchange(client, *(entries if first is None else ()))
            assert got.status_code == 200, got.text
            answer = got.get_json()
            if answer.get("reset"):
                self.pulled.clear()
            for change in answer["changes"]:
                if change["op"] == "drop":
                    self.pulled.pop((change["kind"], change["id"]), None)
                else:
                    self.pulled[change["kind"], change["id"]] = change["body"]
            self.cursor = answer["cursor"]
            first = first or answer
            if not answer["more"]:
                return first


@dataclass
class World:
    """The pilot: ids of what was made, and who is there."""

    app: Any
    programme: str
    awa: Phone
    koffi: Phone
    stranger: Phone
    """A phone of another programme."""
    adjoua: uuid.UUID
    """Reviewer; signs in as `adjoua`."""
    coordinator: uuid.UUID
    yao: uuid.UUID

    def on(self, app: EchoFlask) -> World:
        """The same people, on this app."""
        self.app = app
        return self

    def give_role(self, person: uuid.UUID, role: str) -> None:
        """Gives somebody a role more, in the whole programme."""
        with self.app.app_context(), transaction() as session:
            session.add(Membership(person_id=person, programme_id=self.programme, role=role, place_code="XX"))

    def signed_in(self, login: str = "adjoua") -> DeskBrowser:
        """A browser in which this person has signed in at the desk."""
        client = DeskBrowser(self.app, self.app.response_class, use_cookies=True)
        got = client.post("/desk/login", data={"login": login, "password": PASSWORD})
        assert got.status_code in (302, 303), got.text
        return client


def make_world(app: EchoFlask) -> World:
    """Makes it all and commits."""
    now = clock.now()
    with app.app_context(), transaction() as session:
        _places(session)
        for programme, name in (("pilote", "Pilote"), ("ailleurs", "Ailleurs")):
            session.add(
                Programme(
                    id=programme, name={"fr": name, "en": name}, languages=["fr", "en"], place_code="XX",
                    consent=CONSENT, created_at=now,
                )
            )  # fmt: skip
        give_keys(session, now)
        session.add(Organisation(id="cacao-du-lac", name="Cacao du Lac", kind="70"))
        session.flush()
        session.add(
            Project(id="P1", programme_id="pilote", title="Pompe de Kongodougou", place_code="V1", sector="eau")
        )
        session.flush()
        open_ledgers(session, now)
        install_instruments(session, "pilote", now)
        install_instruments(session, "ailleurs", now)
        made = World(
            app=app,
            programme="pilote",
            awa=_phone(session, "Awa", "pilote", "V1", "surveyor", now),
            koffi=_phone(session, "Koffi", "pilote", "S1", "facilitator", now),
            stranger=_phone(session, "Inconnu", "ailleurs", "XX", "surveyor", now),
            adjoua=_staff(session, "adjoua", "pilote", "reviewer", now),
            coordinator=_staff(session, "akissi", "pilote", "coordinator", now),
            yao=_staff(session, "yao", "pilote", "partner", now),
        )
        publish_everywhere(session)
    return made


def _places(session: Any) -> None:
    paths: dict[str | None, str] = {}
    names = {code: name for code, _, _, name, _ in PLACES}
    for code, parent, level, name, at in PLACES:
        paths[code] = paths.get(parent, "/") + f"{code}/" if parent else f"/{code}/"
        label = f"{name}, {names[parent]}" if parent and level == "locality" else name
        session.add(
            Place(
                code=code, parent_code=parent, level=level, name=name, path=paths[code], label=label,
                search=fold(name), lat=at[0] if at else None, lng=at[1] if at else None,
            )
        )  # fmt: skip
        session.flush()


def _person(session: Any, name: str, now: dt.datetime, **more: Any) -> Person:
    person = Person(id=ids.new_id(), name=name, created_at=now, **more)
    session.add(person)
    session.flush()
    return person


def _member(session: Any, person: Person, programme: str, role: str, place: str) -> None:
    session.add(Membership(id=ids.new_id(), person_id=person.id, programme_id=programme, role=role, place_code=place))
    session.flush()


def _phone(session: Any, name: str, programme: str, place: str, role: str, now: dt.datetime) -> Phone:
    person = _person(session, name, now)
    _member(session, person, programme, role, place)
    token = ids.new_token()
    device = Device(
        id=ids.new_id(), token_hash=ids.hash_token(token), programme_id=programme, person_id=person.id, place_code=place,
        role=role, name=f"Téléphone de {name}", platform="Android 10", app_version="1", enrolled_at=now,
    )  # fmt: skip
    session.add(device)
    session.flush()
    return Phone(token, device.id, person.id, programme, place)


PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""A hash says itself how much work it is to check; a thousand tests sign somebody in."""


def _staff(session: Any, login: str, programme: str, role: str, now: dt.datetime) -> uuid.UUID:
    person = _person(session, login.capitalize(), now, login=login, password_hash=PASSWORD_HASH)
    _member(session, person, programme, role, "XX")
    return person.id
