"""codes of records: every record has its spoken code in its row, also those whose body names none, so that it is found by it."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

AT_ONCE = 20_000
RECORD = sa.table(
    "record", sa.column("programme_id"), sa.column("id", sa.Uuid()), sa.column("known_as", sa.Uuid()), sa.column("code")
)


def upgrade() -> None:
    connection = op.get_bind()
    here = RECORD.c.programme_id == sa.bindparam("programme"), RECORD.c.id == sa.bindparam("record")
    named = sa.update(RECORD).where(*here).values(code=sa.bindparam("named"))
    for (programme,) in connection.execute(sa.select(RECORD.c.programme_id).distinct()).all():
        mine = sa.select(RECORD.c.id, RECORD.c.known_as).where(RECORD.c.programme_id == programme, RECORD.c.code.is_(None))
        mine = mine.order_by(RECORD.c.id).limit(AT_ONCE)
        rows = connection.execute(mine).all()
        while rows:
            codes: list[dict[str, Any]] = [
                {"programme": programme, "record": one, "named": _code_of(known_as or one)} for one, known_as in rows
            ]
            connection.execute(named, codes)
            rows = connection.execute(mine.where(RECORD.c.id > rows[-1].id)).all()
    op.create_index("ix_record_code", "record", ["programme_id", "code"])


def downgrade() -> None:
    op.drop_index("ix_record_code", table_name="record")


def _code_of(record_id: uuid.UUID) -> str:
    spread = int.from_bytes(hashlib.sha256(str(record_id).encode()).digest()[:6]) % 10**8
    return f"{spread:08}{98 - spread * 100 % 97:02}"
