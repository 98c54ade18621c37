"""The phone's types of what goes over the wire are those of the schemas."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas import typescript


def test_the_phone_s_wire_types_are_fresh() -> None:
    assert typescript.TARGET.read_text() == typescript.wire(), "run: python -m schemas.typescript"


def test_a_field_more_would_be_noticed() -> None:
    class ColourSchema(Schema):
        """A colour."""

        shade = fields.String(allow_none=True)

    made: dict[str, str] = {}
    assert typescript._interface(ColourSchema, made) == "Colour"
    assert made["Colour"] == "/** A colour. */\nexport interface Colour {\n  shade?: string | null;\n}\n"
