"""restores that forget nothing: phones that were vouched for, backups in order, contents whose file is gone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("device", sa.Column("vouched_by", sa.String(length=200), nullable=True))
    op.add_column("ledger_malformed", sa.Column("position", sa.BigInteger(), nullable=True))
    op.add_column("backup", sa.Column("n", sa.Integer(), nullable=True))
    op.add_column("backup", sa.Column("lacking", sa.Integer(), nullable=True))
    # Until now the clock said in which order they were.
    op.execute("update backup set n = (select count(*) from backup as b where b.started_at <= backup.started_at)")
    with op.batch_alter_table("backup") as table:
        table.alter_column("n", existing_type=sa.Integer(), nullable=False)
        table.create_index(op.f("ix_backup_n"), ["n"])
    op.create_table(
        "media_loss",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_media_loss_programme_id")),
        sa.PrimaryKeyConstraint("programme_id", "sha256", name=op.f("pk_media_loss")),
    )
    op.create_table(
        "clock_mark",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trusted_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("went_back", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_mark")),
    )


def downgrade() -> None:
    op.drop_table("clock_mark")
    op.drop_table("media_loss")
    with op.batch_alter_table("backup") as table:
        table.drop_index(op.f("ix_backup_n"))
        table.drop_column("lacking")
        table.drop_column("n")
    with op.batch_alter_table("ledger_malformed") as table:
        table.drop_column("position")
    with op.batch_alter_table("device") as table:
        table.drop_column("vouched_by")
