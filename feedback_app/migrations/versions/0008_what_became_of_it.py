"""what became of it: first readings, how far solutions came, codes that records are asked after by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import feedback_app.base.db

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = feedback_app.base.db.UtcDateTime(timezone=True)


def upgrade() -> None:
    # What is there already is read from the beginning by the job `receipts`.
    op.create_table(
        "review_reading",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_review_reading_by")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_review_reading_programme_id")),
        sa.PrimaryKeyConstraint("programme_id", "record_id", "rev", name=op.f("pk_review_reading")),
    )
    op.create_table(
        "solution_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("solution_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("project_id", sa.String(length=80), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_solution_step_by")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_solution_step_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solution_step")),
    )
    op.create_index("ix_solution_step_solution", "solution_step", ["solution_id", "at"])
    op.create_table(
        "receipt",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("on_phones", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_receipt_programme_id")),
        sa.PrimaryKeyConstraint("programme_id", "record_id", name=op.f("pk_receipt")),
    )
    op.create_index("ix_receipt_code", "receipt", ["code"])
    op.create_index("ix_receipt_last", "receipt", ["programme_id", "on_phones", "last_at"])


def downgrade() -> None:
    for table in ("receipt", "solution_step", "review_reading"):
        op.drop_table(table)
