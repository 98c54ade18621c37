"""Somebody asked for help at the danger door: Adjoua sees it first, and no list, search, page or phone says a word of it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.forms.actions import install_instrument
from feedback_app.forms.shipped import shipped_instruments
from feedback_app.ledger.tables import Record
from feedback_app.portfolio.solutions.actions import catch_up as follow_portfolio
from feedback_app.portfolio.solutions.tables import Item
from feedback_app.receipt.actions import catch_up as follow_receipts
from feedback_app.register.tables import Programme
from sync.spoken_code import code_of
from tests import build
from tests.http.desk import need, page, press
from tests.people import World

pytestmark = pytest.mark.both_databases

SECRET = "Mon mari me frappe"
MARIAM = {
    "name": "Mariam Exemple",
    "phone": "0700000000",
    "place": "S1",
    "role": {"fr": "assistante sociale"},
    "hours": {},
}


@pytest.fixture
def desk(world: World) -> FlaskClient:
    return world.signed_in()


def call(world: World, **changes: Any) -> dict[str, Any]:
    """What Awa's phone sends when somebody agrees that the Lab is called."""
    uses = {"version": "1", "language": "fr", "given_by": "oral", "attribution": "anonymous", "uses": {"keep": True}}
    return world.awa.entry(**({"answers": {}, "danger": "porte", "consent": uses} | changes))


def old_form(world: World, name: str = "besoin") -> str:
    """A version of a form from before doors could be marked; returns its name."""
    source = dict(shipped_instruments())[name]
    unmarked = re.sub(r"\| (yes|x) \|$", "| |", source, flags=re.M)
    unmarked = unmarked.replace("| select_one aide | porte |", "| note | porte |")
    unmarked = re.sub(rf"\| {name} \| \d+ \|", f"| {name} | 1 |", unmarked)
    unmarked = re.sub(r"(\| note \| porte \|.*?)\| pictures \|", r"\1| |", unmarked)
    unmarked = unmarked.replace(" or ${porte} = 'autre_sujet'", "").replace(
        "not(selected('gen enf pax', ${domaine}))", "true()"
    )
    with world.app.app_context(), transaction() as session:
        install_instrument(session, "pilote", name=name, source=unmarked, now=clock.now())
    return "1"


def record(world: World, entry: dict[str, Any]) -> Record:
    return db.session.get_one(Record, ("pilote", uuid.UUID(entry["id"])))


@pytest.fixture
def in_app(world: World) -> Iterator[World]:
    with world.app.app_context():
        yield world


def sent(world: World, client: FlaskClient, entry: dict[str, Any]) -> str:
    return str(world.awa.sync(client, entry)["acks"][0]["outcome"])


def test_a_call_for_help_is_above_the_queue_and_names_whom_to_call(
    world: World, client: FlaskClient, desk: FlaskClient
) -> None:
    with world.app.app_context(), transaction() as session:
        session.get_one(Programme, "pilote").settings = {"trusted": [MARIAM]}
    sent(world, client, need(world.awa, "Une pompe"))
    asked = call(world)
    assert sent(world, client, asked) == "stored"
    queue = desk.get("/desk/").text
    assert queue.index("Demande d’aide") < queue.index("Une pompe"), "though it came later"
    assert "(1)" in queue
    assert queue.count(asked["id"]) == 2, "once: its row and its address"
    shown = page(desk, asked).text
    assert "Mariam Exemple" in shown
    assert 'href="tel:0700000000"' in shown
    assert "Réponses" not in shown.partition("<main")[2]


def test_where_no_contact_is_named_the_reviewer_sees_that(world: World, client: FlaskClient, desk: FlaskClient) -> None:
    asked = call(world)
    sent(world, client, asked)
    assert "Aucune personne de confiance" in page(desk, asked).text


