"""portfolio: themes have a name in English, a place, a detail and an end; needs know whose voice they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

NEW_ID = "lower(hex(randomblob(16)))"
"""Of a row, in SQLite."""
OF_ITEM = (
    "SELECT NEW.programme_id AS programme_id, NEW.domain AS domain FROM programme p"
    " LEFT JOIN portfolio_batch b ON b.programme_id = p.id WHERE p.id = NEW.programme_id"
    " AND (NEW.accepted_at < b.until OR json_extract(p.settings, '$.demo') IS NOT NULL)"
)
VOICE_ON_SQLITE = (
    "CREATE TRIGGER portfolio_item_voice AFTER UPDATE OF voice ON portfolio_item WHEN NEW.voice <> OLD.voice BEGIN"
    f" DELETE FROM portfolio_counts_change WHERE (programme_id, domain) IN ({OF_ITEM});"
    f" INSERT INTO portfolio_counts_change (programme_id, domain, id) SELECT programme_id, domain, {NEW_ID}"
    f" FROM ({OF_ITEM}); END"
)
VOICE_ON_POSTGRESQL = (
    "CREATE TRIGGER portfolio_item_voice AFTER UPDATE OF voice ON portfolio_item FOR EACH ROW"
    " WHEN (NEW.voice IS DISTINCT FROM OLD.voice) EXECUTE FUNCTION portfolio_item_changed()"
)


def upgrade() -> None:
    for column in (
        sa.Column("title_en", sa.String(200), nullable=False, server_default=""),
        sa.Column("place_path", sa.String(400), nullable=False, server_default=""),
        sa.Column("detail", sa.String(60)),
        sa.Column("ended_as", sa.String(20)),
        sa.Column("ended_at", UtcDateTime(timezone=True)),
    ):
        op.add_column("theme", column)
    op.add_column("portfolio_proposal", sa.Column("title_en", sa.String(200), nullable=False, server_default=""))
    op.add_column("portfolio_item", sa.Column("voice", sa.String(32), nullable=False, server_default=""))
    op.create_table(
        "theme_successor",
        sa.Column("theme_id", sa.Uuid(), sa.ForeignKey("theme.id"), primary_key=True),
        sa.Column("successor_id", sa.Uuid(), sa.ForeignKey("theme.id"), primary_key=True),
    )
    op.create_index("ix_theme_successor_successor_id", "theme_successor", ["successor_id"])
    op.execute(VOICE_ON_SQLITE if op.get_bind().dialect.name == "sqlite" else VOICE_ON_POSTGRESQL)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER portfolio_item_voice")
    else:
        op.execute("DROP TRIGGER portfolio_item_voice ON portfolio_item")
    op.drop_table("theme_successor")
    op.drop_column("portfolio_item", "voice")
    op.drop_column("portfolio_proposal", "title_en")
    for name in ("ended_at", "ended_as", "detail", "place_path", "title_en"):
        op.drop_column("theme", name)
