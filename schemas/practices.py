"""Solutions that people found, on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from schemas.csr import CsrPlaceSchema
from schemas.page_query import PageQuerySchema
from schemas.portfolio import CODE, TermSchema


class LocalSolutionQuerySchema(PageQuerySchema):
    """Which solutions."""

    domain = fields.String(load_default="", validate=CODE, metadata={"description": "A domain's code: `eau`"})
    stage = fields.String(load_default="", validate=CODE, metadata={"description": "A stage's code: `proven`"})
    place = fields.String(load_default="", validate=CODE, metadata={"description": "The code of a place, or one above"})


def _maybe(description: str = "") -> Any:
    return fields.String(required=True, allow_none=True, metadata={"description": description})


def _amount(description: str) -> Any:
    return fields.Integer(required=True, allow_none=True, metadata={"description": description})


class BothLanguagesSchema(Schema):
    """French, and English where somebody wrote it."""

    fr = fields.String(required=True)
    en = _maybe()


class LocalSolutionThemeSchema(Schema):
    """A theme that it answers."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    title_en = fields.String(required=True, metadata={"description": "The French one where it has no other"})


class LocalSolutionEvidenceSchema(Schema):
    """Something that shows whether it works."""

    kind = fields.Nested(TermSchema, required=True, allow_none=True)
    source = fields.String(required=True, metadata={"description": "Who saw or measured it, by office or organisation"})
    day = fields.String(required=True)
    shows = fields.String(required=True)
    place = _maybe("The name of a coarse place")


class LocalSolutionSchema(Schema):
    """A solution that people found. What is not known is null."""

    id = fields.String(required=True)
    programme = fields.String(required=True)
    title = fields.Nested(BothLanguagesSchema, required=True)
    summary = fields.Nested(BothLanguagesSchema, required=True)
    stage = fields.Nested(TermSchema, required=True, allow_none=True)
    phase = fields.String(required=True, metadata={"description": "Sense, Explore, Test or Grow"})
    domains = fields.List(fields.Nested(TermSchema), required=True)
    sdgs = fields.List(fields.Nested(TermSchema), required=True)
    themes = fields.List(fields.Nested(LocalSolutionThemeSchema), required=True)
    places = fields.List(fields.Nested(CsrPlaceSchema), required=True)
    tried_in = fields.List(fields.Nested(CsrPlaceSchema), required=True)
    makers = fields.Nested(TermSchema, required=True, allow_none=True)
    credit = _maybe("The name that those who found it chose; null where they chose none")
    traditional = fields.Nested(TermSchema, required=True, allow_none=True)
    holders_agreed_on = _maybe("The day on which the holders of traditional knowledge agreed")
    cost_low = _amount("In FCFA, for one `cost_unit`")
    cost_high = _amount("In FCFA, for one `cost_unit`")
    cost_unit = _maybe()
    cost_year = _amount("The year of these prices")
    currency = fields.String(required=True)
    copying = fields.Nested(TermSchema, required=True, allow_none=True)
    conditions = _maybe("What must be so for it to work")
    seeds = _maybe("What one needs to begin")
    hands = _maybe("How many people, for how long")
    risks = _maybe("Limits and risks")
    how = _maybe("How it is made and used")
    evidence = fields.List(fields.Nested(LocalSolutionEvidenceSchema), required=True)
    published_on = _maybe()
    made_up = fields.Boolean(required=True, metadata={"description": "A demonstration: nothing of it is real"})


class LocalSolutionsSchema(Schema):
    """Some solutions."""

    total = fields.Integer(required=True)
    limit = fields.Integer(required=True)
    offset = fields.Integer(required=True)
    next = fields.String(required=True, allow_none=True)
    previous = fields.String(required=True, allow_none=True)
    solutions = fields.List(fields.Nested(LocalSolutionSchema), required=True)
