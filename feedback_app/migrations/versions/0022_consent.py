"""consent: media whose use was refused or taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "media_refusal",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_media_refusal_programme_id_programme")),
        sa.PrimaryKeyConstraint("programme_id", "record_id", "sha256", name=op.f("pk_media_refusal")),
    )
    op.create_index("ix_media_refusal_sha256", "media_refusal", ["sha256"])


def downgrade() -> None:
    op.drop_table("media_refusal")
