"""portfolio: what was spoken of more often in a week than before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signal_digest",
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), primary_key=True),
        sa.Column("week", sa.Date(), primary_key=True),
        sa.Column("compared", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "weak_signal",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("place_path", sa.String(400), nullable=False),
        sa.Column("voices", sa.Integer(), nullable=False),
        sa.Column("voices_before", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Double(), nullable=False),
        sa.Column("p", sa.Double(), nullable=False),
        sa.Column("state", sa.String(20), server_default="open", nullable=False),
        sa.Column("reason", sa.String(300), server_default="", nullable=False),
        sa.Column("decided_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
    )
    op.create_index("ix_weak_signal_week", "weak_signal", ["programme_id", "week"])


def downgrade() -> None:
    op.drop_table("weak_signal")
    op.drop_table("signal_digest")
