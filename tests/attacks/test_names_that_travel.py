"""Koffi has somebody's record id, from a file that he carried or a locked phone that he found. Nothing that his own
phone gets, and nothing that anyone may ask, can be worked out from it."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback_app import jobs
from feedback_app.base.db import db, transaction
from feedback_app.ledger.need_names import need_name, need_names, status_name, status_names
from feedback_app.ledger.tables import FeedRow
from feedback_app.receipt.tables import Receipt
from feedback_app.register.keys import naming_key
from feedback_app.register.tables import Programme
from schemas.feed import ROWS
from sync import bundle
from sync.spoken_code import code_of, is_code, row_name
from tests.attacks.computable import Computable
from tests.echo_file import echo_file
from tests.http.portfolio.test_replies_to_places import published, written
from tests.http.portfolio_people import accepted, assigned, decide, erase, follow, say
from tests.http.test_prompts import record as record_prompt
from tests.http.test_prompts import voice
from tests.people import Phone, World


def code(n: int) -> str:
    """A code with these eight digits."""
    return f"{n:08}{98 - n * 100 % 97:02}"


CODE = code(7123456)
"""What Awa's phone wrote into the body of her record."""
AUTHORS_OWN = {"record"}
"""Kinds of rows that go to the author's phones alone."""


def ask(client: FlaskClient, code: str) -> str:
    return client.post("/suivi", data={"code": code}).text


@pytest.fixture
def hers(world: World, client: FlaskClient) -> dict[str, uuid.UUID]:
    """Awa's records, in every state that leaves something on others' phones."""
    assert is_code(CODE), "or the old rule would apply"
    made = {
        "accepted": accepted(client, world, code=CODE),
        "received": say(client, world.awa, code=code(8123456)),
        "funded": accepted(client, world, code=code(9123456)),
        "erased": accepted(client, world, code=code(10123456)),
    }
    assigned(world, made["funded"])
    named_so = world.koffi.entry(id=str(made["accepted"]), code=code(11123456))
    world.koffi.sync(client, named_so)  # Koffi files something of his own under her id
    decide(world, made["received"])
    with world.app.app_context(), transaction() as session:
        session.get_one(Programme, "pilote").languages = ["fr", "dyu"]
    record_prompt(world, client, voice())
    erase(world, made["erased"])
    published(world, written(world))
    for job in ("portfolio", "receipts", "prompts"):
        with world.app.app_context():
            jobs.run(job)
    return made


def all_of(phone: Phone, client: FlaskClient) -> dict[str, list[Any]]:
    """Everything that a phone pulls from the start, by kind, with the names of the rows; `""` is what is beside rows."""
    found: dict[str, list[Any]] = {}
    phone.cursor = None
    while True:
        answer = phone.exchange(client).get_json()
        changes = answer.pop("changes")
        for one in changes:
            found.setdefault(one["kind"], []).append(one)
        found.setdefault("", []).append(answer)
        phone.cursor = answer["cursor"]
        if not answer["more"]:
            return found


def computable(world: World, hers: dict[str, uuid.UUID]) -> Computable:
    """From Awa's ids, with all that Koffi's phone knows."""
    with world.app.app_context():
        public = db.session.get_one(Programme, "pilote").public_key
    koffi = world.koffi
    known = [
        "pilote",
        "V1",
        str(world.awa.person_id),
        str(koffi.person_id),
        str(koffi.device_id),
        koffi.token,
        str(public),
    ]
    return Computable(hers.values(), known=known)


@pytest.mark.both_databases
def test_no_row_of_any_kind_on_koffis_phone_can_be_worked_out_from_awas_record_ids(
    world: World, client: FlaskClient, hers: dict[str, uuid.UUID]
) -> None:
    rows, leak = all_of(world.koffi, client), computable(world, hers)
    assert set(rows) - {""} | AUTHORS_OWN >= set(ROWS), "every kind is there to be looked at"
    named = {str(record) for record in hers.values()}
    assert not [one for one in rows.get("record", []) if one["id"] in named]
    for kind, some in rows.items():
        assert leak.found_in(some) == set(), kind


def test_nor_anything_that_anyone_may_ask_the_server(
    world: World, client: FlaskClient, hers: dict[str, uuid.UUID]
) -> None:
    leak, accepted_id = computable(world, hers), hers["accepted"]
    open_to_all = (
        "/", "/suivi", "/api/v1/openapi.json", "/api/v1/portfolio", "/api/v1/portfolio.csv", "/api/v1/portfolio.geojson",
        "/problems/conflict", "/desk/login",
    )  # fmt: skip
    answers = [(path, client.get(path)) for path in open_to_all]
    answers += [(path, client.get(path, headers=world.koffi.headers())) for path in (
        f"/api/v1/snapshot/{hashlib.sha256(str(accepted_id).encode()).hexdigest()}", f"/form-media/{accepted_id}",
    )]  # fmt: skip
    followed = client.post("/suivi", data={"code": CODE})
    assert "state-accepted" in followed.text, "her code says how far it came"
    for path, answer in [*answers, ("/suivi", followed)]:
        shown = [answer.text, *answer.headers.values()]
        echoed = {str(accepted_id), accepted_id.hex} if str(accepted_id) in path else set()
        assert leak.found_in(shown) - echoed <= _asked(path), path


def _asked(path: str) -> set[str]:
    return set(path.split("/"))


