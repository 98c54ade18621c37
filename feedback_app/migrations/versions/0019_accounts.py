"""accounts: one-time links, sign-ins, sessions that are seen and ended; wrong passwords count by network."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sign_in_try",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login_key", sa.String(64), nullable=False),
        sa.Column("lane", sa.String(64), nullable=False),
        sa.Column("network", sa.String(64), nullable=False),
        sa.Column("browser", sa.String(60), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_try")),
    )
    op.create_index("ix_sign_in_try_login_key_at", "sign_in_try", ["login_key", "at"])
    op.create_index(op.f("ix_sign_in_try_at"), "sign_in_try", ["at"])
    op.create_table(
        "account_link",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_account_link_created_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_link_person_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_account_link")),
    )
    op.create_index(op.f("ix_account_link_person_id"), "account_link", ["person_id"])
    op.add_column("person", sa.Column("initial_password_until", UtcDateTime(timezone=True), nullable=True))
    for name in ("failed_logins", "locked_until"):
        op.drop_column("person", name)
    _sessions()


def _sessions() -> None:
    """Sessions that are open stay so: as if they had been used, and the password typed, when they began."""
    for name in ("last_used_at", "confirmed_at"):
        op.add_column("desk_session", sa.Column(name, UtcDateTime(timezone=True), nullable=True))
    op.execute("UPDATE desk_session SET last_used_at = created_at, confirmed_at = created_at")
    with op.batch_alter_table("desk_session") as batch:
        for name in ("last_used_at", "confirmed_at"):
            batch.alter_column(name, existing_type=UtcDateTime(timezone=True), nullable=False)
        batch.add_column(sa.Column("network", sa.String(64), nullable=False, server_default=""))
        batch.add_column(sa.Column("browser", sa.String(60), nullable=False, server_default=""))
        batch.add_column(sa.Column("failed_before", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("desk_session") as batch:
        for name in ("failed_before", "browser", "network", "confirmed_at", "last_used_at"):
            batch.drop_column(name)
    op.add_column("person", sa.Column("locked_until", UtcDateTime(timezone=True), nullable=True))
    op.add_column("person", sa.Column("failed_logins", sa.Integer(), nullable=False, server_default="0"))
    op.drop_column("person", "initial_password_until")
    op.drop_table("account_link")
    op.drop_table("sign_in_try")
