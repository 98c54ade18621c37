"""The OpenAPI document as a page reads it: operations in order, with their fields in one flat list. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from feedback_app.out.openapi.document import METHODS


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of a body, or one parameter. `where` is query, header or path for a parameter, else empty."""

    name: str
    kind: str
    required: bool
    meaning: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """One body: its media type, its fields, how it looks."""

    media_type: str
    schema: str
    fields: Sequence[FieldLine]
    example: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that is no problem."""

    status: str
    description: str
    body: Body | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One call."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    by_device: bool
    parameters: Sequence[FieldLine]
    request: Body | None
    answers: Sequence[Answer]
    problems: Sequence[tuple[str, str]]
    """(status, code)"""
    curl: str


@dataclass(frozen=True, slots=True)
class OperationGroup:
    """The operations of one door."""

    name: str
    title: str
    operations: Sequence[Operation]


def operation_groups(document: Mapping[str, Any], *, server: str) -> list[OperationGroup]:
    """The document by door, in its own order."""
    found: dict[str, list[Operation]] = {tag["name"]: [] for tag in document["tags"]}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                shared = item.get("parameters", [])
                found[item[method]["tags"][0]].append(_operation(document, method, path, item[method], shared, server))
    return [OperationGroup(tag["name"], tag["description"], found[tag["name"]]) for tag in document["tags"]]


def _operation(
    document: Mapping[str, Any],
    method: str,
    path: str,
    call: Mapping[str, Any],
    shared: Sequence[Any],
    server: str,
) -> Operation:
    content = call.get("requestBody", {}).get("content", {})
    request = next((_body(document, kind, media) for kind, media in content.items()), None)
    parameters = [_resolved(document, one) for one in (*shared, *call.get("parameters", []))]
    return Operation(
        id=call["operationId"],
        method=method.upper(),
        path=path,
        summary=call.get("summary", ""),
        description=call.get("description", ""),
        by_device=bool(call.get("security")),
        parameters=[_parameter(document, one) for one in parameters],
        request=request,
        answers=[
            Answer(status, answer.get("description", ""), _answer_body(document, answer))
            for status, answer in call["responses"].items()
            if status[0] in "123"
        ],
        problems=[
            (status, code)
            for status, answer in call["responses"].items()
            for media in answer.get("content", {}).values()
            for code in media.get("examples", {})
        ],
        curl=_curl(method, path, parameters, request, by_device=bool(call.get("security")), server=server),
    )


def _answer_body(document: Mapping[str, Any], answer: Mapping[str, Any]) -> Body | None:
    return next((_body(document, kind, media) for kind, media in answer.get("content", {}).items()), None)


def _body(document: Mapping[str, Any], kind: str, media: Mapping[str, Any]) -> Body:
    schema = media.get("schema", {})
    name = str(schema.get("$ref", "")).rsplit("/", 1)[-1]
    example = media.get("example")
    text = orjson.dumps(example, option=orjson.OPT_INDENT_2).decode() if example is not None else ""
    item, sign = _item(document, schema) if schema.get("type") == "array" else (schema, "")
    return Body(kind, name, list(_fields(document, item, sign, frozenset())), text)


def _fields(document: Mapping[str, Any], schema: Any, prefix: str, above: frozenset[str]) -> Iterator[FieldLine]:
    """Every field of a schema, nested ones with their way: `needs[].place.code`."""
    ref = str(schema.get("$ref", ""))
    if ref in above:
        return
    target = _resolved(document, schema)
    required = set(target.get("required", ()))
    for name, inner in target.get("properties", {}).items():
        way = f"{prefix}.{name}" if prefix else name
        yield FieldLine(way, _kind(document, inner), name in required, _meaning(document, inner))
        item, sign = _item(document, inner)
        yield from _fields(document, item, way + sign, above | {ref})
    yield from _fields_by_kind(document, target, prefix, above | {ref})


def _fields_by_kind(
    document: Mapping[str, Any], target: Any, prefix: str, above: frozenset[str]
) -> Iterator[FieldLine]:
    """What a field holds when another says so: `changes[].body(place).code`."""
    for one in target.get("allOf", ()):
        for condition in one.get("if", {}).get("properties", {}).values():
            for name, inner in one["then"]["properties"].items():
                yield from _fields(document, inner, f"{prefix}.{name}({condition['const']})", above)


def _item(document: Mapping[str, Any], schema: Any) -> tuple[Any, str]:
    """What a field holds: of a list its items, of a choice (with null, or of several) the first."""
    found = _resolved(document, schema)
    for one in (*found.get("anyOf", ()), *found.get("allOf", ())):
        if _resolved(document, one).get("type") != "null":
            return one, ""
    if "items" not in found:
        return schema, ""
    choice = found["items"].get("anyOf")
    return (choice[0] if choice else found["items"]), "[]"


def _parameter(document: Mapping[str, Any], given: Mapping[str, Any]) -> FieldLine:
    required, where = bool(given.get("required")), str(given["in"])
    return FieldLine(given["name"], _kind(document, given["schema"]), required, given.get("description", ""), where)


def _resolved(document: Mapping[str, Any], schema: Any) -> Any:
    """Where a `$ref` leads."""
    ref = schema.get("$ref")
    if not ref:
        return schema
    found: Any = document
    for part in str(ref).removeprefix("#/").split("/"):
        found = found[part]
    return found


def _kind(document: Mapping[str, Any], schema: Any) -> str:
    item, sign = _item(document, schema)
    found = _resolved(document, item if sign or item is not schema else schema)
    kind = found.get("type", "any")
    words = " | ".join(kind) if isinstance(kind, list) else str(kind)
    if found.get("enum"):
        words = " | ".join(str(one) for one in found["enum"] if one is not None)
    nullable = any(one.get("type") == "null" for one in schema.get("anyOf", ()))
    made = f"{words} ({found['format']})" if found.get("format") else words
    return f"list of {made}" if sign else f"{made} | null" if nullable else made


def _meaning(document: Mapping[str, Any], schema: Any) -> str:
    return str(schema.get("description") or _resolved(document, schema).get("description") or "")


def _curl(
    method: str, path: str, parameters: Sequence[Mapping[str, Any]], request: Body | None, *, by_device: bool,
    server: str,
) -> str:  # fmt: skip
    """The call as one types it."""
    parts = ["curl" if method == "get" else "curl --head" if method == "head" else f"curl -X {method.upper()}"]
    if by_device:
        parts.append("-H 'Authorization: Bearer TOKEN'")
    for one in parameters:
        examples = one["schema"].get("examples")
        if one["in"] == "header" and one.get("required") and examples:
            parts.append(f"-H '{one['name']}: {examples[0]}'")
    if request:
        parts.append(f"-H 'Content-Type: {request.media_type}'")
        parts.append("--data @body.json" if "json" in request.media_type else "--data-binary @part")
    parts.append(f"'{server}{path}'")
    return " \\\n  ".join(parts)
