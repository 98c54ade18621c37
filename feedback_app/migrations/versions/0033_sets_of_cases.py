"""sets of cases: many are decided together, and undone before their authors hear of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("review_decision", sa.Column("publication", sa.String(10), nullable=False, server_default="now"))
    op.create_table(
        "review_set",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("query", sa.String(2000), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("is_cut", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("action", sa.String(20)),
        sa.Column("reason", sa.String(40)),
        sa.Column("message", sa.String()),
        sa.Column("publish_at", UtcDateTime(timezone=True)),
    )
    op.create_index("ix_review_set_state", "review_set", ["state", "publish_at"])
    op.create_table(
        "review_set_item",
        sa.Column("set_id", sa.Uuid(), sa.ForeignKey("review_set.id"), primary_key=True),
        sa.Column("record_id", sa.Uuid(), primary_key=True),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(20), nullable=False),
        sa.Column("decided_before", UtcDateTime(timezone=True)),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("decision_id", sa.Uuid()),
    )
    op.create_index("ix_review_set_item_outcome", "review_set_item", ["set_id", "outcome"])


def downgrade() -> None:
    op.drop_table("review_set_item")
    op.drop_table("review_set")
    op.drop_column("review_decision", "publication")
