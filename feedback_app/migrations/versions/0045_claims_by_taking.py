"""review: whether who has a record before them took it, or only opened it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("review_case", sa.Column("claim_taken", sa.Boolean(), nullable=False, server_default=sa.false()))
    case = sa.table("review_case", sa.column("claim_taken"), sa.column("claimed_until"), sa.column("state"))
    taken = sa.and_(case.c.claimed_until.is_not(None), case.c.state == "in_review")
    op.execute(case.update().where(taken).values(claim_taken=sa.true()))


def downgrade() -> None:
    op.drop_column("review_case", "claim_taken")
