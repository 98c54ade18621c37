"""budgets: what each phone handed over today and since it was enrolled; the size of what could not be read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import LongInteger

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

COUNTS = ("entries", "bytes", "malformed", "media_bytes")
COLUMNS = (
    *(("device", name) for name in ("used_day", *(f"used_{one}" for one in COUNTS), *(f"total_{one}" for one in COUNTS))),
    ("ledger_malformed", "size"),
)


def upgrade() -> None:
    for table, column in COLUMNS:
        op.add_column(table, sa.Column(column, LongInteger(), server_default="0", nullable=False))


def downgrade() -> None:
    for table, column in reversed(COLUMNS):
        op.drop_column(table, column)
