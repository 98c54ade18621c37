"""What the doctor is answered. Not for others: it is not in the OpenAPI document."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class ReflectionSchema(Schema):
    """How a request arrived."""

    host = fields.String(required=True)
    scheme = fields.String(required=True, validate=validate.OneOf(["http", "https"]))
    address = fields.String(required=True)
    addresses = fields.List(fields.String(), required=True)
    bytes = fields.Integer(strict=True, required=True)
