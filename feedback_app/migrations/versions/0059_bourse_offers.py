"""bourse: what organisations offer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bourse_offer",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("organisation_id", sa.String(80), sa.ForeignKey("organisation.id"), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", UtcDateTime(timezone=True)),
    )
    op.create_index("ix_bourse_offer_organisation", "bourse_offer", ["programme_id", "organisation_id"])
    op.add_column("bourse_pledge", sa.Column("offer_id", sa.Uuid()))


def downgrade() -> None:
    op.drop_column("bourse_pledge", "offer_id")
    op.drop_table("bourse_offer")
