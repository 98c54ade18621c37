"""What every list of rows may be asked for."""

from __future__ import annotations

import functools

from marshmallow import Schema, fields, validate

from schemas.portfolio import AT_ONCE, CODE, MOST

DATA_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""Under which anyone may use what is public, where an installation names no other."""


class PageQuerySchema(Schema):
    """Which rows. Unknown parameters are ignored."""

    programme = fields.String(load_default="", validate=CODE, metadata={"description": "A programme's id"})
    limit = fields.Integer(
        load_default=AT_ONCE, validate=validate.Range(1, MOST), metadata={"description": "How many rows at most"}
    )
    offset = fields.Integer(
        load_default=0, validate=validate.Range(0, 10_000_000), metadata={"description": "How many rows to skip"}
    )


class TermsSchema(Schema):
    """What goes with rows wherever they go."""

    as_of = fields.Date(
        required=True, metadata={"description": "The day on which it was asked for: it is of what was public then"}
    )
    licence = fields.Url(required=True, metadata={"description": "The address of the licence"})


@functools.cache
def with_terms(page: type[Schema]) -> type[Schema]:
    """The schema of a page of rows, with the day and the licence that each page names."""
    return type(page.__name__, (page, TermsSchema), {"__doc__": page.__doc__, "__module__": page.__module__})
