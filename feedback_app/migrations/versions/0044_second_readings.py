"""review: decisions that are read a second time by somebody else."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_second",
        sa.Column("decision_id", sa.Uuid(), primary_key=True),
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("first_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("first_after", sa.String(20), nullable=False),
        sa.Column("decided_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("after", sa.String(20)),
        sa.Column("reason", sa.String(40)),
        sa.Column("read_at", UtcDateTime(timezone=True)),
    )
    op.create_index("ix_review_second_decided", "review_second", ["programme_id", "decided_at"])
    op.create_index("ix_review_second_read", "review_second", ["programme_id", "read_at"])


def downgrade() -> None:
    op.drop_table("review_second")
