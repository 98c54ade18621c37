"""review: by which clocks the weeks of a programme are counted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_week_zone",
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), primary_key=True),
        sa.Column("name", sa.String(60), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("review_week_zone")