def test_who_reads_the_ids_in_a_file_that_he_carries_learns_no_code_by_them(world: World, client: FlaskClient) -> None:
    entry = world.awa.entry(code=CODE)
    ids = bundle.read(io.BytesIO(echo_file(world, world.awa, entry))).names
    record = uuid.UUID(ids[0].removeprefix("entries/").partition(".")[0])
    world.awa.sync(client, entry)
    with world.app.app_context():
        jobs.run("receipts")
    assert "On ne peut rien dire" in ask(client, code_of(record))
    assert "state-received" in ask(client, CODE)
    world.koffi.sync(client)
    (row,) = [body for (kind, _), body in world.koffi.pulled.items() if kind == "fate"]
    assert row["code"] == CODE != code_of(record)


def test_nothing_says_which_need_and_which_code_are_of_one_record(
    world: World, client: FlaskClient, hers: dict[str, uuid.UUID]
) -> None:
    rows = all_of(world.koffi, client)
    with world.app.app_context():
        names = [make(db.session, "pilote")(hers["accepted"]) for make in (need_names, status_names)]
    need, status = (
        next(one for one in rows[kind] if one["id"] == name) for kind, name in zip(("need", "fate"), names, strict=True)
    )
    assert not set(need["body"].values()) & set(status["body"].values())
    assert need["body"]["accepted_at"][8:] == "01T00:00:00.000Z", "the day is in the other row"
    assert Computable([uuid.UUID(need["id"])]).found_in(status) == set()


def test_a_record_of_an_older_phone_has_the_code_that_it_has_shown_and_its_row_another_name(
    world: World, client: FlaskClient
) -> None:
    """What is allowed (decision 36): its code was said aloud already, and follows from the id. Nothing else does."""
    record = accepted(client, world)
    with world.app.app_context():
        jobs.run("receipts")
    world.koffi.sync(client)
    rows = [(name, body) for (kind, name), body in world.koffi.pulled.items() if kind in {"fate", "need"}]
    assert len(rows) == 2
    assert Computable([record]).found_in(rows) == {code_of(record)}
    assert "state-accepted" in ask(client, code_of(record))


def test_rows_of_an_older_server_get_their_new_name_when_something_becomes_of_the_record(
    world: World, client: FlaskClient
) -> None:
    record = say(client, world.awa, code=CODE)
    with world.app.app_context():
        jobs.run("receipts")
    with world.app.app_context(), transaction() as session:
        session.query(FeedRow).filter_by(kind="fate").one().name = row_name(record)
    world.koffi.sync(client)
    assert ("fate", row_name(record)) in world.koffi.pulled
    decide(world, record)
    follow(world)
    with world.app.app_context():
        jobs.run("receipts")
    world.koffi.sync(client)
    (name,) = [name for kind, name in world.koffi.pulled if kind == "fate"]
    assert name != row_name(record)
    erase(world, record)
    world.koffi.sync(client)
    assert not [name for kind, name in world.koffi.pulled if kind in {"fate", "need"}]


def test_a_code_that_is_none_is_as_if_the_body_named_none(world: World, client: FlaskClient) -> None:
    for bad in (CODE[:9] + "x", CODE[::-1], "x", 7, None, [CODE], f" {CODE}"):
        record = say(client, world.awa, code=bad)
        with world.app.app_context():
            jobs.run("receipts")
            assert db.session.query(Receipt).filter_by(record_id=record).one().code == code_of(record)


def test_a_correction_leaves_the_code_that_mariam_was_given(world: World, client: FlaskClient) -> None:
    record = say(client, world.awa, code=CODE)
    with world.app.app_context():
        jobs.run("receipts")
    world.awa.sync(client, world.awa.entry(id=str(record), rev=2))
    with world.app.app_context():
        jobs.run("receipts")
    assert "state-received" in ask(client, CODE)
    assert "On ne peut rien dire" in ask(client, code_of(record))


IDS = st.uuids(version=4)
SHA = hashlib.sha256
OFFENDERS: dict[str, Callable[[uuid.UUID], str]] = {
    "the id": str,
    "its digits": lambda record: record.hex,
    "the old name of its row": row_name,
    "the old code": code_of,
    "the code as it is said": lambda record: " ".join(code_of(record)[n : n + 2] for n in range(0, 10, 2)),
    "a hash": lambda record: SHA(record.bytes).hexdigest(),
    "a short hash": lambda record: SHA(str(record).encode()).hexdigest()[:12],
    "the middle of one": lambda record: SHA(str(record).encode()).hexdigest()[20:40],
    "base64": lambda record: base64.b64encode(SHA(record.hex.encode()).digest()).decode(),
    "a part of base64": lambda record: base64.urlsafe_b64encode(record.bytes)[:14].decode(),
    "uuid5": lambda record: str(uuid.uuid5(uuid.NAMESPACE_URL, str(record))),
    "in JSON in JSON": lambda record: json.dumps({"row": [{"name": row_name(record)}]}),
    "a keyed hash whose key a phone has": lambda record: status_name(b"pilote", record),
}


@settings(max_examples=40)
@given(record=IDS, data=st.data())
def test_what_would_give_a_record_away_is_noticed(record: uuid.UUID, data: st.DataObject) -> None:
    how = data.draw(st.sampled_from(sorted(OFFENDERS)))
    value = {"kind": "need", "body": {"words": "L’eau", "n": [1, {"x": OFFENDERS[how](record)}]}}
    assert Computable([record], known=["pilote"]).found_in(value), how


@settings(max_examples=20)
@given(record=IDS, key=st.binary(min_size=32, max_size=32))
def test_a_name_under_a_key_of_the_servers_is_none_of_these(record: uuid.UUID, key: bytes) -> None:
    names = [need_name(naming_key(key), record), status_name(naming_key(key, b"another"), record)]
    assert Computable([record], known=["pilote"]).found_in(names) == set()
