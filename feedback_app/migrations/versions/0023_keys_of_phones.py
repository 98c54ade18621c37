"""keys of phones: what a phone shows and signs with no longer follows from what is stored; records name their codes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

DEVICE = (
    ("posting_hash", sa.String(64)),
    ("public_key", sa.String(130)),
    ("keys_since", UtcDateTime()),
    ("next_token_hash", sa.String(64)),
    ("next_posting_hash", sa.String(64)),
    ("next_public_key", sa.String(130)),
    ("former_vouching_key", sa.String(64)),
)
NEXT_TOKEN = "ix_device_next_token_hash"


def upgrade() -> None:
    for name, kind in DEVICE:
        op.add_column("device", sa.Column(name, kind, nullable=True))
    op.create_index(NEXT_TOKEN, "device", ["next_token_hash"], unique=True)
    op.add_column("record", sa.Column("code", sa.String(10), nullable=True))


def downgrade() -> None:
    op.drop_column("record", "code")
    op.drop_index(NEXT_TOKEN, "device")
    for name, _ in reversed(DEVICE):
        op.drop_column("device", name)
