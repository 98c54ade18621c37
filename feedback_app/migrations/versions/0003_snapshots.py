"""snapshots, days of the feed, contents of what was erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import feedback_app.base.db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("share", sa.String(length=32), nullable=False),
        sa.Column("epoch", sa.String(length=40), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("told_at", feedback_app.base.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_snapshot_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("programme_id", "share", "epoch", "position", name="uq_snapshot_place"),
    )
    op.create_index(op.f("ix_snapshot_told_at"), "snapshot", ["told_at"])
    op.create_table(
        "snapshot_part",
        sa.Column("snapshot_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshot.id"], name=op.f("fk_snapshot_part_snapshot_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "n", name=op.f("pk_snapshot_part")),
    )
    op.create_index(op.f("ix_snapshot_part_hash"), "snapshot_part", ["hash"])
    op.create_table(
        "feed_mark",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_feed_mark_programme_id")),
        sa.PrimaryKeyConstraint("programme_id", "day", name=op.f("pk_feed_mark")),
    )
    op.add_column("ledger_erasure", sa.Column("media", sa.JSON(), nullable=True))
