"""public batches: needs come into the public list once a week. What is there today stays there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portfolio_batch",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_portfolio_batch_programme_id")),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("pk_portfolio_batch")),
    )
    op.execute(
        "insert into portfolio_batch (programme_id, until)"
        " select distinct programme_id, current_timestamp from portfolio_item"
    )
    # What is known by codes is written anew, with weeks instead of days.
    op.execute("update ledger_follower set position = 0 where name = 'receipt'")


def downgrade() -> None:
    op.drop_table("portfolio_batch")
