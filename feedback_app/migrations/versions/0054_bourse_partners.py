"""bourse: companies' people, what they promise and pay, what is written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bourse_partner",
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), primary_key=True),
        sa.Column("organisation_id", sa.String(80), sa.ForeignKey("organisation.id"), nullable=False),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "bourse_pledge",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("project_id", sa.Uuid(), sa.ForeignKey("bourse_project.id"), nullable=False),
        sa.Column("organisation_id", sa.String(80), sa.ForeignKey("organisation.id"), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("amount", sa.BigInteger()),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("confirmed_at", UtcDateTime(timezone=True)),
        sa.Column("withdrawn_at", UtcDateTime(timezone=True)),
    )
    op.create_index("ix_bourse_pledge_programme_id", "bourse_pledge", ["programme_id"])
    op.create_index("ix_bourse_pledge_project", "bourse_pledge", ["project_id", "at"])
    op.create_table(
        "bourse_message",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("project_id", sa.Uuid(), sa.ForeignKey("bourse_project.id"), nullable=False),
        sa.Column("organisation_id", sa.String(80), sa.ForeignKey("organisation.id"), nullable=False),
        sa.Column("is_from_lab", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_bourse_message_programme_id", "bourse_message", ["programme_id"])
    op.create_index("ix_bourse_message_project", "bourse_message", ["project_id", "organisation_id", "at"])


def downgrade() -> None:
    for table in ("bourse_message", "bourse_pledge", "bourse_partner"):
        op.drop_table(table)
