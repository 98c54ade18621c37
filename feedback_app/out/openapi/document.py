"""The OpenAPI document: what the doors say of themselves, and what they cannot say. Pure.

Doors register paths and schemas. Added here: who may call, the problems each call may be answered with, uploads,
formats by `Accept`, examples.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from feedback_app.base.problem import CATALOGUE
from feedback_app.out.dataset import Dataset
from feedback_app.out.format import Export
from feedback_app.out.formats import exports
from feedback_app.out.openapi.examples import EXAMPLES, of_exports
from feedback_app.out.openapi.uploads import PATHS as UPLOADS
from schemas import entry, instrument
from schemas.exchange import HealthSchema, NewKeysSchema
from schemas.feed import ROWS
from schemas.problem import ProblemSchema

METHODS = ("get", "head", "options", "post", "put", "patch", "delete")
PHONES = "_field"
"""How the tags of doors for enrolled phones end."""

TAGS = {
    "exchange_public": "Enrolment: a phone trades a one-time code for its token",
    "exchange_field": "The exchange: an enrolled phone hands over records and receives what is new",
    "uploads_field": "Media: photos and voices by the resumable upload protocol tus 1.0",
    "out_public": "This description",
}
"""Package and audience, in the order of the page; datasets come before them."""

BY_ANYONE = ("busy", "head-too-large")
BY_PHONES = ("not-enrolled", "revoked", *BY_ANYONE)
WRITING = ("unreadable", "too-large", "too-slow", "storage-full")
"""The problems of a call with a body."""
APPENDING = (
    *WRITING, "wrong-version", "not-found", "gone", "offset-mismatch", "unsupported-type", "checksum-mismatch",
)  # fmt: skip
BY_CALL: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("post", "/api/v1/enrol"): (*WRITING, "unknown-code", "another-person", "slow-down", "misconfigured"),
    ("post", "/api/v1/exchange"): (*WRITING, "slow-down", "upgrade-required"),
    ("get", "/api/v1/snapshot/{name}"): ("not-found",),
    ("get", "/api/v1/voices/{sha256}"): ("not-found",),
    ("post", "/api/v1/media/"): (
        *WRITING, "wrong-version", "unsupported-type", "checksum-mismatch", "slow-down", "not-allowed",
    ),
    ("patch", "/api/v1/media/{upload_id}"): APPENDING,
    ("post", "/api/v1/media/{upload_id}"): (*APPENDING, "method-not-allowed"),
    ("delete", "/api/v1/media/{upload_id}"): ("wrong-version", "not-found", "gone", "storage-full"),
    **{(method, "/api/v1/media/{upload_id}"): ("wrong-version", "not-found", "gone") for method in ("head", "get")},
}  # fmt: skip
"""The problems of a call beside those of its door. `upgrade-required` is for protocols to come."""
OF_A_DATASET = ("malformed",)

DESCRIPTION = """Écho records what localities need, feel and see of projects, on phones that are mostly offline.