@pytest.mark.parametrize(
    "answers",
    [
        {"age": "25_34", "sexe": "femme", "domaine": "gen", "porte": "aide", "texte": SECRET},
        {"domaine": "pax", "porte": "aide", "gravite": 7, "unknown": {"a": [SECRET]}},
    ],
)
def test_what_an_old_app_answered_after_the_door_counts_nowhere(
    in_app: World, client: FlaskClient, desk: FlaskClient, answers: dict[str, Any]
) -> None:
    entry = in_app.awa.entry(answers=answers, project="P1", location={"lat": 6.1, "lon": -4.2, "accuracy_m": 5})
    assert sent(in_app, client, entry) == "stored", "and is not in quarantine"
    stored = record(in_app, entry)
    assert (stored.danger, stored.answers, stored.lat, stored.project_id) == ("asked", {}, None, None)
    for address in ("/desk/", "/desk/?q=frappe", f"/desk/records/pilote/{entry['id']}"):
        assert SECRET not in desk.get(address).text, address
    assert entry["id"] not in desk.get("/desk/?q=frappe").text


def test_a_record_of_an_older_form_is_flagged_and_its_words_are_in_no_list(
    in_app: World, client: FlaskClient, desk: FlaskClient
) -> None:
    version = old_form(in_app)
    answers = {"age": "25_34", "sexe": "femme", "domaine": "gen", "texte": SECRET, "gravite": "grave"}
    del answers["texte"]
    entry = in_app.awa.entry(instrument_version=version, answers=answers | {"attente_texte": SECRET})
    assert sent(in_app, client, entry) == "stored"
    assert record(in_app, entry).danger == "maybe"
    queue = desk.get("/desk/").text
    assert "Peut-être quelqu’un en danger" in queue
    for tab in ("open", "all"):
        listed = desk.get(f"/desk/?tab={tab}").text
        assert entry["id"] in listed
        assert not re.search(f"{SECRET}|Les femmes et les filles|25 à 34|Kongodougou", listed.split('id="results"')[1])
    assert entry["id"] not in desk.get("/desk/?tab=all&q=frappe").text
    shown = page(desk, entry).text
    assert SECRET not in shown.split("<details")[0], "nothing before somebody opens it"
    assert SECRET in shown


def test_a_call_for_help_flows_nowhere_even_when_it_is_accepted(
    in_app: World, client: FlaskClient, desk: FlaskClient
) -> None:
    asked = call(in_app)
    sent(in_app, client, asked)
    press(desk, asked, "accept", reason="clear")
    with transaction() as session:
        follow_portfolio(session, "pilote")
        follow_receipts(session, "pilote", now=clock.now())
        assert session.query(Item).count() == 0
    code = code_of(uuid.UUID(asked["id"]))
    in_app.koffi.sync(client)
    assert not [body for (kind, _), body in in_app.koffi.pulled.items() if kind == "fate" and body.get("code") == code]


@pytest.mark.parametrize("danger", [7, "", None, "x" * 121, ["porte"]])
def test_a_mark_that_cannot_be_read_is_quarantined(world: World, client: FlaskClient, danger: object) -> None:
    assert sent(world, client, call(world, danger=danger)) == "quarantined"


def test_a_call_for_help_in_quarantine_is_above_the_queue_too(
    world: World, client: FlaskClient, desk: FlaskClient
) -> None:
    asked = call(world, place="nowhere")
    assert sent(world, client, asked) == "quarantined"
    assert asked["id"] in desk.get("/desk/").text


def test_who_only_speaks_of_something_else_at_the_door_is_read_as_before(
    in_app: World, client: FlaskClient, desk: FlaskClient
) -> None:
    answers = build.need_answers(domaine="gen", porte="autre_sujet", attente_texte="Il manque une maternité")
    entry = in_app.awa.entry(answers=answers)
    assert sent(in_app, client, entry) == "stored"
    assert record(in_app, entry).danger == ""
    assert "Il manque une maternité" in desk.get("/desk/").text
