"""portfolio: replies about a milestone of a project of the exchange."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("portfolio_reply", sa.Column("bourse_project_id", sa.Uuid()))
    op.add_column("portfolio_reply", sa.Column("milestone_key", sa.String(20)))
    op.add_column("portfolio_reply", sa.Column("title", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_portfolio_reply_bourse_project", "portfolio_reply", ["bourse_project_id"])


def downgrade() -> None:
    op.drop_index("ix_portfolio_reply_bourse_project", "portfolio_reply")
    for column in ("title", "milestone_key", "bourse_project_id"):
        op.drop_column("portfolio_reply", column)
