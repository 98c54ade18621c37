"""review: what cases are flagged for, their tags, and to whom a record is given. Cases that are there are flagged by the
job `likeness`, in slices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("review_case", sa.Column("marks", sa.String()))
    op.add_column("review_decision", sa.Column("whom", sa.Uuid()))
    op.add_column("review_set", sa.Column("whom", sa.Uuid()))
    op.create_table(
        "review_flag",
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), primary_key=True),
        sa.Column("record_id", sa.Uuid(), primary_key=True),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("found", sa.String(16), nullable=False),
        sa.Column("figures", sa.String(60), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("comment", sa.String(300)),
        sa.Column("dismissed_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("dismissed_at", UtcDateTime(timezone=True)),
    )
    op.create_table(
        "review_tag",
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), primary_key=True),
        sa.Column("record_id", sa.Uuid(), primary_key=True),
        sa.Column("tag", sa.String(30), primary_key=True),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("review_tag")
    op.drop_table("review_flag")
    op.drop_column("review_set", "whom")
    op.drop_column("review_decision", "whom")
    op.drop_column("review_case", "marks")
