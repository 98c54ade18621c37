"""record facts: what answers come to, by what their questions mean; filled by `ledger reproject` and its job."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("record", sa.Column("facts_stamp", sa.String(12), server_default="", nullable=False))
    op.create_table(
        "record_fact",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("meaning", sa.String(30), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(130), nullable=False),
        sa.Column("code", sa.String(80), nullable=True),
        sa.Column("number", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("programme_id", "record_id", "meaning", "n", name=op.f("pk_record_fact")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("record_fact")
    op.drop_column("record", "facts_stamp")
