"""news for many: what is still to be told to everybody behind an answer; receipts are made anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portfolio_news",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("solution_id", sa.Uuid(), nullable=True),
        sa.Column("theme_id", sa.Uuid(), nullable=True),
        sa.Column("upto", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_portfolio_news_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio_news")),
    )
    # More records are delicate than before: the job reads all from the beginning, and phones forget those.
    op.execute("update ledger_follower set position = 0 where name = 'receipt'")


def downgrade() -> None:
    op.drop_table("portfolio_news")
