"""The questions of forms, recorded by facilitators; pictures and sounds that forms bring along."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "prompt",
        sa.Column("programme_id", sa.String(60), nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("instrument", sa.String(60), nullable=False),
        sa.Column("part", sa.String(200), nullable=False),
        sa.Column("language", sa.String(19), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("heard", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name="fk_prompt_programme_id"),
        sa.PrimaryKeyConstraint("programme_id", "place", name="pk_prompt"),
    )
    op.create_table(
        "form_medium",
        sa.Column("programme_id", sa.String(60), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("brought_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name="fk_form_medium_programme_id"),
        sa.PrimaryKeyConstraint("programme_id", "sha256", name="pk_form_medium"),
    )
    op.create_index("ix_prompt_sheet", "prompt", ["programme_id", "instrument", "language"])
    op.create_index("ix_prompt_sha256", "prompt", ["sha256"])


def downgrade() -> None:
    op.drop_table("form_medium")
    op.drop_table("prompt")