The portfolio is open to anyone. Everything else is for enrolled phones, which send `Authorization: Bearer <token>`.
Errors are problem documents (RFC 9457): `type` is stable and leads to a page that explains it; `title` is a sentence
in the language of `Accept-Language` (fr, en)."""

KNOWN: dict[str, Any] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The `ETag` of the answer that is held: 304 when it still holds",
    "schema": {"type": "string"},
}


def document(raw: Mapping[str, Any], *, server: str, datasets: Sequence[Dataset]) -> dict[str, Any]:
    """The whole document, made of what the doors registered (`raw` stays as it is)."""
    made = copy.deepcopy(dict(raw))
    chapters = tags(datasets)
    made["paths"] = _in_order({**made.get("paths", {}), **copy.deepcopy(UPLOADS)}, list(chapters))
    made["info"] = {**made["info"], "description": DESCRIPTION}
    made["servers"] = [{"url": server}]
    components = made.setdefault("components", {})
    for unused in ("Error", "PaginationMetadata"):
        components["schemas"].pop(unused, None)
    components["schemas"] |= _schemas_of_no_door() | copy.deepcopy(entry.SCHEMAS | instrument.SCHEMAS)
    _lead_to_rows(components["schemas"]["Change"])
    for name, fits in entry.UNREAD.items():
        components["schemas"]["ExchangeRequest"]["properties"][name] |= copy.deepcopy(fits)
    components.pop("responses", None)
    components["securitySchemes"] = {
        "device": {"type": "http", "scheme": "bearer", "description": "The token that enrolment gave to a phone"}
    }
    written = [one for dataset in datasets for one in exports(dataset)]
    calls = {**BY_CALL, **{("get", one.address): OF_A_DATASET for one in written}}
    examples = {**EXAMPLES, **of_exports(written)}
    for path, item in made["paths"].items():
        for method in METHODS:
            if method in item:
                _finish(item[method], method, path, calls.get((method, path), ()))
                _show(item[method], examples.get((method, path), {}))
    _offer_formats(made["paths"], written)
    _adapt(made)
    used = {tag for item in made["paths"].values() for one in item.values() for tag in _tags(one)}
    made["tags"] = [{"name": name, "description": words} for name, words in chapters.items() if name in used]
    return made


def tags(datasets: Iterable[Dataset]) -> dict[str, str]:
    """The chapters of the description, in their order, and what each is about."""
    return {one.tag: one.description for one in datasets} | TAGS


def _schemas_of_no_door() -> dict[str, Any]:
    """Of problems, of the bodies of rows, and of what an exchange reads by itself."""
    spec = APISpec("", "", "3.1.0", plugins=[MarshmallowPlugin()])
    for schema in (ProblemSchema, HealthSchema, NewKeysSchema, *ROWS.values()):
        if schema is not None:
            spec.components.schema(_name(schema), schema=schema)
    return dict(spec.to_dict()["components"]["schemas"])


def _lead_to_rows(change: dict[str, Any]) -> None:
    """From the schema of a row to that of its body, by its kind."""
    change["allOf"] = [
        {
            "if": {"properties": {"kind": {"const": kind}}},
            "then": {"properties": {"body": {"$ref": f"#/components/schemas/{_row_name(schema)}"}}},
        }
        for kind, schema in ROWS.items()
    ]


def _row_name(schema: type[Schema] | None) -> str:
    return _name(schema) if schema else "InstrumentRow"


def _name(schema: type[Schema]) -> str:
    return schema.__name__.removesuffix("Schema")


def _offer_formats(paths: Mapping[str, Any], written: Iterable[Export]) -> None:
    """A dataset's own address also answers in the formats of its siblings."""
    for one in written:
        paths[one.address]["get"]["parameters"].append(copy.deepcopy(KNOWN))
        content = paths[one.dataset.address]["get"]["responses"]["200"]["content"]
        content |= paths[one.address]["get"]["responses"]["200"]["content"]


def _adapt(value: Any) -> None:
    """Python's patterns as JSON Schema writes them; and no schema closed, since later versions may add fields."""
    if isinstance(value, dict):
        if value.get("additionalProperties") is False:
            del value["additionalProperties"]
        pattern = value.get("pattern")
        if isinstance(pattern, str) and pattern.endswith(r"\Z"):
            value["pattern"] = f"^(?:{pattern[:-2]})$"
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _adapt(inner)


def _tags(operation: Any) -> list[str]:
    return list(operation.get("tags", ())) if isinstance(operation, Mapping) else []


def _in_order(paths: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Paths in the order of their tags: what anyone may call comes first."""

    def key(path: str) -> tuple[int, str]:
        tags = [tag for one in paths[path].values() for tag in _tags(one)]
        return (names.index(tags[0]) if tags and tags[0] in names else len(names), path)

    return {path: paths[path] for path in sorted(paths, key=key)}


def _finish(operation: dict[str, Any], method: str, path: str, problems: Iterable[str]) -> None:
    phones = any(tag.endswith(PHONES) for tag in _tags(operation))
    # A preflight carries no token; the guard of the door answers it all the same.
    operation["security"] = [{"device": []}] if phones else []
    operation.setdefault("operationId", f"{method}_{path.strip('/').replace('/', '_').replace('.', '_')}")
    good = {status: answer for status, answer in operation.get("responses", {}).items() if status[:1] in "123"}
    codes = dict.fromkeys((*problems, *(BY_PHONES if phones else BY_ANYONE)))
    operation["responses"] = {**good, **_problems(list(codes))}


def _problems(codes: list[str]) -> dict[str, Any]:
    """Responses by status; one status may stand for several problems."""
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(CATALOGUE[code].status, []).append(code)
    return {str(status): _problem_response(some) for status, some in sorted(by_status.items())} | {
        "default": {
            "description": "Any other problem",
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    }


def _problem_response(codes: list[str]) -> dict[str, Any]:
    words = " ".join(f"`{code}`: {CATALOGUE[code].en}" for code in codes)
    examples = {
        code: {"value": {"type": f"/problems/{code}", "title": CATALOGUE[code].en, "status": CATALOGUE[code].status}}
        for code in codes
    }
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": words, "content": {"application/problem+json": {"schema": schema, "examples": examples}}}


def _show(operation: dict[str, Any], example: Mapping[str, Any]) -> None:
    if "request" in example:
        operation["requestBody"]["content"]["application/json"]["example"] = example["request"]
    for status, answer in operation["responses"].items():
        for kind, media in answer.get("content", {}).items() if status.startswith("2") else ():
            if kind in example:
                media["example"] = example[kind]
