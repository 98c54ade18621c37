"""The CSR map on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from schemas.page_query import PageQuerySchema
from schemas.portfolio import CODE, TermSchema


class CsrInitiativeQuerySchema(PageQuerySchema):
    """Which initiatives."""

    sector = fields.String(load_default="", validate=CODE, metadata={"description": "A sector's code: `water`"})
    subject = fields.String(load_default="", validate=CODE, metadata={"description": "An ISO 26000 subject's code"})
    goal = fields.String(load_default="", validate=CODE, metadata={"description": "A goal of the United Nations: `6`"})
    place = fields.String(load_default="", validate=CODE, metadata={"description": "The code of a compared place"})
    year = fields.Integer(
        load_default=None, validate=validate.Range(1900, 2100), metadata={"description": "A year in which they run"}
    )


def _maybe(description: str = "") -> Any:
    return fields.String(required=True, allow_none=True, metadata={"description": description})


class CsrPlaceSchema(Schema):
    """A place."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    level = _maybe()
    latitude = fields.Float(required=True, allow_none=True)
    longitude = fields.Float(required=True, allow_none=True)


class CsrFunderSchema(Schema):
    """Who pays."""

    id = _maybe("Of the organisation, where its sheet is public")
    name = fields.String(required=True)
    share = fields.Float(required=True, allow_none=True, metadata={"description": "Percent, when known"})


class _SourcedSchema(Schema):
    id = fields.String(required=True)
    programme = fields.String(required=True)
    code = fields.String(required=True, metadata={"description": "What files call it"})
    places = fields.List(fields.Nested(CsrPlaceSchema), required=True)
    source_url = _maybe()
    source_date = _maybe("`2024`, `2024-03` or `2024-03-20`")
    confidence = fields.Nested(TermSchema, required=True, allow_none=True)
    made_up = fields.Boolean(required=True, metadata={"description": "A demonstration: nothing of it is real"})


class _AnnouncedSchema(_SourcedSchema):
    title = fields.String(required=True)
    funders = fields.List(fields.Nested(CsrFunderSchema), required=True)
    sectors = fields.List(fields.Nested(TermSchema), required=True)
    iso26000 = fields.List(fields.Nested(TermSchema), required=True)
    sdgs = fields.List(fields.Nested(TermSchema), required=True)
    place_note = _maybe("What the source says of the place")
    committed = fields.Integer(required=True, allow_none=True, metadata={"description": "Announced, in FCFA"})
    currency = fields.String(required=True)
    first_year = fields.Integer(required=True, allow_none=True)
    last_year = fields.Integer(required=True, allow_none=True)


class CsrInitiativeSchema(_AnnouncedSchema):
    """An initiative. What is not known is null; an amount is never 0."""

    paid = fields.Integer(required=True, allow_none=True, metadata={"description": "Paid, in FCFA"})
    stage = fields.Nested(TermSchema, required=True, allow_none=True)
    implementer = _maybe()


class CsrCommitmentSchema(_AnnouncedSchema):
    """What an organisation promised. What is not known is null; an amount is never 0."""


class CsrOrganisationSchema(_SourcedSchema):
    """An organisation."""

    name = fields.String(required=True)
    kind = fields.Nested(TermSchema, required=True, allow_none=True)
    activity = _maybe()
    about = _maybe()
    website = _maybe()
    initiatives = fields.Integer(required=True, metadata={"description": "How many public initiatives it pays for"})


class _ManySchema(Schema):
    total = fields.Integer(required=True)
    limit = fields.Integer(required=True)
    offset = fields.Integer(required=True)
    next = fields.String(required=True, allow_none=True)
    previous = fields.String(required=True, allow_none=True)


class CsrInitiativesSchema(_ManySchema):
    """Some initiatives."""

    initiatives = fields.List(fields.Nested(CsrInitiativeSchema), required=True)


class CsrCommitmentsSchema(_ManySchema):
    """Some commitments."""

    commitments = fields.List(fields.Nested(CsrCommitmentSchema), required=True)


class CsrOrganisationsSchema(_ManySchema):
    """Some organisations."""

    organisations = fields.List(fields.Nested(CsrOrganisationSchema), required=True)


def features_schema(rows: str) -> dict[str, Any]:
    """The JSON Schema of a page as a FeatureCollection; properties as in the JSON list."""
    properties = {"type": "object", "description": f"As in the JSON list of {rows}"}
    geometry = {"type": ["object", "null"], "description": "The point of the first place that has one; else null"}
    feature = {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"}, "id": {"type": "string"}, "geometry": geometry, "properties": properties,
        },
    }  # fmt: skip
    return {
        "type": "object",
        "required": ["type", "total", "limit", "offset", "next", "previous", "features"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            **{name: {"type": "integer"} for name in ("total", "limit", "offset")},
            **{name: {"type": ["string", "null"]} for name in ("next", "previous")},
            "features": {"type": "array", "items": feature},
        },
    }
