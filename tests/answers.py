"""Holds every JSON answer of a test against the schema that its endpoint declares in the OpenAPI document.

`tests/conftest.py` watches all tests. An answer fits when its status, its media type and each of its fields are
declared: what a schema does not name is a fault here, although readers of the API are asked to tolerate it.
"""

from __future__ import annotations

import functools
import gzip
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Flask, Response, request, request_finished
from jsonschema_rs import Draft202012Validator
from marshmallow import Schema

from feedback_app.base.problem import CATALOGUE
from feedback_app.out.openapi.public import _document
from schemas.selfcheck import ReflectionSchema

PROBLEM = "application/problem+json"
INTERNAL: Mapping[tuple[str, str], type[Schema]] = {("post", "/selfcheck"): ReflectionSchema}
"""Endpoints that only programs of ours call, by method and path: not in the OpenAPI document."""
NAMED_NOWHERE = frozenset({"unexpected"})
"""Problems that any endpoint may answer and none names."""
CONDITIONS = frozenset({"if", "then"})
FILES = frozenset({"exchange_public_pages.app_file", "review_public_pages.asset"})
"""Endpoints that send built files as they are: the web manifest has a standard of its own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `path` is the route's, as OpenAPI writes it; empty where no route was found."""

    method: str
    path: str
    status: int
    kind: str
    body: bytes

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path or '(no route)'}, answer {self.status} {self.kind}"


def template(rule: str) -> str:
    """A route's path as OpenAPI writes it: `/media/{upload_id}`."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)


class Declared:
    """What endpoints declare, ready to hold answers against."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._validator = functools.cache(self._make_validator)

    def faults(self, answer: Answer) -> list[str]:
        """What is wrong with an answer; empty when it fits."""
        return [f"{answer}: {fault}" for fault in self._faults(answer)]

    def _faults(self, answer: Answer) -> Iterator[str]:
        if answer.kind == PROBLEM:
            yield from self._problem_faults(answer)
            return
        operation = self._operation(answer)
        if operation is None:
            yield from self._internal_faults(answer)
            return
        response = operation["responses"].get(str(answer.status))
        if response is None:
            yield "the status is not declared"
            return
        yield from self._content_faults(answer, response.get("content", {}))

    def _operation(self, answer: Answer) -> Any:
        item = self._document["paths"].get(answer.path, {})
        found = item.get(answer.method)
        return found or (item.get("get") if answer.method == "head" else None)

    def _internal_faults(self, answer: Answer) -> Iterator[str]:
        if not is_json(answer.kind):
            return
        schema = INTERNAL.get((answer.method, answer.path))
        if schema is None:
            yield "the endpoint answers JSON and declares no schema"
        elif wrong := schema().validate(orjson.loads(answer.body)):
            yield str(wrong)

    def _content_faults(self, answer: Answer, content: Mapping[str, Any]) -> Iterator[str]:
        if answer.method == "head" or answer.status == 304:
            return
        if not answer.body:
            if content:
                yield "the body is empty, and one is declared"
        elif not {answer.kind, f"{answer.kind.split('/')[0]}/*"} & content.keys():
            yield "the media type is not declared"
        elif is_json(answer.kind):
            yield from self._body_faults(answer, (answer.method, answer.path, str(answer.status), answer.kind))

    def _problem_faults(self, answer: Answer) -> Iterator[str]:
        if answer.method == "head":
            return
        faults = list(self._body_faults(answer, ("problem",)))
        yield from faults
        if faults:
            return
        problem = orjson.loads(answer.body)
        code = problem["type"].removeprefix("/problems/")
        if code not in CATALOGUE:
            yield f"no such problem: {problem['type']}"
        elif problem["status"] != answer.status or CATALOGUE[code].status != answer.status:
            yield f"not the status of {problem['type']}"
        elif (operation := self._operation(answer)) and code not in NAMED_NOWHERE | _problem_codes(operation):
            yield f"the endpoint does not name the problem {code}"

    def _body_faults(self, answer: Answer, key: tuple[str, ...]) -> Iterator[str]:
        try:
            value = orjson.loads(answer.body)
        except orjson.JSONDecodeError as error:
            yield f"no JSON: {error}"
            return
        if not self._validator(key).is_valid(value):
            yield self._explained(key, value)

    def _make_validator(self, key: tuple[str, ...]) -> Draft202012Validator:
        return Draft202012Validator(self._whole(key))

    def _whole(self, key: tuple[str, ...]) -> Any:
        return self._closed(self._schema(key)) | {"components": self.components}

    def _explained(self, key: tuple[str, ...], value: Any) -> str:
        """What is wrong with a value, from the one of two validators that explains better: it takes seconds to import
        and a hundred times as long to judge, half the time of a test of many answers."""
        import jsonschema

        wrong = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(self._whole(key)).iter_errors(value))
        assert wrong is not None, "two validators disagree"
        return f"{wrong.json_path}: {wrong.message[:300]}"

    @functools.cached_property
    def components(self) -> Any:
        """What schemas refer to, closed: left where it is, for some of it holds itself."""
        return {"schemas": self._closed(self._document["components"]["schemas"])}

    def _schema(self, key: tuple[str, ...]) -> Any:
        if key[0] == "problem":
            return self._document["components"]["schemas"]["Problem"]
        method, path, status, kind = key
        operation = self._document["paths"][path][method]
        return operation["responses"][status]["content"][kind]["schema"]

    def _closed(self, schema: Any) -> Any:
        """A schema without room for fields that it does not name."""
        if isinstance(schema, list):
            return [self._closed(one) for one in schema]
        if not isinstance(schema, dict):
            return schema
        closed = {
            name: self._condition(inner) if name in CONDITIONS else self._closed(inner)
            for name, inner in schema.items()
        }
        return {"additionalProperties": False, **closed} if isinstance(schema.get("properties"), dict) else closed

    def _condition(self, schema: Any) -> Any:
        """A part of a schema that speaks of some fields of what another part names all of."""
        return {"properties": {name: self._closed(inner) for name, inner in schema["properties"].items()}}


def _problem_codes(operation: Any) -> set[str]:
    """The problems that an endpoint says it may answer."""
    found = [answer.get("content", {}).get(PROBLEM, {}) for answer in operation["responses"].values()]
    return {code for media in found for code in media.get("examples", {})}


def is_json(kind: str) -> bool:
    """Whether a media type is JSON, or made of it (RFC 6839)."""
    return kind.endswith(("/json", "+json"))


@functools.cache
def declared() -> Declared:
    """What the app declares: one app's document holds for all, however each is set up."""
    return Declared(_document())


_watching: list[list[str]] = []


@contextmanager
def watched() -> Iterator[list[str]]:
    """Faults of the answers that any app of this process gives meanwhile, in whatever thread. The innermost counts."""
    faults: list[str] = []
    _watching.append(faults)
    try:
        yield faults
    finally:
        _watching.remove(faults)


@request_finished.connect
def _look(app: Flask, response: Response, **_: Any) -> None:
    if _watching and "flask-smorest" in app.extensions and request.endpoint not in FILES:
        _watching[-1].extend(declared().faults(_answer(response)))


def _answer(response: Response) -> Answer:
    body = b"" if response.direct_passthrough or response.is_streamed else response.get_data()
    if response.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    path = template(request.url_rule.rule) if request.url_rule else ""
    return Answer(request.method.lower(), path, response.status_code, response.mimetype or "", body)
