"""backups that were proven."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import feedback_app.base.db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backup",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("target", sa.String(length=400), nullable=False),
        sa.Column("started_at", feedback_app.base.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", feedback_app.base.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ok", sa.Boolean(), nullable=True),
        sa.Column("problem", sa.String(length=400), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=True),
        sa.Column("media", sa.Integer(), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup")),
    )
    op.create_index(op.f("ix_backup_started_at"), "backup", ["started_at"])
    op.add_column("media", sa.Column("safe", sa.Boolean(), server_default=sa.false(), nullable=False))
