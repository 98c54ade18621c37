"""What Adjoua accepted, and what was taken back since, is nowhere any more: in no page, list, figure, feed or file that
anybody can get, and not before partners either. Routes are read from the app, so one that is new is looked at too."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from feedback_app import jobs
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.ledger.need_names import need_names, status_names
from feedback_app.ledger.suspension_store import suspend
from feedback_app.portfolio.bourse.tables import BourseProject
from feedback_app.portfolio.csr.tables import CsrSheet
from feedback_app.portfolio.practices.tables import Practice
from feedback_app.portfolio.solutions.tables import Theme
from feedback_app.review.case import MergeTarget
from tests.build import need_answers
from tests.desk_actions import MERGE, REJECT, REOPEN
from tests.http.csr.test_csr_pages import a_map
from tests.http.portfolio.bourse_people import published
from tests.http.portfolio_people import accepted, assigned, decide, demonstration, erase, say
from tests.http.review.test_sets_of_cases import ACCEPT_ALL, send, settle
from tests.people import World

RARE = "Zanzibarita"
AT_RANDOM = re.compile(r'nonce-[\w-]+|nonce="[^"]+"|"?csrf"? (content|value)="[^"]+"|"X-CSRF-Token": "[^"]+"', re.I)
NO_RECORDS = frozenset(
    {"/desk/login/oidc", "/desk/login/oidc/back", "/desk/login/oidc/go", "/api/v1/media/<uuid:upload_id>"}
)
"""Ways to sign in, and to go on with an upload."""
LOG = "/api/v1/moderation"
"""It says that something was accepted and taken back; which record that was, it does not say."""
SEARCHED = {"/recherche": "q=eau", "/apercu.png": "lieu=S1", "/carte": "quoi=besoins"}
"""What these pages are asked for beside what they show to whoever asks for nothing."""
OF_PARTNERS = ("/desk/home", "/desk/portfolio/", "/desk/board")


@dataclass(frozen=True)
class Record:
    """What Awa said, by all that it could be recognized by."""

    id: uuid.UUID
    listed_as: str
    """What it is called in lists of needs."""
    status: str
    """What the row is called that says how far it came: it stays, and says what holds now."""
    stays: uuid.UUID
    """Another one that waits, and can be merged with."""

    @property
    def marks(self) -> tuple[str, ...]:
        return str(self.id), self.id.hex, self.listed_as, RARE


@pytest.fixture
def record(world: World, client: FlaskClient) -> Record:
    """It waits, next to a need that stays accepted and one that waits too; all would be shown at once, however few."""
    demonstration(world)
    theme = assigned(world, accepted(client, world, world.koffi))
    published(world, theme=[theme])  # a project that answers what is said
    a_map(world)
    stays = say(client, world.koffi)
    hers = say(client, world.awa, answers={"texte": RARE})
    with world.app.app_context():
        listed_as, status = (of(db.session, world.programme)(hers) for of in (need_names, status_names))
        return Record(hers, listed_as, status, stays)


@pytest.fixture
def yao(world: World) -> FlaskClient:
    """A partner at the desk."""
    return world.signed_in("yao")


def served(world: World, client: FlaskClient, yao: FlaskClient) -> dict[str, str]:
    """What is answered at each public address, to a partner, and to a phone of the place that has nothing yet."""
    found = {}
    for address in public_addresses(world):
        for accept in ("text/html", "application/json"):
            got = client.get(address, headers={"Accept": accept})
            assert got.status_code < 500, address
            found[f"{address} as {accept}"] = readable(got.get_data())
    for address in OF_PARTNERS:
        found[f"{address} for a partner"] = readable(yao.get(address).get_data())
    world.koffi.cursor, world.koffi.pulled = None, {}
    world.koffi.sync(client)
    for (kind, name), row in world.koffi.pulled.items():
        if kind != "record":  # his own, which he hears of himself
            found[f"{kind} {name} on a phone"] = str(row)
    return found


def public_addresses(world: World) -> Iterator[str]:
    """An address of each route that needs no account, and of lists some that ask for a part."""
    with world.app.app_context():
        themes = [str(one.id) for one in db.session.query(Theme)]
        practices = [str(one.id) for one in db.session.query(Practice)]
        projects = [str(one.id) for one in db.session.query(BourseProject)]
        sheets = {
            f"{kind}_id": [str(one.id) for one in db.session.query(CsrSheet).filter_by(kind=kind)]
            for kind in ("organisation", "initiative")
        }
    known = {
        "theme_id": themes,
        "project_id": projects,
        "practice_id": practices,
        **sheets,
        "place_code": ["XX", "R1", "S1", "V1"],
        "code": ["unauthorized"],
        "name": ["index.html"],
        "sha256": ["0" * 64],
    }
    addresses = world.app.url_map.bind("localhost")
    for rule in world.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.rule.startswith("/desk/") or rule.rule in NO_RECORDS:
            continue
        assert len(rule.arguments) < 2 and rule.arguments <= known.keys(), f"What is to be put into {rule}?"
        filled = [{name: value} for name in rule.arguments for value in known[name]]
        for values in filled if rule.arguments else [{}]:
            address = addresses.build(rule.endpoint, values)
            yield address
            if "portfolio" in address or address == "/besoins":
                yield from (f"{address}?{part}" for part in ("domain=eau", "place=S1"))
            if address in SEARCHED:
                yield f"{address}?{SEARCHED[address]}"


def readable(content: bytes) -> str:
    """The text of an answer, without what is drawn for each one; of a workbook, that of its sheets."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(name).decode(errors="replace") for name in sorted(book.namelist()))
    return AT_RANDOM.sub("", content.decode(errors="replace"))


