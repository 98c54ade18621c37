"""Every route, tried by each role from where it does not reach: another region of the programme, another programme, and
with addresses that mix the programme of one with the ids of the other. Whatever is answered, nothing that was stored
for others changes, and nothing of it is shown.

The tables of `tests/http/permissions` say what is answered; this says what must never happen, so that a table which records
a fault does not hide it.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from feedback_app.app import create_app
from feedback_app.base import clock, ids
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.carry import store as carry_store
from feedback_app.carry.tables import CarriedFile
from feedback_app.enrol.tables import Membership, Person
from feedback_app.ledger.feed import Put, put
from feedback_app.ledger.transactions import make_snapshots
from feedback_app.portfolio.solutions import desk as portfolio_desk
from feedback_app.portfolio.themes import desk as themes_desk
from feedback_app.register import importing
from schemas.roles import ROLES, Permission, Reach
from tests.build import project_row
from tests.conftest import WORLDS, settings_on
from tests.http.desk import need
from tests.http.permissions.requests import (
    HERE,
    REQUESTS,
    SOLUTION,
    THEME,
    VOICE,
    WORD,
    Request,
    Things,
    make_things,
)
from tests.http.test_permissions import Prepared, staff_routes, token
from tests.http.tus import BYTES, Tus
from tests.people import PASSWORD, PASSWORD_HASH, Phone, _phone

MARKS = (f"La pompe {WORD}", f"Le puits {WORD}", f"La route {WORD}", "Téléphone de Awa", ">Awa<")
"""What Awa said, and who she is; titles of themes are public."""
LOADED = {"places": "code,name\nV1,PIRATE\n", "projects": "id,titre,place\nP1,PIRATE,V3\n"}


@dataclass(frozen=True, slots=True)
class Loaded(Request):
    """A file that is sent, and its preview sent back: what a form of two steps does in the end."""

    def send(self, client: FlaskClient, things: Things, token: str) -> TestResponse:
        page = Request.send(self, client, things, token)
        sent = page.text[page.text.rfind("<form") :]
        fields = dict(re.findall(r'name="(packed|filename|encoding|seen|programme)" value="([^"]*)"', sent))
        return client.post(self.rule, data=fields | {"csrf": token}) if "seen" in fields else page


REQUESTS_TRIED = (
    *REQUESTS,
    *(Loaded("POST", f"/desk/admin/{kind}", HERE | {"file": text}, "loaded") for kind, text in LOADED.items()),
)


@dataclass(frozen=True, slots=True)
class Attacker:
    """From where somebody sends requests, and how they mix: the programme that addresses and forms name."""

    home: str
    place: str
    names: str


ATTACKERS = {
    "of another region": Attacker("pilote", "R2", "pilote"),
    "of another programme": Attacker("ailleurs", "XX", "pilote"),
    "of another programme, with its own name and ids of others": Attacker("ailleurs", "XX", "ailleurs"),
}
THEIRS = {"of another programme, with ids of its own": Attacker("pilote", "XX", "ailleurs")}
"""The reverse: whoever may do all in the first programme names the other one, with ids of the first."""


@pytest.fixture(scope="module")
def prepared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("every-route")
    shutil.copy(sqlite_template, folder / "echo.db")
    app = create_app(settings_on(folder, f"sqlite:///{folder / 'echo.db'}"))
    world = deepcopy(replace(WORLDS["sqlite"], app=None)).on(app)
    things = make_things(app, world)
    awa = Tus(app.test_client(), world.awa)
    upload = awa.place(b"OggS" + WORD.encode() * 5, "audio/ogg")
    awa.patch(upload, 0, b"OggS")
    with app.app_context(), transaction() as session:  # so many rows that they come as a snapshot
        put(session, "pilote", [Put("project", f"Q{n}", "/XX/R1/S1/", project_row(f"Q{n}")) for n in range(1500)])
    world.awa.cursor = None
    world.awa.exchange(awa.client, snapshots=True)
    with app.app_context():
        make_snapshots("pilote")
    snapshot = world.awa.exchange(awa.client, snapshots=True).get_json()["snapshot"]["parts"][0]["hash"]
    more = {"upload_id": upload.rsplit("/", 1)[1], "snapshot": snapshot, "person_id": str(world.awa.person_id)}
    closed(app)
    return Prepared(folder, replace(things, values={**things.values, **more}))


def closed(app: EchoFlask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(prepared: Prepared, tmp_path: Path) -> Iterator[EchoFlask]:
    shutil.copytree(prepared.folder, tmp_path, dirs_exist_ok=True)
    made = create_app(settings_on(tmp_path, f"sqlite:///{tmp_path / 'echo.db'}"))
    yield made
    closed(made)


Rows = Mapping[str, frozenset[str]]
BOOKKEEPING = frozenset({
    "ledger_follower", "ledger_counter", "review_count", "review_inflow", "review_word", "review_word_block", "portfolio_pending",
    "portfolio_counts_change", "snapshot_wanted",
})  # fmt: skip
"""Tables in which anybody's request changes rows that were there: how far jobs have read, the next position, and what is
derived of a whole programme, as counts; the cases and items that it is derived of are looked at."""
OWN = {"person": "id", "desk_session": "person_id"}
"""Tables in which anybody changes their own rows, their password and their sessions, and the column that says whose one is."""
MARK_OF_QUARANTINE = ("record", "quarantined")
"""Says at the desk that somebody sent a revision that does not count; nothing else of the record changes by it."""


class Stored:
    """The database of a test: what is in it for others, and putting it back."""

    def __init__(self, app: EchoFlask, *, home: str) -> None:
        self.home = home
        self.file = Path(str(app.config["SQLALCHEMY_DATABASE_URI"]).removeprefix("sqlite:///"))
        self.copy = self.file.with_name("before.db")
        self._copy(self.file, self.copy)
        with sqlite3.connect(self.file) as database:
            self.attackers = {id for (id,) in database.execute("select id from person where login = 'b'")}
        database.close()
        self.before = self.rows()

    def rows(self) -> Rows:
        with sqlite3.connect(self.file) as database:
            names = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
            found = {name: self._of_others(database, name) for name in names if name not in BOOKKEEPING}
        database.close()
        return found

    def _of_others(self, database: sqlite3.Connection, table: str) -> frozenset[str]:
        """The rows of a table that are neither the attacker's own nor of their programme, where that is another one."""
        cursor = database.execute(f'select * from "{table}"')
        columns = [one[0] for one in cursor.description]
        key = "id" if table == "programme" else "programme_id"
        rows = [dict(zip(columns, row, strict=True)) for row in cursor]
        rows = [row for row in rows if table not in OWN or row[OWN[table]] not in self.attackers]
        for row in rows:
            row.pop(MARK_OF_QUARANTINE[1] if table == MARK_OF_QUARANTINE[0] else "", None)
        return frozenset(repr(row) for row in rows if self.home == "pilote" or row.get(key) != self.home)

    def changed(self) -> list[str]:
        """The tables of which a row that was there is gone or other now."""
        now = self.rows()
        return [name for name, rows in self.before.items() if not rows <= now[name]]

    def put_back(self) -> None:
        self._copy(self.copy, self.file)

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        with sqlite3.connect(source) as a, sqlite3.connect(target) as b:
            a.backup(b)
        a.close()
        b.close()


