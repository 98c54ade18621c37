"""The API says of itself what it does, and the page of it can be read."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from feedback_app.base.http import EchoFlask
from feedback_app.base.problem import CATALOGUE
from feedback_app.media import tus
from feedback_app.out.datasets import DATASETS
from feedback_app.out.formats import exports
from feedback_app.out.openapi import uploads
from feedback_app.out.openapi.document import BY_CALL, METHODS, tags
from feedback_app.out.openapi.examples import EXAMPLES, of_exports
from schemas.enrolment import EnrolRequestSchema, EnrolResponseSchema
from schemas.exchange import ExchangeRequestSchema, ExchangeResponseSchema
from schemas.page_query import with_terms
from schemas.problem import ProblemSchema
from tests.build import digest
from tests.people import World

PAGE = {"Accept": "text/html"}


@pytest.fixture
def described(client: FlaskClient) -> Any:
    return client.get("/api/v1/openapi.json").get_json()


def operations(described: Any) -> set[tuple[str, str]]:
    return {(method, path) for path, item in described["paths"].items() for method in METHODS if method in item}


def test_it_is_valid_openapi_3_1(described: Any) -> None:
    validate(described)
    assert described["openapi"].startswith("3.1")


def test_every_route_of_the_api_is_in_it(app: EchoFlask, described: Any) -> None:
    routes = {
        (method.lower(), re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
        for method in (rule.methods or set())
    }
    mechanical = {(method, path) for method, path in routes if method in {"head", "options"}}
    assert routes - mechanical <= operations(described)
    assert operations(described) <= routes, "nothing is promised that is not there"


def test_what_phones_call_needs_a_token_and_nothing_else_does(described: Any) -> None:
    for method, path in operations(described):
        needs = bool(described["paths"][path][method]["security"])
        assert needs == path.startswith(("/api/v1/exchange", "/api/v1/snapshot", "/api/v1/voices", "/api/v1/media")), (
            method,
            path,
        )
    assert described["components"]["securitySchemes"]["device"]["scheme"] == "bearer"


def test_every_call_says_its_problems(described: Any) -> None:
    assert set(BY_CALL) <= operations(described) and set(EXAMPLES) <= operations(described)
    for method, path in operations(described):
        documented = described["paths"][path][method]["responses"]
        assert "application/problem+json" in documented["default"]["content"], (method, path)
        bad = [answer for status, answer in documented.items() if status[0] in "45"]
        assert all("application/problem+json" in answer["content"] for answer in bad)
        assert described["paths"][path][method]["summary"]
    assert set(described["components"]["schemas"]["Problem"]["properties"]) == set(ProblemSchema().fields)


def test_what_uploads_say_in_headers_has_its_type(described: Any, client: FlaskClient, world: World) -> None:
    headers = {
        one["name"]: one["schema"]
        for item in described["paths"].values()
        for method in item.keys() & set(METHODS)
        for one in item[method].get("parameters", ())
        if one["in"] == "header"
    }
    assert headers["Tus-Resumable"]["const"] == tus.VERSION
    assert {headers[name]["type"] for name in ("Upload-Length", "Upload-Offset")} == {"integer"}
    abilities = client.options("/api/v1/media/", headers=world.awa.headers()).headers
    largest = max(tus.largest(kind) for kind in (*tus.TYPES, tus.BUNDLE))
    assert (uploads.TUS, frozenset(uploads.TYPES), uploads.CARRIED) == (tus.VERSION, tus.TYPES, tus.BUNDLE)
    assert int(abilities["Tus-Max-Size"]) == headers["Upload-Length"]["maximum"] == largest


def test_every_door_of_the_api_has_a_chapter(described: Any) -> None:
    documented = {
        tag
        for path in described["paths"].values()
        for one in path.values()
        if isinstance(one, dict)
        for tag in one.get("tags", ())
    }
    assert documented == set(tags(DATASETS))


def test_the_examples_are_true() -> None:
    for dataset in DATASETS:
        shown = of_exports(exports(dataset))["get", dataset.address]
        assert with_terms(dataset.schema)().validate(shown["application/json"]) == {}
    for path, asked, answered in (
        ("/api/v1/enrol", EnrolRequestSchema(), EnrolResponseSchema()),
        ("/api/v1/exchange", ExchangeRequestSchema(), ExchangeResponseSchema()),
    ):
        example = EXAMPLES["post", path]
        assert asked.validate(example["request"]) == {}
        assert answered.validate(example["application/json"]) == {}
    entry = EXAMPLES["post", "/api/v1/exchange"]["request"]["entries"][0]
    assert entry["digest"] == digest(entry["body"])


def test_the_openapi_description_can_be_cached(client: FlaskClient) -> None:
    first = client.get("/api/v1/openapi.json")
    again = client.get("/api/v1/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and first.headers["Access-Control-Allow-Origin"] == "*"


def test_the_page_shows_every_call(client: FlaskClient, described: Any) -> None:
    page = client.get("/api/docs", headers=PAGE)
    assert page.status_code == 200
    for _, path in operations(described):
        assert f"<code>{path}</code>" in page.text
    shown = page.text.replace("<wbr>", "")
    assert "needs[].place.code" in shown, "nested fields are documented"
    assert "changes[].body(prompt).language" in shown, "rows by their kind"
    assert "entries[].digest" in shown, "what an exchange takes"
    assert "changes[].body(instrument).questions[].choices[].name" in shown, "forms"
    assert "<code>[].body(prompt).language" in shown, "and in the parts of snapshots"
    assert not re.search(r'src="https?://|<link rel="stylesheet" href="https?://', page.text), "nothing from elsewhere"
    assert "Open data" in client.get("/api/docs", headers=PAGE | {"Accept-Language": "en"}).text


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_problem_has_a_page(client: FlaskClient, code: str) -> None:
    got = client.get(f"/problems/{code}", headers=PAGE)
    assert got.status_code == 200 and code in got.text
    assert f"/problems/{code}" in client.get("/problems/", headers=PAGE).text


def test_an_unknown_problem_is_not_found(client: FlaskClient) -> None:
    assert client.get("/problems/nope", headers=PAGE).status_code == 404


def test_the_type_of_a_real_problem_leads_to_its_page(world: World, client: FlaskClient) -> None:
    address = client.post("/api/v1/exchange", json={}).get_json()["type"]
    assert client.get(address, headers=PAGE).status_code == 200