def run_all(world: World) -> None:
    """Every job of the server runs."""
    with world.app.app_context():
        for job in jobs.JOBS:
            jobs.run(job.name)


def accept(world: World, record: Record) -> None:
    decide(world, record.id)
    run_all(world)
    assigned(world, record.id)
    run_all(world)


def reopen(world: World, client: FlaskClient, record: Record) -> None:
    accept(world, record)
    decide(world, record.id, REOPEN)


def reject(world: World, client: FlaskClient, record: Record) -> None:
    reopen(world, client, record)
    decide(world, record.id, REJECT, reason="duplicate")


def merge(world: World, client: FlaskClient, record: Record) -> None:
    """Into one that nobody has accepted."""
    accept(world, record)
    decide(world, record.id, MERGE, onto=MergeTarget(record.stays, 1), reason="duplicate")


def correct(world: World, client: FlaskClient, record: Record) -> None:
    """Awa says it otherwise, and nobody has read that."""
    accept(world, record)
    world.awa.sync(client, world.awa.entry(id=str(record.id), rev=2, answers=need_answers(texte=f"{RARE} encore")))


def take_back_by_code(world: World, client: FlaskClient, record: Record) -> None:
    accept(world, record)
    with world.app.app_context(), transaction() as session:
        suspend(session, world.programme, record.id, by="code", now=clock.now())


def take_words_back(world: World, client: FlaskClient, record: Record) -> None:
    accept(world, record)
    erase(world, record.id)


def undo_with_its_set(world: World, client: FlaskClient, record: Record) -> None:
    desk = world.signed_in()
    address = settle(desk)
    send(desk, f"{address}/decision", **ACCEPT_ALL)
    run_all(world)
    assert send(desk, f"{address}/undo").status_code == 303


WAYS: dict[str, Callable[[World, FlaskClient, Record], None]] = {
    "reopened": reopen,
    "rejected after all": reject,
    "merged into another": merge,
    "said otherwise by its author": correct,
    "taken back by its code": take_back_by_code,
    "erased": take_words_back,
    "undone with its set": undo_with_its_set,
}


@pytest.mark.both_databases
def test_what_is_accepted_changes_what_is_served(
    world: World, client: FlaskClient, yao: FlaskClient, record: Record
) -> None:
    """Else the tests below would find nothing, whatever stayed."""
    run_all(world)
    before = served(world, client, yao)
    accept(world, record)
    after = served(world, client, yao)
    changed = {address.split(" ")[0].split("?")[0] for address in after if after[address] != before.get(address)}
    for kind in ("", ".csv", ".geojson", ".xlsx"):
        assert f"/api/v1/portfolio{kind}" in changed
    assert {"/", "/besoins", "/lieu/S1", "/region/R1", "/carte", "/apercu.png"} <= changed and "/rse/besoins" in changed
    assert all(any(address.startswith(page) for address in changed) for page in ("/portfolio/", "/bourse/"))
    assert any(record.listed_as in address for address in after), "a phone of the place has it"


@pytest.mark.parametrize("take_back", WAYS.values(), ids=WAYS.keys())
def test_what_is_not_accepted_any_more_is_nowhere(
    world: World,
    client: FlaskClient,
    yao: FlaskClient,
    record: Record,
    take_back: Callable[[World, FlaskClient, Record], None],
) -> None:
    run_all(world)
    before = served(world, client, yao)
    take_back(world, client, record)
    run_all(world)
    after = served(world, client, yao)
    assert [address for address, text in after.items() for mark in record.marks if mark in address + text] == []
    changed = {address for address in before.keys() | after.keys() if before.get(address) != after.get(address)}
    by_its_code = f"fate {record.status} on a phone"
    if take_back is not take_back_by_code:  # that hides what was decided; to who has the code it is still said
        assert not any(f"'{state}'" in after.get(by_its_code, "") for state in ("accepted", "in_portfolio"))
    changed.discard(by_its_code)
    assert [address for address in sorted(changed) if not address.startswith(LOG)] == []
