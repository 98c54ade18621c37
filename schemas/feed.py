"""Rows that travel down: what the body of each kind holds (docs/protocol.md, "The feed")."""

from __future__ import annotations

from collections.abc import Mapping

from marshmallow import Schema, fields, validate


def _texts(*, required: bool = False) -> fields.Dict:
    """A text by language code."""
    return fields.Dict(keys=fields.String(), values=fields.String(), required=required)


class TrustedRowSchema(Schema):
    """Somebody near whom a person in danger may call."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
    path = fields.String(required=True)
    role = _texts(required=True)
    hours = _texts(required=True)
    languages = fields.List(fields.String(), required=True)
    say = _texts(required=True)
    example = fields.Boolean()


class HelplineRowSchema(Schema):
    """A number that anybody in the country may call."""

    number = fields.String(required=True)
    label = _texts(required=True)
    picture = fields.String(required=True, allow_none=True)


class ProgrammeRowSchema(Schema):
    """`programme`: what the phone's programme is, and what it asks people to agree to."""

    id = fields.String(required=True)
    name = _texts(required=True)
    languages = fields.List(fields.String(), required=True)
    language_names = fields.Dict(keys=fields.String(), values=_texts(), required=True)
    consent = fields.Dict(required=True)
    place = fields.String(required=True)
    public_key = fields.String(required=True, allow_none=True)
    protection = fields.String(metadata={"description": "What protection reports are sealed to, where there is a key"})
    trusted = fields.List(fields.Nested(TrustedRowSchema))
    helplines = fields.List(fields.Nested(HelplineRowSchema))


class PlaceRowSchema(Schema):
    """`place`: a place of the phone's scope."""

    code = fields.String(required=True)
    parent = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    level = fields.String(required=True)
    label = fields.String(required=True)
    lat = fields.Float()
    lng = fields.Float()


class ProjectRowSchema(Schema):
    """`project`: a project of which people may speak."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    organisations = fields.List(fields.String(), required=True)
    place = fields.String(required=True, allow_none=True)
    sector = fields.String(required=True, allow_none=True)
    status = fields.String(required=True, allow_none=True)


class VocabularyTermRowSchema(Schema):
    """One term of a list."""

    code = fields.String(required=True)
    label = _texts(required=True)
    picture = fields.String()
    say = _texts()
    sensitive = fields.Boolean()


class VocabularyRowSchema(Schema):
    """`vocabulary`: a list of terms, in the order in which they are shown."""

    name = fields.String(required=True)
    terms = fields.List(fields.Nested(VocabularyTermRowSchema), required=True)


class RecordEventRowSchema(Schema):
    """Something that became of a record."""

    id = fields.String(required=True)
    state = fields.String(required=True)
    at = fields.String(required=True)
    rev = fields.Integer(required=True)
    reason = fields.String()
    message = fields.String()
    sound = fields.List(
        fields.Raw(),
        validate=validate.Length(equal=2),
        metadata={"description": "The message as a reviewer recorded it: SHA-256 and bytes"},
    )


class RecordRowSchema(Schema):
    """`record`: what became of a record, for its author's phones."""

    id = fields.String(required=True)
    rev = fields.Integer(required=True)
    state = fields.String(required=True)
    events = fields.List(fields.Nested(RecordEventRowSchema), required=True)


class PromptRowSchema(Schema):
    """`prompt`: the recorded questions of a form in one language. By part: the sound's SHA-256 and its bytes."""

    instrument = fields.String(required=True)
    language = fields.String(required=True)
    parts = fields.Dict(
        keys=fields.String(), values=fields.List(fields.Raw(), validate=validate.Length(equal=2)), required=True
    )


class RecordStatusRowSchema(Schema):
    """`fate`: how far a record came, by its spoken code."""

    code = fields.String(required=True)
    state = fields.String(required=True)
    date = fields.Date(required=True)


class NeedRowSchema(Schema):
    """`need`: an accepted need on the board of a place."""

    id = fields.UUID(required=True)
    place = fields.String(required=True)
    place_label = fields.String(required=True)
    domain = fields.String(required=True)
    summary = fields.String(required=True)
    accepted_at = fields.DateTime(required=True)


class ReplyRowSchema(Schema):
    """`reply`: "you said, we did", for a place."""

    id = fields.UUID(required=True, metadata={"description": "The reply’s; its rows for other places have the same"})
    place = fields.String(required=True)
    place_label = fields.String(required=True)
    about = fields.String(metadata={"description": "The theme or project"})
    domain = fields.String()
    heard = fields.String(required=True)
    deed = fields.String(required=True)
    day = fields.Date(required=True)
    ask_on = fields.Date(metadata={"description": "From this day on phones ask whether it is so"})
    sound = fields.List(fields.Raw(), validate=validate.Length(equal=2))


ROWS: Mapping[str, type[Schema] | None] = {
    "programme": ProgrammeRowSchema,
    "place": PlaceRowSchema,
    "project": ProjectRowSchema,
    "instrument": None,  # by hand: schemas/instrument.py
    "vocabulary": VocabularyRowSchema,
    "record": RecordRowSchema,
    "prompt": PromptRowSchema,
    "fate": RecordStatusRowSchema,
    "need": NeedRowSchema,
    "reply": ReplyRowSchema,
}
"""Every kind of row, with the schema of its body."""
