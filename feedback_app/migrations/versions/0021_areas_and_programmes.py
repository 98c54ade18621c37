"""areas and programmes: which programme added a place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_owner",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["place.code"], name=op.f("fk_place_owner_code")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_place_owner_programme_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_place_owner")),
    )
    op.create_index(op.f("ix_place_owner_programme_id"), "place_owner", ["programme_id"])


def downgrade() -> None:
    op.drop_table("place_owner")
