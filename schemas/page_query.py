"""What every list of rows may be asked for."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from schemas.portfolio import AT_ONCE, CODE, MOST


class PageQuerySchema(Schema):
    """Which rows. Unknown parameters are ignored."""

    programme = fields.String(load_default="", validate=CODE, metadata={"description": "A programme's id"})
    limit = fields.Integer(
        load_default=AT_ONCE, validate=validate.Range(1, MOST), metadata={"description": "How many rows at most"}
    )
    offset = fields.Integer(
        load_default=0, validate=validate.Range(0, 10_000_000), metadata={"description": "How many rows to skip"}
    )
