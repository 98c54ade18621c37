"""portfolio: a solution steps back where places say that it is not done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("solution_step", sa.Column("reply_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("solution_step", "reply_id")
