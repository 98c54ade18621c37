"""review: who has a case before them, and until when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

INDEX = "ix_review_case_claimed"


def upgrade() -> None:
    op.add_column("review_case", sa.Column("claimed_by", sa.Uuid(), nullable=True))
    op.add_column("review_case", sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True))
    where = sa.text("claimed_until IS NOT NULL")
    op.create_index(
        INDEX, "review_case", ["programme_id", "claimed_until"], sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    op.drop_index(INDEX, table_name="review_case")
    for column in ("claimed_by", "claimed_until"):
        op.drop_column("review_case", column)
