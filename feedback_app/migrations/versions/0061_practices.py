"""portfolio: solutions that people found, the records that they come from, what shows them, every change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "practice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("rests_on", sa.JSON(), nullable=False),
        sa.Column("proposed", sa.JSON(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("consent", sa.JSON(), nullable=False),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_practice_created_by")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_practice_programme_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_practice_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
    )
    op.create_index(op.f("ix_practice_programme_id"), "practice", ["programme_id"])

    op.create_table(
        "practice_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_practice_change_by")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_practice_change_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_change")),
    )
    op.create_index("ix_practice_change_practice", "practice_change", ["practice_id", "at"])

    op.create_table(
        "practice_evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("noted_for", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shows", sa.String(), nullable=False),
        sa.Column("place_code", sa.String(length=40), nullable=True),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_practice_evidence_practice_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_practice_evidence_programme_id")),
        sa.ForeignKeyConstraint(["published_by"], ["person.id"], name=op.f("fk_practice_evidence_published_by")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_practice_evidence_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_evidence")),
    )
    op.create_index(op.f("ix_practice_evidence_practice_id"), "practice_evidence", ["practice_id"])

    op.create_table(
        "practice_source",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("lifted_for", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_practice_source_by")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_practice_source_practice_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_practice_source_programme_id")),
        sa.PrimaryKeyConstraint("programme_id", "record_id", name=op.f("pk_practice_source")),
    )
    op.create_index(op.f("ix_practice_source_practice_id"), "practice_source", ["practice_id"])


def downgrade() -> None:
    op.drop_table("practice_source")
    op.drop_table("practice_evidence")
    op.drop_table("practice_change")
    op.drop_table("practice")
