"""portfolio: where waiting needs may belong, and what people answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "theme_suggestion",
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), primary_key=True),
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("domain", sa.String(20), nullable=False),
        sa.Column("detail", sa.String(60), nullable=True),
        sa.Column("place_path", sa.String(400), nullable=False),
        sa.Column("voices", sa.Integer(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
    )
    op.create_table(
        "theme_suggestion_decision",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("answer", sa.String(20), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
    )
    op.create_index("ix_theme_suggestion_decision_latest", "theme_suggestion_decision", ["programme_id", "id"])


def downgrade() -> None:
    op.drop_table("theme_suggestion_decision")
    op.drop_table("theme_suggestion")
