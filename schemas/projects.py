"""Themes and projects on the wire. What is not known is null."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from schemas.csr import CsrPlaceSchema
from schemas.observations import RowsSchema
from schemas.page_query import PageQuerySchema
from schemas.portfolio import CODE, FunderSchema, PublicPlaceSchema, SolutionSchema, TermSchema, ThemeSchema


class ThemeRowSchema(ThemeSchema):
    """A theme, with the figures of its lines in the public list."""

    programme = fields.String(required=True)
    domains = fields.List(fields.Nested(TermSchema), required=True)
    places = fields.List(fields.Nested(PublicPlaceSchema), required=True)
    lines = fields.Integer(required=True, metadata={"description": "Lines of the public list that are of it"})
    voices = fields.Integer(required=True, metadata={"description": "At least so many, behind those lines"})
    k = fields.Integer(required=True)
    solutions = fields.List(fields.Nested(SolutionSchema), required=True, metadata={"description": "What answers it"})
    first_month = fields.String(required=True, allow_none=True)
    last_month = fields.String(required=True, allow_none=True)
    made_up = fields.Boolean(required=True, metadata={"description": "A demonstration: nobody said this"})


class ThemesSchema(RowsSchema):
    """Some themes, the most voices first."""

    themes = fields.List(fields.Nested(ThemeRowSchema), required=True)


class ProjectQuerySchema(PageQuerySchema):
    """Which projects."""

    sector = fields.String(load_default="", validate=CODE, metadata={"description": "A sector's code: `water`"})
    place = fields.String(load_default="", validate=CODE, metadata={"description": "The code of a place, or one above"})
    state = fields.String(load_default="", validate=CODE, metadata={"description": "`published` seeks funding"})
    theme = fields.UUID(load_default=None, metadata={"description": "A theme's id"})
    kind = fields.String(
        load_default="",
        validate=CODE,
        metadata={"description": "`exchange`: of the project exchange; `answer`: carries out an answer to needs"},
    )


def _maybe(description: str = "") -> Any:
    return fields.String(required=True, allow_none=True, metadata={"description": description})


def _number(description: str = "") -> Any:
    return fields.Integer(required=True, allow_none=True, metadata={"description": description})


class OpenProjectSchema(Schema):
    """A project, as it is among the open data."""

    id = fields.String(required=True)
    programme = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["exchange", "answer"]))
    title = fields.String(required=True)
    summary = _maybe()
    holder = _maybe("Who carries it")
    state = fields.Nested(TermSchema, required=True, allow_none=True, metadata={"description": "In the exchange"})
    since = _maybe("Since when it is in this state")
    status = _maybe("Of a project outside the exchange, as the register has it")
    sector = fields.Nested(TermSchema, required=True, allow_none=True)
    places = fields.List(fields.Nested(CsrPlaceSchema), required=True)
    themes = fields.List(fields.Nested(ThemeSchema), required=True, metadata={"description": "That it answers"})
    funders = fields.List(fields.Nested(FunderSchema), required=True)
    sdgs = fields.List(fields.Nested(TermSchema), required=True)
    iso26000 = fields.List(fields.Nested(TermSchema), required=True)
    cost = _number("In FCFA")
    found = _number("What is there already")
    promised = _number("By organisations, confirmed")
    paid = _number("By organisations, confirmed")
    sought = _number("What nobody has promised or paid yet")
    currency = _maybe()
    score = fields.Float(required=True, allow_none=True, metadata={"description": "Of 100; null until two scored it"})
    rank = _number("Among those that seek funding and were scored")
    ranked_of = _number("How many these are")
    milestones = _number("How many there are")
    milestones_done = _number("Noted as done, and not contested by the place")
    milestones_contested = _number("Of how many their places say that they are not done")
    made_up = fields.Boolean(required=True, metadata={"description": "A demonstration: nothing of it is real"})


class ProjectsSchema(RowsSchema):
    """Some projects."""

    projects = fields.List(fields.Nested(OpenProjectSchema), required=True)
