"""wanted snapshots: which ones a job is to make; rows of the feed by whose they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import feedback_app.base.db

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "snapshot_wanted",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("share", sa.String(length=32), nullable=False),
        sa.Column("place_path", sa.String(length=400), nullable=False),
        sa.Column("instruments", sa.JSON(), nullable=True),
        sa.Column("asked_at", feedback_app.base.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ticket", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name="fk_snapshot_wanted_programme_id"),
        sa.PrimaryKeyConstraint("programme_id", "share", name="pk_snapshot_wanted"),
    )
    op.create_index("ix_feed_row_owner", "feed_row", ["programme_id", "owner", "position"])


def downgrade() -> None:
    op.drop_index("ix_feed_row_owner", table_name="feed_row")
    op.drop_table("snapshot_wanted")
