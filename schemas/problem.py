"""Problems on the wire (RFC 9457)."""

from __future__ import annotations

from marshmallow import Schema, fields


class ProblemSchema(Schema):
    """`application/problem+json`."""

    type = fields.String(required=True, metadata={"description": "/problems/<code>, stable"})
    title = fields.String(required=True, metadata={"description": "A sentence in the caller's language"})
    status = fields.Integer(required=True)
    detail = fields.String()
    errors = fields.Raw()
