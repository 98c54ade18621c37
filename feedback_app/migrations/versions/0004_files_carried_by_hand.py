"""files carried by hand, and the keys they are sealed to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import feedback_app.base.db

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The keys of programmes that are there already are made when the server starts (`register.keys.give_keys`).
    op.create_table(
        "programme_key",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("private_key", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", feedback_app.base.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_programme_key_programme_id")),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("pk_programme_key")),
    )
    op.create_table(
        "carried_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("brought_at", feedback_app.base.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("told", sa.String(length=200), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("media", sa.Integer(), nullable=False),
        sa.Column("damaged", sa.Integer(), nullable=False),
        sa.Column("last_position", sa.BigInteger(), nullable=True),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.Column("aside", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_carried_file_programme_id")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_carried_file_device_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_carried_file_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carried_file")),
    )
    for column in ("programme_id", "sha256", "brought_at"):
        op.create_index(op.f(f"ix_carried_file_{column}"), "carried_file", [column])
