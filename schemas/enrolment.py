"""Enrolment on the wire."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields, validate


def _word(longest: int) -> fields.String:
    return fields.String(required=True, validate=[validate.Length(1, longest), validate.Regexp(r"[^\x00]*\Z")])


class PhoneSchema(Schema):
    """What a phone says of itself."""

    class Meta:
        unknown = EXCLUDE

    name = _word(200)
    platform = _word(200)
    app_version = _word(60)


class FormerSchema(Schema):
    """What a phone was enrolled as before: it wants to go on with the records that it holds."""

    class Meta:
        unknown = EXCLUDE

    programme = _word(60)
    person_id = fields.UUID(required=True)
    device_id = fields.UUID(required=True)
    token = _word(100)


class PhoneKeysSchema(Schema):
    """What a phone made for itself: of its secrets the server gets hashes only."""

    class Meta:
        unknown = EXCLUDE

    posting = fields.String(
        required=True, validate=validate.Regexp(r"[0-9a-f]{64}\Z"),
        metadata={"description": "SHA-256 of the key in its posting token"},
    )  # fmt: skip
    public_key = fields.String(
        required=True, validate=validate.Regexp(r"04[0-9a-f]{128}\Z"),
        metadata={"description": "Verifies what it signs: uncompressed P-256 point"},
    )  # fmt: skip


class EnrolRequestSchema(Schema):
    """A one-time code, and the phone that shows it."""

    class Meta:
        unknown = EXCLUDE

    code = _word(40)
    device = fields.Nested(PhoneSchema, required=True)
    former = fields.Nested(FormerSchema)
    keys = fields.Nested(PhoneKeysSchema)


class PersonSchema(Schema):
    """Whose phone it is."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)
    language = fields.String(required=True)


class ScopeSchema(Schema):
    """What the phone may see and record."""

    programme = fields.String(required=True)
    place = fields.String(required=True)
    place_name = fields.String(required=True)
    place_path = fields.String(required=True)
    instruments = fields.List(fields.String(), allow_none=True, required=True)


class ProgrammeSchema(Schema):
    """The programme it belongs to."""

    id = fields.String(required=True)
    name = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    languages = fields.List(fields.String(), required=True)
    public_key = fields.String(allow_none=True, required=True)


class EnrolResponseSchema(Schema):
    """The token is shown this once."""

    token = fields.String(required=True)
    device_id = fields.UUID(required=True)
    person = fields.Nested(PersonSchema, required=True)
    scope = fields.Nested(ScopeSchema, required=True)
    programme = fields.Nested(ProgrammeSchema, required=True)
    epoch = fields.String(required=True)
    keys = fields.String(metadata={"description": "Which of the phone's own keys are in use: `posting` of them"})
