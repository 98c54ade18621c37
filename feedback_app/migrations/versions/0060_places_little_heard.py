"""review: between two urgencies there is room for what comes from a place of which little was heard."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sa.text("UPDATE review_case SET urgency = urgency * 2 WHERE urgency > 0"))


def downgrade() -> None:
    op.execute(sa.text("UPDATE review_case SET urgency = urgency / 2 WHERE urgency > 0"))
