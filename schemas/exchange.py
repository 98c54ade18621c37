"""The exchange on the wire. Entries are read one by one by `sync.entry`: a bad one never fails its neighbours."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from schemas.enrolment import PhoneKeysSchema, ScopeSchema
from schemas.feed import ROWS
from schemas.quick import QuickSchema

LARGEST = 2**53


class HealthSchema(QuickSchema):
    """How a phone is doing. Every field may be missing: an odd phone must still be able to hand over its records."""

    unsent = fields.Integer(strict=True, allow_none=True, validate=validate.Range(0, LARGEST))
    oldest_unsent_at = fields.String(allow_none=True, validate=validate.Length(max=60))
    media_pending_bytes = fields.Integer(strict=True, allow_none=True, validate=validate.Range(0, LARGEST))
    free_bytes = fields.Integer(strict=True, allow_none=True, validate=validate.Range(0, LARGEST))
    persisted = fields.Boolean(allow_none=True)
    drafts = fields.Integer(strict=True, allow_none=True, validate=validate.Range(0, LARGEST))
    month_bytes = fields.Integer(strict=True, allow_none=True, validate=validate.Range(0, LARGEST))
    app_version = fields.String(allow_none=True, validate=validate.Regexp(r"[^\x00]{0,60}\Z"))


class ExchangeRequestSchema(QuickSchema):
    """What a phone sends."""

    nonce = fields.String(required=True, validate=validate.Length(1, 100))
    clock = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=60))
    cursor = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))
    entries = fields.List(fields.Raw(allow_none=True), load_default=list, validate=validate.Length(max=500))
    health = fields.Raw(load_default=None, allow_none=True)
    snapshots = fields.Boolean(load_default=False)
    carried = fields.List(
        fields.String(validate=validate.Regexp(r"[0-9a-f]{64}\Z")), load_default=list, validate=validate.Length(max=50)
    )
    reports = fields.Raw(
        load_default=None,
        allow_none=True,
        metadata={"description": "Protection reports, `[{key, sealed}]`: what cannot be read of them fails nothing"},
    )
    keys = fields.Raw(
        load_default=None, allow_none=True, metadata={"description": "`NewKeys`: the phone's next keys, to be renewed"}
    )


class NewKeysSchema(PhoneKeysSchema):
    """What a phone proposes to show and to sign with from its next exchange on."""

    token = fields.String(
        required=True,
        validate=validate.Regexp(r"[0-9a-f]{64}\Z"),
        metadata={"description": "SHA-256 of its next token"},
    )


class FaultSchema(Schema):
    """Why an entry is in quarantine; what comes after the reason is what a sentence about it can name."""

    field = fields.String(required=True)
    reason = fields.String(required=True)
    message = fields.Dict(
        keys=fields.String(), values=fields.String(), metadata={"description": "The instrument's own sentence"}
    )
    limit = fields.Integer(metadata={"description": "The most that is taken"})
    instrument = fields.String(metadata={"description": "The instrument that is not known"})
    version = fields.String(metadata={"description": "Its version"})


class AckSchema(Schema):
    """The answer for one entry, in the order sent."""

    id = fields.String(required=True, allow_none=True)
    rev = fields.Integer(required=True, allow_none=True)
    outcome = fields.String(
        required=True, validate=validate.OneOf(["stored", "known", "quarantined", "conflict", "erased"])
    )
    position = fields.Integer()
    errors = fields.List(fields.Nested(FaultSchema))


class ChangeSchema(Schema):
    """One row that travels down."""

    kind = fields.String(required=True, validate=validate.OneOf(list(ROWS)))
    id = fields.String(required=True)
    op = fields.String(required=True, validate=validate.OneOf(["put", "drop"]))
    body = fields.Dict(keys=fields.String(), metadata={"description": "With `put`: by kind, see the `…Row` schemas"})


class SnapshotPartSchema(Schema):
    """One piece of a snapshot: the SHA-256 of its JSON text, and its bytes on the way."""

    hash = fields.String(required=True)
    bytes = fields.Integer(required=True)


class SnapshotSchema(Schema):
    """Where everything shared of this scope is to be fetched, and how many rows it is."""

    parts = fields.List(fields.Nested(SnapshotPartSchema), required=True)
    rows = fields.Integer(required=True)


class CarriedSchema(Schema):
    """What became of a file that this phone carries for another."""

    sha256 = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["unknown", "received", "imported", "unreadable"]))
    kept = fields.Integer(required=True)
    damaged = fields.Integer(required=True)
    safe = fields.Boolean(required=True)


class ExchangeResponseSchema(Schema):
    """What the server answers."""

    nonce = fields.String(required=True)
    clock = fields.String(required=True)
    epoch = fields.String(required=True)
    safe = fields.Integer(required=True)
    acks = fields.List(fields.Nested(AckSchema), required=True)
    missing = fields.List(fields.String(), required=True)
    changes = fields.List(fields.Nested(ChangeSchema), required=True)
    cursor = fields.String(required=True)
    more = fields.Boolean(required=True)
    reset = fields.Boolean()
    snapshot = fields.Nested(SnapshotSchema)
    scope = fields.Nested(ScopeSchema)
    carried = fields.List(fields.Nested(CarriedSchema))
    reports = fields.List(
        fields.String(), metadata={"description": "SHA-256 of the protection reports sent that are here, new or known"}
    )
    keys = fields.String(metadata={"description": "The proposed keys are taken: `token` of them"})
    renew = fields.Boolean(metadata={"description": "The phone is to propose its next keys"})
