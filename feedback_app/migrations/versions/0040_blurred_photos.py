"""blurred photos: which parts of them reviewers hide."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_photo_blur",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("parts", sa.String(64), nullable=False),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_review_photo_blur_record", "review_photo_blur", ["programme_id", "record_id", "at"])


def downgrade() -> None:
    op.drop_table("review_photo_blur")
