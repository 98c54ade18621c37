"""protection: reports sealed to a key of protection officers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "protection_key",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("public_key", sa.String(100), nullable=False),
        sa.Column("wrapped", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
    )
    op.create_index("ix_protection_key_programme_id", "protection_key", ["programme_id"])
    op.create_table(
        "protection_report",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("key_id", sa.String(32), sa.ForeignKey("protection_key.id"), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("urgent", sa.Boolean()),
        sa.Column("triaged_at", UtcDateTime(timezone=True)),
        sa.Column("triaged_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("ended_at", UtcDateTime(timezone=True)),
        sa.Column("ended_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("ending", sa.String(20)),
        sa.UniqueConstraint("programme_id", "sha256", name="uq_protection_report_sha256"),
    )
    op.create_index("ix_protection_report_day", "protection_report", ["programme_id", "day"])
    op.create_table(
        "protection_referral",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("report_id", sa.Uuid(), sa.ForeignKey("protection_report.id"), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("key_id", sa.String(32), sa.ForeignKey("protection_key.id"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_protection_referral_report_id", "protection_referral", ["report_id"])


def downgrade() -> None:
    op.drop_table("protection_referral")
    op.drop_table("protection_report")
    op.drop_table("protection_key")
