"""transcripts: what reviewers write of voices and of words in other languages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_transcript",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(200), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("of_voice", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_review_transcript_record", "review_transcript", ["programme_id", "record_id", "at"])


def downgrade() -> None:
    op.drop_table("review_transcript")
