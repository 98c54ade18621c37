"""portfolio: replies to places, with the sounds that staff record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "media_staff_sound",
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), primary_key=True),
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("subject_id", sa.Uuid(), primary_key=True),
        sa.Column("public", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_media_staff_sound_sha256", "media_staff_sound", ["sha256"])
    op.create_table(
        "portfolio_reply",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("place_code", sa.String(40)),
        sa.Column("theme_id", sa.Uuid()),
        sa.Column("project_id", sa.String(80)),
        sa.Column("heard", sa.String(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("ask_on", sa.Date()),
        sa.Column("sound", sa.String(64)),
        sa.Column("sound_bytes", sa.Integer()),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("version", sa.Uuid(), nullable=False),
        sa.Column("follows", sa.Uuid()),
        sa.Column("reached", sa.JSON(), nullable=False),
        sa.Column("written_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("written_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("published_at", UtcDateTime(timezone=True)),
        sa.Column("ended_at", UtcDateTime(timezone=True)),
    )
    op.create_index("ix_portfolio_reply_state", "portfolio_reply", ["programme_id", "state"])
    op.create_table(
        "portfolio_reply_answer",
        sa.Column("reply_id", sa.Uuid(), sa.ForeignKey("portfolio_reply.id"), primary_key=True),
        sa.Column("person_id", sa.Uuid(), primary_key=True),
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("fulfilled", sa.String(20), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("voice", sa.String(64)),
        sa.Column("place_code", sa.String(40), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_portfolio_reply_answer_record", "portfolio_reply_answer", ["programme_id", "record_id"])


def downgrade() -> None:
    op.drop_table("portfolio_reply_answer")
    op.drop_table("portfolio_reply")
    op.drop_table("media_staff_sound")
