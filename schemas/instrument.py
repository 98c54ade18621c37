"""An instrument as it travels to phones, as JSON Schema for the API's description; what it means is in
`docs/instruments.md`. A test holds its keys, kinds and functions against `feedback_app/forms/engine/`."""

from __future__ import annotations

from typing import Any

KINDS = (
    "text", "integer", "decimal", "range", "select_one", "select_multiple", "rank", "acknowledge", "date", "time",
    "dateTime", "geopoint", "image", "audio", "note", "calculate", "group", "repeat",
)  # fmt: skip
OPERATORS = ("or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "neg")
FUNCTIONS = (
    "selected", "count-selected", "selected-at", "if", "coalesce", "not", "true", "false", "boolean", "number", "int",
    "round", "string", "concat", "string-length", "substr", "contains", "starts-with", "ends-with", "regex", "min",
    "max", "sum", "count", "count-non-empty", "join", "indexed-repeat", "position", "once", "uuid", "random", "today",
    "now", "date", "format-date", "jr:choice-name",
)  # fmt: skip


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


TEXTS = {"type": "object", "additionalProperties": {"type": "string"}, "description": "By language code"}
HASHES = {"type": "object", "additionalProperties": {"type": "string"}, "description": "SHA-256 by language code"}
TEXT = {"type": "string"}
FLAG = {"type": "boolean"}
EXPRESSION = _ref("Expression")
CELLS = {"type": "object", "additionalProperties": {"type": "string"}}
OF_CHOICES: dict[str, Any] = {
    "name": TEXT, "label": TEXTS, "picture": TEXT, "images": HASHES, "sounds": HASHES, "columns": CELLS,
    "danger": FLAG,
}  # fmt: skip
OF_QUESTIONS: dict[str, Any] = {
    "name": TEXT,
    "type": {"type": "string", "enum": list(KINDS)},
    "label": TEXTS,
    "hint": TEXTS,
    "required": {"anyOf": [FLAG, EXPRESSION]},
    "required_message": TEXTS,
    "relevant": EXPRESSION,
    "constraint": EXPRESSION,
    "constraint_message": TEXTS,
    "calculation": EXPRESSION,
    "default": {"description": "An answer"},
    "dynamic_default": EXPRESSION,
    "read_only": FLAG,
    "choice_filter": EXPRESSION,
    "count": EXPRESSION,
    "danger": FLAG,
    "means": TEXT,
    "appearance": TEXT,
    "parameters": CELLS,
    "picture": TEXT,
    "images": HASHES,
    "sounds": HASHES,
    "choices": {"type": "array", "items": _ref("Choice")},
    "children": {"type": "array", "items": _ref("Question")},
}
OF_INSTRUMENTS: dict[str, Any] = {
    "name": TEXT, "version": TEXT, "title": TEXTS, "languages": {"type": "array", "items": TEXT},
    "default_language": TEXT, "picture": TEXT, "questions": {"type": "array", "items": _ref("Question")},
}  # fmt: skip


def _leaf(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {name: schema}, "required": [name]}


CALL = {
    "type": "object",
    "properties": {
        "call": {"type": "string", "enum": [*FUNCTIONS, *OPERATORS]},
        "args": {"type": "array", "items": EXPRESSION},
    },
    "required": ["call", "args"],
}
SCHEMAS: dict[str, Any] = {
    "InstrumentRow": {
        "type": "object", "properties": OF_INSTRUMENTS,
        "required": [name for name in OF_INSTRUMENTS if name != "picture"],
        "description": "`instrument`: a form. Keys whose value is empty are left out, here and below",
    },
    "Question": {
        "type": "object", "properties": OF_QUESTIONS, "required": ["name", "type"],
        "description": "A question, or a group or repeat of them",
    },
    "Choice": {"type": "object", "properties": OF_CHOICES, "required": ["name"]},
    "Expression": {
        "type": "object",
        "oneOf": [
            CALL,
            _leaf("lit", {"type": ["string", "number", "boolean"]}),
            *(_leaf(name, TEXT) for name in ("ref", "each", "column")),
            _leaf("self", {"const": True}),
        ],
        "description": "A call of a function or an operator, a value, or what stands for one",
    },
}  # fmt: skip
"""By name, beside those of marshmallow."""
