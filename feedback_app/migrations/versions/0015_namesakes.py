"""namesakes: whose a record is, and what its author's phone calls it where another author's has the same id."""

from __future__ import annotations

import functools
import json

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

LONGEST = 40
RENAMED = "known_as IS NOT NULL"
RECORD = sa.table(
    "record",
    sa.column("programme_id"), sa.column("id", sa.Uuid()), sa.column("author_id", sa.Uuid()), sa.column("owner"),
)  # fmt: skip
ENTRY = sa.table(
    "ledger_entry",
    sa.column("programme_id"), sa.column("record_id", sa.Uuid()), sa.column("position"), sa.column("body", sa.LargeBinary()),
)  # fmt: skip


def upgrade() -> None:
    for table, columns in (("record", ["known_as"]), ("ledger_erasure", ["programme_id", "known_as"])):
        op.add_column(table, sa.Column("owner", sa.String(LONGEST), nullable=True))
        op.add_column(table, sa.Column("known_as", sa.Uuid(), nullable=True))
        where = sa.text(RENAMED)
        op.create_index(f"ix_{table}_known_as", table, columns, sqlite_where=where, postgresql_where=where)
    connection = op.get_bind()
    connection.execute(
        sa.update(RECORD).where(RECORD.c.author_id.is_not(None)).values(owner=_as_text(connection.dialect.name))
    )
    unread = sa.select(RECORD.c.programme_id, RECORD.c.id).where(RECORD.c.author_id.is_(None))
    for programme, record in connection.execute(unread).all():
        if owner := _named_first(connection, programme, record):
            mine = (RECORD.c.programme_id == programme) & (RECORD.c.id == record)
            connection.execute(sa.update(RECORD).where(mine).values(owner=owner))


def _as_text(dialect: str) -> sa.ColumnElement[str]:
    """The author's id as bodies write it. SQLite keeps it as 32 hex digits."""
    if dialect != "sqlite":
        return sa.cast(RECORD.c.author_id, sa.String(LONGEST))
    digits = sa.type_coerce(RECORD.c.author_id, sa.String())
    parts: list[sa.ColumnElement[str]] = [sa.func.substr(digits, start, length) for start, length in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))]
    return functools.reduce(lambda text, part: text + "-" + part, parts)


def _named_first(connection: sa.Connection, programme: str, record: object) -> str | None:
    """Of a record of which only quarantined revisions are held, the first author that one of them names."""
    mine = (ENTRY.c.programme_id == programme) & (ENTRY.c.record_id == record)
    bodies = sa.select(ENTRY.c.body).where(mine).order_by(ENTRY.c.position)
    named = (_author(bytes(body)) for body in connection.execute(bodies).scalars())
    return next((author for author in named if author), None)


def _author(body: bytes) -> str | None:
    try:
        author = json.loads(body).get("author")
    except (ValueError, AttributeError):
        return None
    usable = isinstance(author, str) and 0 < len(author) <= LONGEST and "\x00" not in author
    return author if usable and author.isprintable() else None


def downgrade() -> None:
    for table in ("record", "ledger_erasure"):
        op.drop_index(f"ix_{table}_known_as", table)
        op.drop_column(table, "known_as")
        op.drop_column(table, "owner")
