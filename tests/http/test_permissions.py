"""Who may do what: every request of the desk, by each role, on a part of the programme that is theirs or is not.

What is expected is in the tables of `permissions/`. `today.txt` was recorded before permissions were data: it says
what the roles of then may do, and does not change when roles are added.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from feedback_app.app import create_app
from feedback_app.base import audience, clock, ids
from feedback_app.base.csrf import csrf_token
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.base.session_cookie import COOKIE
from feedback_app.enrol.tables import Membership, Person
from tests.conftest import WORLDS, settings_on
from tests.http.permissions.requests import REQUESTS, Request, Things, make_things
from tests.http.permissions.table import AREAS, Table, tables
from tests.people import PASSWORD, PASSWORD_HASH

TABLES = tables()
CASES = [(table, role, area) for table in TABLES for role, area in table.expected]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A folder with a database in which something is at V1, to be copied for each test."""

    folder: Path
    things: Things


@pytest.fixture(scope="module")
def prepared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("permissions")
    shutil.copy(sqlite_template, folder / "echo.db")
    app = create_app(settings_on(folder, f"sqlite:///{folder / 'echo.db'}"))
    world = deepcopy(replace(WORLDS["sqlite"], app=None)).on(app)
    things = make_things(app, world)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return Prepared(folder, things)


@pytest.fixture
def app(prepared: Prepared, tmp_path: Path) -> Iterator[EchoFlask]:
    shutil.copytree(prepared.folder, tmp_path, dirs_exist_ok=True)
    made = create_app(settings_on(tmp_path, f"sqlite:///{tmp_path / 'echo.db'}"))
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def joins(app: EchoFlask, role: str, area: str) -> FlaskClient:
    """Bintou gets this role for this area, and signs in."""
    programme, place = AREAS[area]
    with app.app_context(), transaction() as session:
        bintou = Person(id=ids.new_id(), name="Bintou", created_at=clock.now(), login="b", password_hash=PASSWORD_HASH)
        session.add(bintou)
        session.flush()
        session.add(Membership(person_id=bintou.id, programme_id=programme, role=role, place_code=place))
    client = app.test_client()
    assert client.post("/desk/login", data={"login": "b", "password": PASSWORD}).status_code == 303
    return client


def token(app: EchoFlask, client: FlaskClient) -> str:
    """What Bintou's forms carry."""
    cookie = client.get_cookie(COOKIE)
    assert cookie
    with app.test_request_context(headers={"Cookie": f"{COOKIE}={cookie.value}"}):
        return csrf_token()


class Answers:
    """What one person is answered to each request, as if nobody had asked anything before."""

    def __init__(self, app: EchoFlask, client: FlaskClient, things: Things) -> None:
        self.client, self.things, self.token = client, things, token(app, client)
        self.database = Path(str(app.config["SQLALCHEMY_DATABASE_URI"]).removeprefix("sqlite:///"))
        self.before = self.database.with_name("before.db")
        self._copy(self.database, self.before)

    def of(self, request: Request) -> str:
        """The status, and `+` where something of V1 is shown."""
        answer = request.send(self.client, self.things, self.token)
        if request.method != "GET" and answer.status_code < 400:
            self._copy(self.before, self.database)
        is_page = answer.mimetype == "text/html" and request.method == "GET"
        return f"{answer.status_code}{'+' if is_page and self.things.shown_in(answer.text) else ''}"

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        with sqlite3.connect(source) as a, sqlite3.connect(target) as b:
            a.backup(b)
        a.close()
        b.close()


def differing(expected: Mapping[str, str], got: Mapping[str, str]) -> list[str]:
    """The requests that are answered otherwise than expected."""
    return [f"{name}: {got[name]}, not {answer}" for name, answer in expected.items() if got[name] != answer]


@pytest.mark.parametrize(("table", "role", "area"), CASES, ids=[f"{t.name}-{r}-{a}" for t, r, a in CASES])
def test_bintou_may_do_what_her_role_allows_where_it_allows_it_and_nothing_else(
    app: EchoFlask, prepared: Prepared, table: Table, role: str, area: str
) -> None:
    answers = Answers(app, joins(app, role, area), prepared.things)
    got = {request.name: answers.of(request) for request in REQUESTS if request.name in table.requests}
    assert differing(table.expected[role, area], got) == []


def test_one_answer_that_is_not_as_expected_would_be_noticed() -> None:
    assert differing({"GET /desk/": "403"}, {"GET /desk/": "200+"}) == ["GET /desk/: 200+, not 403"]


def test_no_route_of_the_desk_is_missing(app: EchoFlask) -> None:
    asked = {request.name.split(" (")[0] for request in REQUESTS}
    assert {request.name for request in REQUESTS} == frozenset().union(*(table.requests for table in TABLES))
    assert staff_routes(app) == asked


def staff_routes(app: EchoFlask) -> set[str]:
    """Every method and route that a guard opens to people who are signed in."""
    found = set()
    for rule in app.url_map.iter_rules():
        home = app.blueprints.get(rule.endpoint.rpartition(".")[0])
        if home and home.import_name.rsplit(".", 1)[-1] in audience.STAFF:
            found |= {f"{method} {rule.rule}" for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    return found
