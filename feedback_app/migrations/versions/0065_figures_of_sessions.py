"""insight: what sessions say is shown beside the other figures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("insight_release", sa.Column("sessions", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("insight_release", "sessions")
