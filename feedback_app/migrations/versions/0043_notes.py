"""review: what reviewers write to each other about records, and whom it names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_note",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(2000), nullable=False),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_review_note_record", "review_note", ["programme_id", "record_id", "at"])
    op.create_table(
        "review_mention",
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), primary_key=True),
        sa.Column("record_id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
    )


def downgrade() -> None:
    op.drop_table("review_mention")
    op.drop_table("review_note")
