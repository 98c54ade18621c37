"""programme keys: several a programme, of which the newest is current. The keys of names of rows are stored beside them:
they stay when the pair is renewed."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

PURPOSES = (b"echo names of need rows 1", b"echo names of status rows 1")


def upgrade() -> None:
    stored = _rows("select programme_id, private_key, created_at from programme_key")
    op.drop_table("programme_key")
    _create(
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("naming", sa.LargeBinary(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        key=("programme_id", "number"),
        rows=[{**one, "number": 1, "naming": _naming(bytes(one["private_key"]))} for one in stored],
    )


def _rows(statement: str) -> list[dict[str, Any]]:
    read = sa.text(statement).columns(created_at=sa.DateTime(timezone=True), private_key=sa.LargeBinary())
    return [dict(one) for one in op.get_bind().execute(read).mappings()]


def _create(*more: sa.Column[Any], key: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    table = op.create_table(
        "programme_key",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("private_key", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *more,
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_programme_key_programme_id")),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_programme_key")),
    )
    op.bulk_insert(table, rows)


def _naming(private_key: bytes) -> bytes:
    return b"".join(hmac.digest(private_key, purpose, hashlib.sha256) for purpose in PURPOSES)


def downgrade() -> None:
    stored = _rows(
        "select programme_id, private_key, created_at from programme_key where (programme_id, number) in"
        " (select programme_id, max(number) from programme_key group by programme_id)"
    )
    op.drop_table("programme_key")
    _create(key=("programme_id",), rows=stored)
