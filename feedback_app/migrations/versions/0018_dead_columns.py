"""dead columns: marks of sealed and erased records and entries, which nothing ever set."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

DEAD = (("record", "sealed"), ("record", "erased"), ("ledger_entry", "sealed"))


def upgrade() -> None:
    for table, column in DEAD:
        op.drop_column(table, column)  # SQLite does it itself, and keeps the partial indexes that a copied table would lose


def downgrade() -> None:
    for table, column in DEAD:
        op.add_column(table, sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()))
