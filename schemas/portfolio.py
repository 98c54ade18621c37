"""The public portfolio on the wire. Texts for people are maps by language, so that one answer serves everyone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

LONGEST_CODE = 60
MOST = 5000
AT_ONCE = 500


def _no_nul(text: str) -> None:
    """PostgreSQL has no such text."""
    if "\x00" in text:
        raise ValidationError("NUL")


CODE: list[Callable[[Any], Any]] = [validate.Length(max=LONGEST_CODE), _no_nul]
_FEWER = "How many voices a figure needs before it is told; figures are rounded down to a multiple of it"


class PortfolioQuerySchema(Schema):
    """What to show. Unknown parameters are ignored."""

    programme = fields.String(load_default="", validate=CODE, metadata={"description": "A programme's id"})
    domain = fields.String(
        load_default="",
        validate=CODE,
        metadata={"description": "A domain's code, such as `eau`"},
    )
    place = fields.String(
        load_default="",
        validate=CODE,
        metadata={"description": "A place's code: needs of this place and of all places under it"},
    )
    theme = fields.UUID(load_default=None, metadata={"description": "A theme's id"})
    limit = fields.Integer(
        load_default=AT_ONCE, validate=validate.Range(1, MOST), metadata={"description": "How many needs at most"}
    )
    offset = fields.Integer(
        load_default=0, validate=validate.Range(0, 10_000_000), metadata={"description": "How many needs to skip"}
    )


class _Texts(fields.Dict):
    """A text by language code."""

    def __init__(self, description: str) -> None:
        super().__init__(
            keys=fields.String(), values=fields.String(), required=True, metadata={"description": description}
        )


class PublicPlaceSchema(Schema):
    """A place, never finer than the programme allows."""

    code = fields.String(required=True, metadata={"description": "The country's own code"})
    name = fields.String(required=True)
    label = fields.String(required=True, metadata={"description": "The name with what tells namesakes apart"})
    level = fields.String(required=True)
    latitude = fields.Float(required=True, allow_none=True)
    longitude = fields.Float(required=True, allow_none=True)


class TermSchema(Schema):
    """A term of a vocabulary."""

    code = fields.String(required=True)
    label = _Texts("By language")


class PartSchema(TermSchema):
    """A term, and how many voices named it."""

    voices = fields.Integer(required=True, metadata={"description": "At least so many"})


class ThemeSchema(Schema):
    """Needs that belong together."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    title_en = fields.String(required=True, metadata={"description": "The French one where it has no other"})


class FunderSchema(Schema):
    """Who pays."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    share = fields.Float(required=True, allow_none=True, metadata={"description": "Percent, when known"})


class PublicProjectSchema(Schema):
    """A project that carries a solution out."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.String(required=True, allow_none=True)
    funders = fields.List(fields.Nested(FunderSchema), required=True)


class SolutionSchema(Schema):
    """What answers a need."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    description = fields.String(required=True)
    project = fields.Nested(PublicProjectSchema, required=True, allow_none=True)


class NeedSchema(Schema):
    """What is missing in a place, and how many say so: all accepted needs that say it together, never a person."""

    id = fields.String(required=True, metadata={"description": "Stable for place, domain, theme and solutions"})
    programme = fields.String(required=True)
    place = fields.Nested(PublicPlaceSchema, required=True)
    domain = fields.Nested(TermSchema, required=True)
    theme = fields.Nested(ThemeSchema, required=True, allow_none=True)
    solution = fields.Nested(
        SolutionSchema, required=True, allow_none=True, metadata={"description": "The first of `solutions`"}
    )
    solutions = fields.List(
        fields.Nested(SolutionSchema), required=True, metadata={"description": "All that answers it"}
    )
    voices = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "At least so many people or groups; never null since lines need `k` voices"},
    )
    k = fields.Integer(required=True, metadata={"description": _FEWER})
    details = fields.List(fields.Nested(PartSchema), required=True, metadata={"description": "What exactly is missing"})
    gravity = fields.List(
        fields.Nested(PartSchema), required=True, metadata={"description": "How serious they find it"}
    )
    first_month = fields.String(required=True, allow_none=True, metadata={"description": "YYYY-MM; null below `k`"})
    last_month = fields.String(required=True, allow_none=True, metadata={"description": "YYYY-MM; null below `k`"})
    gathered = fields.Boolean(
        required=True,
        metadata={"description": "With needs of places under this one, or of other themes, that too few spoke of"},
    )
    made_up = fields.Boolean(required=True, metadata={"description": "A demonstration: nobody said this"})


class PortfolioSchema(Schema):
    """A page of the list, the most voices first."""

    total = fields.Integer(required=True, metadata={"description": "Needs on all pages"})
    voices = fields.Integer(required=True, allow_none=True, metadata={"description": "Behind all of them together"})
    k = fields.Integer(required=True, metadata={"description": _FEWER})
    limit = fields.Integer(required=True)
    offset = fields.Integer(required=True)
    next = fields.String(required=True, allow_none=True, metadata={"description": "Address of the next page"})
    previous = fields.String(required=True, allow_none=True, metadata={"description": "Address of the page before"})
    needs = fields.List(fields.Nested(NeedSchema), required=True)


def _member(schema: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{schema}/properties/{name}"}


_IN_FEATURES = [name for name in NeedSchema().fields if name not in {"id", "place"}]
_PLACE_IN_FEATURES = ("code", "name", "label", "level")

FEATURES: dict[str, Any] = {
    "type": "object",
    "required": ["type", "total", "voices", "k", "limit", "offset", "next", "previous", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "total": {"type": "integer", "description": "Needs on all pages"},
        "voices": {"type": ["integer", "null"]},
        "k": {"type": "integer", "description": _FEWER},
        "limit": {"type": "integer"},
        "offset": {"type": "integer"},
        "next": {"type": ["string", "null"]},
        "previous": {"type": ["string", "null"]},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "id", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "id": {"type": "string", "description": "Of the need"},
                    "geometry": {
                        "type": ["object", "null"],
                        "description": "The point of the place; null where it is not known",
                        "required": ["type", "coordinates"],
                        "properties": {
                            "type": {"const": "Point"},
                            "coordinates": {
                                "type": "array",
                                "items": {"type": "number"},
                                "minItems": 2,
                                "maxItems": 2,
                                "description": "Longitude, latitude",
                            },
                        },
                    },
                    "properties": {
                        "type": "object",
                        "description": "The members of `Need`; `place` without its point",
                        "required": ["place", *_IN_FEATURES],
                        "properties": {
                            "place": {
                                "type": "object",
                                "required": list(_PLACE_IN_FEATURES),
                                "properties": {name: _member("PublicPlace", name) for name in _PLACE_IN_FEATURES},
                            },
                            **{name: _member("Need", name) for name in _IN_FEATURES},
                        },
                    },
                },
            },
        },
    },
}
"""The GeoJSON form of the list, as a JSON Schema."""
