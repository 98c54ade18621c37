"""The wire, the states and the roles in TypeScript: `python -m schemas.typescript` writes what the phone knows of the
schemas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from marshmallow import Schema, fields, validate

from schemas import typescript_states
from schemas.enrolment import EnrolRequestSchema, EnrolResponseSchema
from schemas.exchange import ExchangeRequestSchema, ExchangeResponseSchema, HealthSchema, NewKeysSchema
from schemas.roles import Permission, with_permission
from schemas.vocabulary import vocabulary

DOMAIN = Path(__file__).parents[1] / "static" / "pwa" / "src" / "domain"
TARGET = DOMAIN / "wire.ts"
ROOTS = (
    HealthSchema, NewKeysSchema, ExchangeRequestSchema, ExchangeResponseSchema, EnrolRequestSchema,
    EnrolResponseSchema,
)  # fmt: skip
PLAIN = {
    fields.UUID: "string", fields.String: "string", fields.Integer: "number", fields.Float: "number",
    fields.Boolean: "boolean", fields.Raw: "unknown",
}  # fmt: skip


def files() -> dict[Path, str]:
    """Every generated file and its text."""
    return {TARGET: wire(), DOMAIN / "roles.ts": roles(), **typescript_states.files(vocabulary("states"))}


def roles() -> str:
    """What the phone asks of its role."""
    recording = ", ".join(f"'{code}'" for code in with_permission(Permission.RECORD_PROMPTS))
    return "\n".join(
        [
            "// Written by `python -m schemas.typescript` from schemas/vocabulary/roles.csv; not by hand.",
            "",
            "/** Whose recorded prompts the server takes. */",
            f"export const MAY_RECORD: readonly string[] = [{recording}];",
            "",
        ]
    )


def wire() -> str:
    """The whole file."""
    made: dict[str, str] = {}
    for root in ROOTS:
        _interface(root, made)
    head = "// Written by `python -m schemas.typescript` from schemas/; not by hand. What it means: docs/protocol.md.\n"
    return "\n".join([head, *made.values()])


def _name(schema: type[Schema]) -> str:
    return schema.__name__.removesuffix("Schema")


def _interface(schema: type[Schema], made: dict[str, str]) -> str:
    """The interface's name, once it and what it refers to is in `made`."""
    name = _name(schema)
    if name not in made:
        lines = [f"  {_field(key, field, made)};" for key, field in schema().fields.items()]
        summary = (schema.__doc__ or "").strip().splitlines()[0]
        made[name] = "\n".join([f"/** {summary} */", f"export interface {name} {{", *lines, "}", ""])
    return name


def _field(key: str, field: fields.Field[Any], made: dict[str, str]) -> str:
    maybe = "" if field.required else "?"
    return f"{key}{maybe}: {_type(field, made)}{' | null' if field.allow_none else ''}"


def _type(field: fields.Field[Any], made: dict[str, str]) -> str:
    if isinstance(field, fields.Nested):
        return _interface(type(field.schema), made)
    if isinstance(field, fields.List):
        inner = _type(field.inner, made)
        return f"{inner}[]" if inner.isidentifier() else f"({inner})[]"
    if isinstance(field, fields.Dict):
        return f"Record<string, {_type(field.value_field, made)}>" if field.value_field else "object"
    chosen = next((one for one in field.validators if isinstance(one, validate.OneOf)), None)
    if chosen:
        return " | ".join(f"'{choice}'" for choice in chosen.choices)
    return next(plain for kind, plain in PLAIN.items() if isinstance(field, kind))


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")
