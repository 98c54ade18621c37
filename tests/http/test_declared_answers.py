"""Every JSON answer is what its endpoint declares; an answer that is not makes the test that got it fail."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from flask import Response
from flask.testing import FlaskClient

from feedback_app.base.http import EchoFlask
from feedback_app.edge.refusals import refusal
from feedback_app.out.openapi.document import METHODS
from schemas.feed import ROWS
from tests import answers, conftest
from tests.answers import Answer, Declared
from tests.people import World

BODY = {"code": "1", "state": "read", "date": "2026-11-23"}
CHANGE = {"kind": "fate", "id": "a1", "op": "put", "body": BODY}
EMPTY: dict[str, Any] = {
    "nonce": "n", "clock": "c", "epoch": "e", "safe": 0, "acks": [], "missing": [], "changes": [], "cursor": "",
    "more": False,
}  # fmt: skip
HEADERS_ONLY = frozenset({"/api/v1/media/", "/api/v1/media/{upload_id}"})
"""The upload protocol answers in headers."""


@pytest.fixture
def declared(app: EchoFlask) -> Declared:
    with app.app_context():
        return answers.declared()


def exchanged(**changed: Any) -> Answer:
    return Answer("post", "/api/v1/exchange", 200, "application/json", orjson.dumps(EMPTY | changed))


def problem(answered: int = 404, *, path: str = "/api/v1/snapshot/{name}", **changed: Any) -> Answer:
    body = {"type": "/problems/not-found", "title": "Introuvable.", "status": 404} | changed
    return Answer("get", path, answered, answers.PROBLEM, orjson.dumps(body))


def test_a_page_of_the_portfolio_as_a_program_reads_it_is_declared(world: World, client: FlaskClient) -> None:
    with answers.watched() as faults:
        assert client.get("/api/v1/portfolio").status_code == 200
        assert client.get("/api/v1/portfolio", headers={"Accept-Encoding": "gzip"}).status_code == 200
        assert client.head("/api/v1/portfolio.geojson").status_code == 200
        assert client.get("/api/v1/nowhere").status_code == 404
        assert world.awa.exchange(client).status_code == 200
    assert faults == []


@pytest.mark.parametrize(
    ("fault", "answer"),
    [
        ("'colour' was unexpected", exchanged(colour="red")),
        ("is a required property", Answer("post", "/api/v1/exchange", 200, "application/json", b'{"nonce": "n"}')),
        ("'12' is not of type 'integer'", exchanged(safe="12")),
        ("'rumour' is not one of", exchanged(changes=[CHANGE | {"kind": "rumour"}])),
        ("'author' was unexpected", exchanged(changes=[CHANGE | {"body": BODY | {"author": "Awa"}}])),
        ("'code' is a required", exchanged(changes=[CHANGE | {"body": {"state": "read", "date": "2026-11-23"}}])),
        ("'why' was unexpected", exchanged(acks=[{"id": "a", "rev": 1, "outcome": "stored", "why": "so"}])),
        ("no JSON", Answer("post", "/api/v1/exchange", 200, "application/json", b"<html>")),
        ("the body is empty", Answer("post", "/api/v1/exchange", 200, "application/json", b"")),
        ("the status is not declared", Answer("post", "/api/v1/exchange", 202, "application/json", b"{}")),
        ("the media type is not declared", Answer("post", "/api/v1/exchange", 200, "text/html", b"<p>")),
        ("'colour': ['Unknown field.']", Answer("post", "/selfcheck", 200, "application/json", b'{"colour": 1}')),
        ("declares no schema", Answer("get", "/made-up", 200, "application/json", b"{}")),
        ("declares no schema", Answer("get", "/desk/", 200, "application/made-up+json", b"{}")),
        ("'hint' was unexpected", problem(hint="x")),
        ("'title' is a required", Answer("get", "", 404, answers.PROBLEM, b'{"type": "/problems/x", "status": 404}')),
        ("no such problem", problem(type="/problems/made-up")),
        ("not the status of", problem(410)),
        ("not the status of", problem(410, status=410)),
        ("does not name the problem not-found", problem(path="/api/v1/portfolio")),
    ],
)
def test_an_answer_that_was_not_declared_is_named(declared: Declared, fault: str, answer: Answer) -> None:
    (found,) = declared.faults(answer)
    assert fault in found


def test_what_is_declared_passes(declared: Declared) -> None:
    for answer in (exchanged(), exchanged(changes=[CHANGE]), problem()):
        assert declared.faults(answer) == []


def test_a_test_that_gets_an_undeclared_answer_fails_even_when_it_looks_at_nothing(app: EchoFlask) -> None:
    app.add_url_rule("/made-up", view_func=lambda: {"a": 1})
    made_up = Response(orjson.dumps(EMPTY | {"colour": "red"}), mimetype="application/json")
    app.view_functions["exchange_field.exchange_everything"] = lambda: made_up
    app.before_request_funcs.pop("exchange_field")
    running = conftest.pytest_runtest_call()
    next(running)
    app.test_client().get("/made-up")
    app.test_client().post("/api/v1/exchange", json={})
    with pytest.raises(AssertionError, match=r"(?s)GET /made-up.*POST /api/v1/exchange.*colour"):
        running.send(None)


def test_every_endpoint_that_answers_json_says_how(declared: Declared, client: FlaskClient) -> None:
    described = client.get("/api/v1/openapi.json").get_json()
    for path, item in described["paths"].items():
        for method in item.keys() & set(METHODS):
            good = [answer for status, answer in item[method]["responses"].items() if status[0] == "2"]
            kinds = [media for answer in good for media in answer.get("content", {}).values()]
            assert bool(kinds) != (path in HEADERS_ONLY), (method, path)
            assert all(media.get("schema") for media in kinds), (method, path)


def test_every_route_of_programs_is_described(app: EchoFlask, client: FlaskClient) -> None:
    described = client.get("/api/v1/openapi.json").get_json()["paths"]
    routes = {
        (method.lower(), answers.template(rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    for method, path in routes:
        if path.startswith("/api/v1/"):
            assert method in described[path], (method, path)
    assert set(answers.INTERNAL) <= routes, "nothing is declared that is not there"


def test_every_kind_of_row_has_the_schema_of_its_body(client: FlaskClient) -> None:
    schemas = client.get("/api/v1/openapi.json").get_json()["components"]["schemas"]
    leads = {one["if"]["properties"]["kind"]["const"]: one["then"]["properties"] for one in schemas["Change"]["allOf"]}
    assert leads.keys() == ROWS.keys() == set(schemas["Change"]["properties"]["kind"]["enum"])
    bodies = {one["body"]["$ref"].removeprefix("#/components/schemas/") for one in leads.values()}
    assert bodies <= {name for name in schemas if name.endswith("Row")} and len(bodies) == len(ROWS)


@pytest.mark.parametrize("code", ["too-large", "too-slow", "head-too-large", "unreadable"])
def test_what_the_server_refuses_before_the_app_hears_of_it_is_a_problem_too(declared: Declared, code: str) -> None:
    made = refusal(code, limit=12)
    kind = dict(made.fields)["Content-Type"]
    assert declared.faults(Answer("post", "", int(made.status[:3]), kind, made.body.read())) == []
