"""clocks that are years off: 32 bits of milliseconds hold 24 days."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("device", "record", "ledger_entry")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return  # its integers are as long as they need to be
    for table in TABLES:
        op.alter_column(table, "clock_offset_ms", type_=sa.BigInteger())


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for table in TABLES:
        op.alter_column(
            table, "clock_offset_ms", type_=sa.Integer(),
            postgresql_using="greatest(least(clock_offset_ms, 2147483647), -2147483648)",
        )  # fmt: skip