def joins(app: EchoFlask, role: str, where: Attacker) -> FlaskClient:
    """Bintou gets this role there, and signs in."""
    with app.app_context(), transaction() as session:
        bintou = Person(id=ids.new_id(), name="Bintou", created_at=clock.now(), login="b", password_hash=PASSWORD_HASH)
        session.add(bintou)
        session.flush()
        session.add(
            Membership(person_id=bintou.id, programme_id=where.home, role=role, place_code=where.place)
        )  # fmt: skip
    client = app.test_client()
    assert client.post("/desk/login", data={"login": "b", "password": PASSWORD}).status_code == 303
    return client


def naming(request: Request, programme: str) -> Request:
    """The request with another programme in its form."""
    form = {key: programme if key == "programme" else value for key, value in request.form.items()}
    return replace(request, form=form)


def offences(
    app: EchoFlask, client: FlaskClient, things: Things, where: Attacker, *, tried: Any = REQUESTS_TRIED
) -> list[str]:
    """The requests that changed what was stored for others, or showed it."""
    stored, found, secret = Stored(app, home=where.home), [], token(app, client)
    mixed = replace(things, values={**things.values, "programme": where.names})
    for request in tried:
        answer = naming(request, where.names).send(client, mixed, secret)
        if shows(answer, things):
            found.append(f"{request.name} shows")
        if request.method != "GET" and answer.status_code < 400 and (changed := stored.changed()):
            found.append(f"{request.name} changes {', '.join(changed)}")
        if request.method != "GET" and answer.status_code < 400:
            stored.put_back()
    return found


