"""A developer who reads only the API's description can send a record that counts and ask every form's questions."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from feedback_app import jobs
from feedback_app.base.http import EchoFlask
from feedback_app.forms.shipped import shipped_instruments
from feedback_app.forms.xlsform.compiler import compile_markdown
from feedback_app.out.openapi.examples import EXAMPLES
from tests.answers import declared
from tests.build import entry
from tests.http.desk import csrf, need, page, status_on_phone
from tests.old_build import unpack_server
from tests.people import World

VECTORS = Path(__file__).parents[2] / "vectors"
ASKED = EXAMPLES["post", "/api/v1/exchange"]["request"]


@pytest.fixture
def faults(app: EchoFlask) -> Any:
    """What a schema of the description has against a value, read strictly: what it does not name is a fault."""
    with app.app_context():
        known = declared()

    def found(name: str, value: Any) -> list[str]:
        schema = {"$ref": f"#/components/schemas/{name}", "components": known.components}
        return [f"{one.json_path}: {one.message}" for one in Draft202012Validator(schema).iter_errors(value)]

    return found


def test_the_example_of_an_exchange_fits(faults: Any) -> None:
    assert faults("ExchangeRequest", ASKED) == []
    assert faults("EntryBody", json.loads(ASKED["entries"][0]["body"])) == []


def test_the_example_has_a_row_as_it_comes_once_a_record_was_opened_and_none_before(
    world: World, client: FlaskClient
) -> None:
    earlier = need(world.awa)
    world.awa.sync(client, earlier)
    with world.app.app_context():
        assert [jobs.run(job) for job in ("review", "receipts")]
    assert status_on_phone(world.awa, client, earlier) is None, "the acknowledgement said that it is received"
    adjoua = world.signed_in()
    seen = {"csrf": csrf(page(adjoua, earlier).text), "rev": "1"}
    assert adjoua.post(f"/desk/records/pilote/{earlier['id']}/reading", data=seen).status_code == 204
    got = status_on_phone(world.awa, client, earlier)
    (row,) = EXAMPLES["post", "/api/v1/exchange"]["application/json"]["changes"]
    assert row["body"]["state"] == got["state"]
    shown, real = ([one["id"].removeprefix(body["id"]) for one in body["events"]] for body in (row["body"], got))
    assert shown == real
    assert row["id"] != ASKED["entries"][0]["id"]


def test_what_mariams_program_makes_by_the_description_is_stored(
    world: World, client: FlaskClient, faults: Any
) -> None:
    made = world.awa.entry()
    assert faults("Entry", made) == [] and faults("EntryBody", json.loads(made["body"])) == []
    assert world.awa.exchange(client, made).get_json()["acks"][0]["outcome"] == "stored"


@pytest.mark.parametrize(
    "odd",
    [
        {"mode": "by proxy"}, {"author": None}, {"place": ""}, {"duration_ms": -1}, {"media": [{"sha256": "a"}]},
        {"location": {"lat": 91, "lon": 0}}, {"consent": {"version": "1", "given_by": "sms", "uses": {}}},
    ],
    ids=lambda odd: next(iter(odd)),
)  # fmt: skip
def test_what_the_server_would_put_in_quarantine_does_not_fit(
    world: World, client: FlaskClient, faults: Any, odd: dict[str, Any]
) -> None:
    made = world.awa.entry(**odd)
    assert faults("EntryBody", json.loads(made["body"]))
    assert world.awa.exchange(client, made).get_json()["acks"][0]["outcome"] == "quarantined"


@pytest.mark.parametrize("odd", [{"rev": 0}, {"rev": 1_000_001}, {"digest": "a"}, {"body": {}}], ids=str)
def test_what_cannot_be_an_entry_does_not_fit(faults: Any, odd: dict[str, Any]) -> None:
    assert faults("Entry", entry() | odd)
    assert faults("ExchangeRequest", ASKED | {"entries": [entry() | odd]})


def test_what_phones_of_an_earlier_build_sent_fits(tmp_path: Path, faults: Any) -> None:
    unpack_server(tmp_path)
    (database,) = tmp_path.rglob("*.db")
    with closing(sqlite3.connect(database)) as opened:
        bodies = [json.loads(one) for (one,) in opened.execute("select body from ledger_entry where body is not null")]
        forms = opened.execute("select body from feed_row where kind = 'instrument' and body is not null").fetchall()
    assert bodies and forms
    assert [fault for one in bodies for fault in faults("EntryBody", one)] == []
    assert [fault for (one,) in forms for fault in faults("InstrumentRow", json.loads(one))] == []


@pytest.mark.parametrize("name", [name for name, _ in shipped_instruments()])
def test_every_shipped_form_fits(faults: Any, name: str) -> None:
    source = dict(shipped_instruments())[name]
    assert faults("InstrumentRow", compile_markdown(source, name)) == []


def test_a_form_with_everything_that_is_computed_fits(faults: Any) -> None:
    form = json.loads((VECTORS / "forms.json").read_text(encoding="utf-8"))["definition"]
    assert faults("InstrumentRow", form) == []


@pytest.mark.parametrize(
    "question",
    [
        {"name": "a", "type": "hologram"},
        {"name": "a", "type": "text", "colour": "red"},
        {"name": "a", "type": "text", "relevant": {"call": "guess", "args": []}},
        {"name": "a", "type": "text", "relevant": {"call": "not", "args": [{"rumour": 1}]}},
        {"name": "a", "type": "group", "children": [{"type": "text"}]},
    ],
)
def test_a_form_of_another_format_does_not_fit(faults: Any, question: dict[str, Any]) -> None:
    form = {"name": "f", "version": "1", "title": {}, "languages": [], "default_language": "fr"}
    assert faults("InstrumentRow", form | {"questions": []}) == []
    assert faults("InstrumentRow", form | {"questions": [question]})
