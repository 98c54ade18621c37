"""protection: each officer has a wrap of the key, under a passphrase of their own."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "protection_wrap",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("key_id", sa.String(32), sa.ForeignKey("protection_key.id"), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("wrapped", sa.Text(), nullable=False),
        sa.Column("once", sa.Boolean(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.UniqueConstraint("key_id", "person_id", name="uq_protection_wrap_person"),
    )
    op.create_index("ix_protection_wrap_person_id", "protection_wrap", ["person_id"])
    _share()
    op.drop_column("protection_key", "wrapped")


def _share() -> None:
    """The passphrase that all officers shared becomes one for one use: each sets their own at the next opening."""
    bind = op.get_bind()
    uid = sa.Uuid()
    keys = bind.execute(
        sa.text("SELECT id, programme_id, wrapped, made_at, made_by FROM protection_key").columns(
            id=sa.String(), programme_id=sa.String(), wrapped=sa.Text(), made_at=UtcDateTime(timezone=True), made_by=uid
        )
    ).all()
    officers = bind.execute(
        sa.text(
            "SELECT DISTINCT person_id, programme_id FROM membership WHERE role = 'protection_officer'"
        ).columns(person_id=uid, programme_id=sa.String())
    ).all()
    wrap = sa.table(
        "protection_wrap", sa.column("id", uid), sa.column("key_id", sa.String()), sa.column("person_id", uid),
        sa.column("wrapped", sa.Text()), sa.column("once", sa.Boolean()),
        sa.column("made_at", UtcDateTime(timezone=True)), sa.column("made_by", uid),
    )  # fmt: skip
    for key in keys:
        of = {one.person_id for one in officers if one.programme_id == key.programme_id} | {key.made_by}
        rows = [
            {
                "id": uuid.uuid4(), "key_id": key.id, "person_id": one, "wrapped": key.wrapped, "once": True,
                "made_at": key.made_at, "made_by": key.made_by,
            }
            for one in sorted(of)
        ]  # fmt: skip
        bind.execute(sa.insert(wrap), rows)


def downgrade() -> None:
    op.add_column("protection_key", sa.Column("wrapped", sa.Text(), nullable=False, server_default=""))
    any_wrap = "SELECT max(wrapped) FROM protection_wrap WHERE key_id = protection_key.id"
    op.execute(sa.text(f"UPDATE protection_key SET wrapped = coalesce(({any_wrap}), '')"))
    op.drop_table("protection_wrap")
