"""consent: media whose use was refused or taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "media_refusal",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_media_refusal_programme_id_programme")),
        sa.PrimaryKeyConstraint("programme_id", "record_id", "sha256", name=op.f("pk_media_refusal")),
    )
    op.create_index("ix_media_refusal_sha256", "media_refusal", ["sha256"])
    op.create_table(
        "record_suspension",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_record_suspension_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("programme_id", "record_id", name=op.f("pk_record_suspension")),
    )
    op.create_table(
        "retention_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("deleted", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_retention_run_programme_id_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_run")),
    )
    op.create_index(op.f("ix_retention_run_programme_id"), "retention_run", ["programme_id"])
    op.create_table(
        "breach",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("noticed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("noted_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=2000), nullable=False),
        sa.Column("affected", sa.String(length=1000), nullable=False),
        sa.Column("authority_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("informed", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_breach_programme_id_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach")),
    )
    op.create_index(op.f("ix_breach_programme_id"), "breach", ["programme_id"])
    op.add_column("portfolio_item", sa.Column("hidden", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("portfolio_item", "hidden")
    for table in ("breach", "retention_run", "record_suspension"):
        op.drop_table(table)
    op.drop_table("media_refusal")
