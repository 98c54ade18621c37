"""Problems on the wire (RFC 9457)."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields


class ReceivedRequestSchema(Schema):
    """What the server saw of a request."""

    host = fields.String(required=True)
    origin = fields.String(required=True)


class ProblemSchema(Schema):
    """`application/problem+json`. Readers pass over members that they do not know."""

    class Meta:
        unknown = EXCLUDE

    type = fields.String(required=True, metadata={"description": "/problems/<code>, stable"})
    title = fields.String(required=True, metadata={"description": "A sentence in the caller's language"})
    status = fields.Integer(required=True)
    detail = fields.String()
    errors = fields.Raw(metadata={"description": "What is wrong, by field"})
    limit = fields.Integer(metadata={"description": "`too-large`: the most bytes that are taken"})
    offset = fields.Integer(metadata={"description": "`offset-mismatch`: where the upload stands"})
    seen = fields.Nested(
        ReceivedRequestSchema, metadata={"description": "`misconfigured`: by which names the request came"}
    )
