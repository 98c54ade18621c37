"""portfolio: answers to replies of which somebody has sent a later one, so that their time is over one day too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portfolio_reply_earlier",
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), primary_key=True),
        sa.Column("record_id", sa.Uuid(), primary_key=True),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("portfolio_reply_earlier")
