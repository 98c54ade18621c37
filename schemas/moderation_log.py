"""The public moderation log on the wire. Texts for people are maps by language."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from schemas.portfolio import AT_ONCE, CODE, MOST, TermSchema


class ModerationQuerySchema(Schema):
    """What to show. Unknown parameters are ignored."""

    programme = fields.String(load_default="", validate=CODE, metadata={"description": "A programme's id"})
    limit = fields.Integer(
        load_default=AT_ONCE, validate=validate.Range(1, MOST), metadata={"description": "How many lines at most"}
    )
    offset = fields.Integer(
        load_default=0, validate=validate.Range(0, 10_000_000), metadata={"description": "How many lines to skip"}
    )


class ModerationLineSchema(Schema):
    """How often the Lab decided something for a reason, in one week."""

    programme = fields.String(required=True)
    week = fields.Date(required=True, metadata={"description": "Its Monday"})
    action = fields.Nested(TermSchema, required=True)
    reason = fields.Nested(
        TermSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null where none was given; `others` for reasons of fewer than three records each"},
    )
    decisions = fields.Integer(required=True, metadata={"description": "How many"})
    waited_days = fields.Float(
        required=True, allow_none=True, metadata={"description": "Median of days from receipt to decision"}
    )
    made_up = fields.Boolean(required=True, metadata={"description": "A demonstration: nobody said this"})


class ModerationLogSchema(Schema):
    """A page of the log, the newest week first."""

    total = fields.Integer(required=True, metadata={"description": "Lines on all pages"})
    limit = fields.Integer(required=True)
    offset = fields.Integer(required=True)
    next = fields.String(required=True, allow_none=True, metadata={"description": "Address of the next page"})
    previous = fields.String(required=True, allow_none=True, metadata={"description": "Address of the page before"})
    lines = fields.List(fields.Nested(ModerationLineSchema), required=True)
