"""Feelings and scores on the wire. Texts for people are maps by language."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from schemas.portfolio import TermSchema


class FeelingCellSchema(Schema):
    """How many voices gave one answer, in one row of a table."""

    programme = fields.String(required=True)
    shown_since = fields.Date(required=True, metadata={"description": "Since when new figures are in it"})
    k = fields.Integer(required=True, metadata={"description": "Nothing is shown of fewer voices; 1: exact"})
    made_up = fields.Boolean(required=True, metadata={"description": "A demonstration: nobody said this"})
    speaker = fields.Nested(
        TermSchema, required=True, metadata={"description": "`single` people or `group`s: not to be added up"}
    )
    question = fields.Nested(
        TermSchema,
        required=True,
        metadata={"description": "`pleasure`, `arousal` (0 to 4, ordered), `emotion`, `score:…` (1 to 5, ordered)"},
    )
    by = fields.String(required=True, validate=validate.OneOf(["place", "quarter", "project"]))
    row = fields.Nested(
        TermSchema,
        required=True,
        metadata={"description": "A place, a quarter or several (`2026-1…2026-2`), a project, `*` others, `-` none"},
    )
    answer = fields.Nested(TermSchema, required=True)
    voices = fields.Integer(
        required=True, allow_none=True, metadata={"description": "At least so many; null where it is not shown"}
    )


class FeelingsSchema(Schema):
    """A page of cells."""

    total = fields.Integer(required=True, metadata={"description": "Cells on all pages"})
    limit = fields.Integer(required=True)
    offset = fields.Integer(required=True)
    next = fields.String(required=True, allow_none=True, metadata={"description": "Address of the next page"})
    previous = fields.String(required=True, allow_none=True, metadata={"description": "Address of the page before"})
    cells = fields.List(fields.Nested(FeelingCellSchema), required=True)
