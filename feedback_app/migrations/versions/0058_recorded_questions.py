"""review: a question to an author may be recorded, and is for their phones alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

RECORDED = ("review_decision", "timeline_event")


def upgrade() -> None:
    for table in RECORDED:
        op.add_column(table, sa.Column("sound", sa.String(64), nullable=True))
        op.add_column(table, sa.Column("sound_bytes", sa.Integer(), nullable=True))
    op.add_column("media_staff_sound", sa.Column("person_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("media_staff_sound", "person_id")
    for table in RECORDED:
        op.drop_column(table, "sound_bytes")
        op.drop_column(table, "sound")
