"""review: the queue's order begins with how pressing a record is, and it is filtered by phone, language, photo and voice."""

from __future__ import annotations

from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

AT_ONCE = 20_000
OLD: dict[str, tuple[tuple[str, ...], str | None, str | None]] = {
    "queue": ((), None, None),
    "author": (("author_id",), None, None),
    "instrument": (("instrument",), None, None),
    "project": (("project_id",), "project_id IS NOT NULL", "project_id IS NOT NULL"),
    "danger": (("danger",), "danger <> ''", "danger <> ''"),
    "quarantined": (("quarantined",), "quarantined = 1", "quarantined"),
    "clock": (("odd_clock",), "odd_clock = 1", "odd_clock"),
}
NEW = OLD | {
    "device": (("device_id",), None, None),
    "language": (("language",), None, None),
    "photo": (("has_photo",), "has_photo = 1", "has_photo"),
    "voice": (("has_voice",), "has_voice = 1", "has_voice"),
}
"""By the index's name: what stands before the order, and which cases are in it on SQLite and PostgreSQL."""
CASE = sa.table(
    "review_case", *(sa.column(name) for name in ("programme_id", "position", "rev", "language")),
    sa.column("record_id", sa.Uuid()), sa.column("device_id", sa.Uuid()),
)  # fmt: skip
ENTRY = sa.table(
    "ledger_entry", *(sa.column(name) for name in ("programme_id", "position", "body")), sa.column("device_id", sa.Uuid())
)


def upgrade() -> None:
    for column in (
        sa.Column("urgency", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(20), nullable=False, server_default=""),
        sa.Column("has_photo", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("has_voice", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("review_case", column)
    for name in OLD:
        op.drop_index(f"ix_review_case_{name}", table_name="review_case")
    _fill()
    for name, (columns, sqlite, postgresql) in NEW.items():
        _create(name, (*columns, "state", "urgency", "position"), sqlite, postgresql)


def downgrade() -> None:
    for name in NEW:
        op.drop_index(f"ix_review_case_{name}", table_name="review_case")
    for column in ("urgency", "device_id", "language", "has_photo", "has_voice"):
        op.drop_column("review_case", column)
    for name, (columns, sqlite, postgresql) in OLD.items():
        _create(name, (*columns, "state", "position"), sqlite, postgresql)


def _create(name: str, columns: tuple[str, ...], sqlite: str | None, postgresql: str | None) -> None:
    where: dict[str, Any] = {}
    if sqlite and postgresql:
        where = {"sqlite_where": sa.text(sqlite), "postgresql_where": sa.text(postgresql)}
    op.create_index(f"ix_review_case_{name}", "review_case", ["programme_id", *columns], **where)


def _fill() -> None:
    connection = op.get_bind()
    same = "programme_id = review_case.programme_id AND record_id = review_case.record_id"
    connection.execute(sa.text(f"""
        UPDATE review_case SET urgency = CASE WHEN danger <> '' THEN 4 ELSE coalesce((
            SELECT max(CASE WHEN meaning = 'sensitive' OR code = 'grave' THEN 2 WHEN code = 'vital' THEN 3
                            WHEN code = 'gene' THEN 1 ELSE 0 END)
            FROM record_fact WHERE {same} AND meaning IN ('severity', 'sensitive')), 0) END,
        has_photo = EXISTS (SELECT 1 FROM media_use WHERE {same} AND rev = review_case.rev AND type LIKE 'image/%'),
        has_voice = EXISTS (SELECT 1 FROM media_use WHERE {same} AND rev = review_case.rev AND type LIKE 'audio/%')
    """))  # noqa: S608 - of constants
    here = CASE.c.programme_id == sa.bindparam("programme"), CASE.c.record_id == sa.bindparam("record")
    noted = sa.update(CASE).where(*here).values(device_id=sa.bindparam("device"), language=sa.bindparam("spoken"))
    joined = sa.and_(ENTRY.c.programme_id == CASE.c.programme_id, ENTRY.c.position == CASE.c.position)
    columns = CASE.c.programme_id, CASE.c.record_id, CASE.c.position, ENTRY.c.device_id, ENTRY.c.body
    chosen = sa.select(*columns).join(ENTRY, joined).order_by(CASE.c.position).limit(AT_ONCE)
    for (programme,) in connection.execute(sa.select(CASE.c.programme_id).distinct()).all():
        mine = chosen.where(CASE.c.programme_id == programme)
        rows = connection.execute(mine).all()
        while rows:
            values: list[dict[str, Any]] = [
                {"programme": programme, "record": one.record_id, "device": one.device_id, "spoken": _language(one.body)}
                for one in rows
            ]
            connection.execute(noted, values)
            rows = connection.execute(mine.where(CASE.c.position > rows[-1].position)).all()


def _language(body: Any) -> str:
    """In which language the person was asked; empty where the entry does not say it or cannot be read."""
    try:
        consent = orjson.loads(body).get("consent")
        language = consent.get("language")
    except (orjson.JSONDecodeError, AttributeError):
        return ""
    return language[:20].replace("\0", "") if isinstance(language, str) else ""
