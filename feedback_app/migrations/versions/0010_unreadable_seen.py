"""what could not be read is looked at: by whom, and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ledger_malformed") as table:
        table.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("seen_by", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_ledger_malformed_seen_by"), "person", ["seen_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("ledger_malformed") as table:
        table.drop_constraint(op.f("fk_ledger_malformed_seen_by"), type_="foreignkey")
        table.drop_column("seen_by")
        table.drop_column("seen_at")