def shows(answer: TestResponse, things: Things) -> bool:
    """Whether an answer has any of what Awa recorded, or where a file of hers went."""
    marks = [*(mark.encode() for mark in MARKS), VOICE, f"/desk/carried/{things.values['file_id']}".encode()]
    return any(mark in answer.data for mark in marks)


def is_their_task(request: Request, role: str, where: Attacker) -> bool:
    """Whether a role reaches so far with this. Protection reports are of no place, so that officers of a region have
    those of their whole programme. The whole installation: administrators have the country's places, and read in the
    audit log who did what, by name and without what anybody recorded (`test_who_did_what.py`)."""
    if request.rule.startswith("/desk/protection") and where.home == where.names == HERE["programme"]:
        return ROLES[role].permissions.get(Permission.PROTECTION) is Reach.PROGRAMME
    asked = Permission.AUDIT if request.rule == "/desk/admin/audit" else Permission.PLACES
    reaches_all = ROLES[role].permissions.get(asked) is Reach.ALL
    return reaches_all and (asked is Permission.AUDIT or isinstance(request, Loaded))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", [*ATTACKERS, *THEIRS])
def test_bintou_changes_and_reads_nothing_where_her_role_does_not_reach(
    app: EchoFlask, prepared: Prepared, role: str, kind: str
) -> None:
    where = {**ATTACKERS, **THEIRS}[kind]
    tried = [one for one in REQUESTS_TRIED if not is_their_task(one, role, where)]
    if kind in THEIRS:  # without a programme in its address a request is about her own, where she may do it
        tried = [
            one for one in tried if "<programme>" in one.rule or (one.method == "POST" and "programme" in one.form)
        ]
    assert offences(app, joins(app, role, where), prepared.things, where, tried=tried) == []


def plant_places(app: EchoFlask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "programme_rights", lambda *_: None)


def plant_themes(app: EchoFlask, monkeypatch: pytest.MonkeyPatch) -> None:
    for door in (portfolio_desk, themes_desk):
        monkeypatch.setattr(door, "may_change", lambda *_, **__: True)


def plant_media(app: EchoFlask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "echo_may_see_medium", lambda *_: True)


def plant_carried(app: EchoFlask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carry_store, "_concerns", lambda area, _: CarriedFile.programme_id == area.programme_id)


@pytest.mark.parametrize(
    ("plant", "kind", "role", "found"),
    [
        (plant_places, "of another programme, with its own name and ids of others", "coordinator",
         "POST /desk/admin/places (loaded) changes place"),
        (plant_themes, "of another region", "reviewer", f"POST {THEME} changes theme"),
        (plant_themes, "of another region", "reviewer", f"POST {SOLUTION}/step changes solution"),
        (plant_media, "of another region", "reviewer", "GET /desk/media/<programme>/<sha256>/<variant> shows"),
        (plant_carried, "of another region", "reviewer", "GET /desk/carried shows"),
    ],
)  # fmt: skip
def test_it_finds_an_offender(
    app: EchoFlask, prepared: Prepared, monkeypatch: pytest.MonkeyPatch, plant: Callable[..., None], kind: str,
    role: str, found: str,
) -> None:  # fmt: skip
    plant(app, monkeypatch)
    where = ATTACKERS[kind]
    tried = [one for one in REQUESTS_TRIED if found.startswith(one.name)]
    got = offences(app, joins(app, role, where), prepared.things, where, tried=tried)
    assert any(one.startswith(found) for one in got), got


def test_no_route_of_the_desk_is_missing(app: EchoFlask) -> None:
    assert staff_routes(app) == {request.name.split(" (")[0] for request in REQUESTS_TRIED}


PHONE_PLACES = {"of another region": ("pilote", "V3"), "of another programme": ("ailleurs", "XX")}


def enrolled(app: EchoFlask, programme: str, place: str) -> Phone:
    """Bintou's phone, which may record prompts too."""
    with app.app_context(), transaction() as session:
        return _phone(session, "Bintou", programme, place, "facilitator", clock.now())


def rules(app: EchoFlask, door: str) -> set[str]:
    """Every method and route of a door, but what the framework answers by itself."""
    found = set()
    for rule in app.url_map.iter_rules():
        home = app.blueprints.get(rule.endpoint.rpartition(".")[0])
        if home and home.import_name.rsplit(".", 1)[-1] == door:
            found |= {f"{method} {rule.rule}" for method in (rule.methods or set()) - {"OPTIONS"}}
    return found


