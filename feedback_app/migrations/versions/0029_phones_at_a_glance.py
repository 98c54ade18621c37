"""phones at a glance: the last entry of a phone, and which of the contents that entries name are in no backup, are found
without reading the ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

INDEX = "ix_media_use_not_safe"


def upgrade() -> None:
    op.drop_index("ix_ledger_entry_device", table_name="ledger_entry")
    op.create_index("ix_ledger_entry_device", "ledger_entry", ["device_id", "position"])
    op.add_column("media_use", sa.Column("safe", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "update media_use set safe = true where exists (select 1 from media where media.programme_id ="
        " media_use.programme_id and media.sha256 = media_use.sha256 and media.safe)"
    )
    op.create_index(
        INDEX, "media_use", ["programme_id", "device_id"],
        sqlite_where=sa.text("safe IS 0"), postgresql_where=sa.text("safe IS false"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index(INDEX, table_name="media_use")
    op.drop_column("media_use", "safe")
    op.drop_index("ix_ledger_entry_device", table_name="ledger_entry")
    op.create_index("ix_ledger_entry_device", "ledger_entry", ["device_id"])
