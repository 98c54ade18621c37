"""Observations and sessions on the wire. Texts for people are maps by language."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from schemas.csr import CsrPlaceSchema
from schemas.portfolio import TermSchema


class RowsSchema(Schema):
    """Some rows of all."""

    total = fields.Integer(required=True, metadata={"description": "Rows on all pages"})
    limit = fields.Integer(required=True)
    offset = fields.Integer(required=True)
    next = fields.String(required=True, allow_none=True, metadata={"description": "Address of the next page"})
    previous = fields.String(required=True, allow_none=True, metadata={"description": "Address of the page before"})


class ReleasedRowSchema(Schema):
    """What every released row says of itself."""

    programme = fields.String(required=True)
    shown_since = fields.Date(required=True, metadata={"description": "Since when new figures are in it"})
    k = fields.Integer(required=True, metadata={"description": "Nothing is shown of fewer; 1: exact"})
    made_up = fields.Boolean(required=True, metadata={"description": "A demonstration: nothing of it is real"})


class ObservationCellSchema(ReleasedRowSchema):
    """How many observations gave one answer, in one row of a table."""

    speaker = fields.Nested(TermSchema, required=True, metadata={"description": "Always `observation`"})
    question = fields.Nested(
        TermSchema, required=True, metadata={"description": "`setting`: where one observed; `condition`: its state"}
    )
    by = fields.String(required=True, validate=validate.OneOf(["place", "quarter", "project"]))
    row = fields.Nested(
        TermSchema,
        required=True,
        metadata={"description": "A place, a quarter or several (`2026-1…2026-2`), a project, `*` others, `-` none"},
    )
    answer = fields.Nested(TermSchema, required=True)
    observations = fields.Integer(
        required=True, allow_none=True, metadata={"description": "At least so many; null where it is not shown"}
    )


class ObservationsSchema(RowsSchema):
    """A page of cells."""

    cells = fields.List(fields.Nested(ObservationCellSchema), required=True)


class SessionPlaceSchema(CsrPlaceSchema):
    """A place, as it is called where other rows are of parts of it."""

    label = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class SeedShareSchema(TermSchema):
    """A domain, and which part of all seeds it got."""

    percent = fields.Integer(required=True)


def _at_least(description: str) -> Any:
    about = f"{description}, at least; null where it is not shown"
    return fields.Integer(required=True, allow_none=True, metadata={"description": about})


class SessionsOfPlaceSchema(ReleasedRowSchema):
    """What the sessions of a place say together."""

    id = fields.String(required=True, metadata={"description": "The code of the place"})
    places = fields.List(fields.Nested(SessionPlaceSchema), required=True, metadata={"description": "One"})
    sessions = fields.Integer(required=True, metadata={"description": "At least so many"})
    present = _at_least("People who were there")
    seeds = fields.List(
        fields.Nested(SeedShareSchema), required=True, metadata={"description": "Domains that enough sessions raised"}
    )
    hands_for = _at_least("Hands raised for a proposal, over all votes")
    hands_against = _at_least("Hands raised against")
    hands_neither = _at_least("People who raised no hand for or against")
    first_month = fields.String(required=True, allow_none=True)
    last_month = fields.String(required=True, allow_none=True)


class SessionsSchema(RowsSchema):
    """A page of places."""

    places = fields.List(fields.Nested(SessionsOfPlaceSchema), required=True)
