"""review: decisions counted by week, for anyone to read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_review_decision_at", "review_decision", ["programme_id", "at"])
    op.create_table(
        "review_decision_week",
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), primary_key=True),
        sa.Column("week", sa.Date(), primary_key=True),
        sa.Column("action", sa.String(20), primary_key=True),
        sa.Column("reason", sa.String(40), primary_key=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("waited_days", sa.Double()),
    )


def downgrade() -> None:
    op.drop_table("review_decision_week")
    op.drop_index("ix_review_decision_at", table_name="review_decision")
