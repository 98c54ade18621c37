"""Ange sends every operation of the API what its description allows, and what it does not: no answer is an error of the
server's, and none has a status or a shape that the description does not name."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from feedback_app.base.http import EchoFlask
from tests.people import World

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
DESCRIPTION = "/api/v1/openapi.json"
PLAIN = {"Accept-Encoding": "identity"}
EXAMPLES = 10
"""Of each operation, with and without a token, fitting and not: a few thousand requests, some twenty seconds."""


@schemathesis.serializer("application/offset+octet-stream")
def bytes_of_a_piece(_context: Any, value: Any) -> bytes:
    """What is made up for a piece of an upload, as it is sent."""
    return value if isinstance(value, bytes) else json.dumps(value, default=str).encode()


def operations(app: EchoFlask, *, without: Collection[str] = ("default",)) -> Iterator[Any]:
    """Every operation, its statuses as strict as they can be: none is excused by `default`."""
    description = app.test_client().get(DESCRIPTION).get_json()
    for path in description["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict):
                for status in without:
                    operation.get("responses", {}).pop(status, None)
    schema = schemathesis.openapi.from_dict(description)
    schema.app = app
    schema.location = DESCRIPTION
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        yield found.ok()


def send(operation: Any, mode: GenerationMode, headers: dict[str, str]) -> int:
    """Sends what is made up for an operation; how many requests."""
    sent = 0

    @settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def one(case: Any) -> None:
        nonlocal sent
        sent += 1
        case.validate_response(case.call(headers=PLAIN | headers), checks=CHECKS)

    one()
    return sent


@pytest.mark.timeout(300)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "not fitting"])
def test_every_answer_is_one_that_the_description_names(app: EchoFlask, world: World, mode: GenerationMode) -> None:
    sent = {
        (operation.label, bool(headers)): send(operation, mode, headers)
        for operation in operations(app)
        for headers in ({}, {"Authorization": f"Bearer {world.awa.token}"})
    }
    described = {f"{one.method.upper()} {one.path}" for one in operations(app)}
    assert {label for label, _ in sent} == described and min(sent.values()) > 0


def test_an_answer_that_the_description_does_not_name_would_be_noticed(app: EchoFlask, world: World) -> None:
    some = next(one for one in operations(app, without=("default", "401")) if one.label == "OPTIONS /api/v1/media/")
    with pytest.raises(FailureGroup, match="Undocumented status code"):
        send(some, GenerationMode.POSITIVE, {})