MEDIUM = "/api/v1/media/<uuid:upload_id>"


def phone_requests(phone: Phone, client: FlaskClient, things: Things) -> dict[str, Callable[[], TestResponse]]:
    """What a phone tries with the ids of Awa's records, photos, uploads and snapshots, by route."""
    tus, values = Tus(client, phone), things.values
    upload, there = f"/api/v1/media/{values['upload_id']}", {"Upload_Offset": "4", "Content_Type": BYTES}
    override = {"Upload_Offset": "4", "Content_Type": BYTES}

    def exchange() -> TestResponse:
        hers = need(phone, "PIRATE", id=values["record_id"], rev=2, programme="pilote", place="V1")
        as_awa = need(phone, "PIRATE", id=values["need_id"], rev=2, author=values["person_id"], place="V1")
        voice = {"sha256": values["sha256"], "type": "audio/ogg", "bytes": len(VOICE), "question": "voix"}
        more = {"snapshots": True, "carried": [values["sha256"]], "cursor": None}
        return phone.exchange(client, hers, as_awa, need(phone, "Moi", media=[voice]), **more)

    return {
        "POST /api/v1/exchange": exchange,
        "GET /api/v1/snapshot/<name>": lambda: client.get(
            f"/api/v1/snapshot/{values['snapshot']}", headers=phone.headers()
        ),
        "HEAD /api/v1/snapshot/<name>": lambda: client.head(
            f"/api/v1/snapshot/{values['snapshot']}", headers=phone.headers()
        ),
        "GET /api/v1/voices/<sha256>": lambda: client.get(f"/api/v1/voices/{values['sha256']}", headers=phone.headers()),
        "HEAD /api/v1/voices/<sha256>": lambda: client.head(
            f"/api/v1/voices/{values['sha256']}", headers=phone.headers()
        ),
        "POST /api/v1/media/": lambda: tus.create(VOICE, "audio/ogg"),
        f"HEAD {MEDIUM}": lambda: tus.ask("HEAD", upload),
        f"GET {MEDIUM}": lambda: tus.ask("GET", upload),
        f"PATCH {MEDIUM}": lambda: tus.ask("PATCH", upload, b"PIRATE", **there),
        f"POST {MEDIUM}": lambda: tus.ask("POST", upload, b"PIRATE", **override, X_HTTP_Method_Override="PATCH"),
        f"DELETE {MEDIUM}": lambda: tus.ask("DELETE", upload),
    }  # fmt: skip


@pytest.mark.parametrize("kind", PHONE_PLACES)
def test_a_phone_changes_and_gets_nothing_of_what_awa_recorded_elsewhere(
    app: EchoFlask, prepared: Prepared, kind: str
) -> None:
    client, phone = app.test_client(), enrolled(app, *PHONE_PLACES[kind])
    tried, stored = phone_requests(phone, client, prepared.things), Stored(app, home=phone.programme)
    before = (stored.file.parent / "media" / "uploads" / prepared.things.values["upload_id"]).read_bytes()
    found = []
    for name, send in tried.items():
        answer = send()
        if any(mark in answer.data for mark in (WORD.encode(), VOICE)):
            found.append(f"{name} shows")
        found += [f"{name} changes {table}" for table in stored.changed() if table != "device"]
        stored.put_back()
        if "upload_id" in name or "snapshot" in name or "voices" in name:
            assert answer.status_code == 404, name
    assert found == []
    assert (stored.file.parent / "media" / "uploads" / prepared.things.values["upload_id"]).read_bytes() == before
    assert rules(app, "field") == set(tried)


def test_anyone_gets_nothing_of_a_single_record_from_any_public_address(app: EchoFlask, prepared: Prepared) -> None:
    client, values = app.test_client(), {**prepared.things.values, "format": "csv", "code": "not-found"}
    addresses = {one.removeprefix("GET ") for one in rules(app, "public") if one.startswith("GET ")}
    assert len(addresses) > 10
    for address in addresses:
        filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values.get(found[1], "x"), address)
        got = client.get(filled)
        assert not shows(got, prepared.things), address
        assert got.status_code < 500, address
    assert client.get(f"/form-media/{values['sha256']}").status_code == 404, "a voice of Awa is no sound of a form"
