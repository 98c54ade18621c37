"""review: what the queue filters by stands with the case, an index for each of its orders, counts that are kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import struct
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

AT_ONCE, BLOCK = 20_000, 4096
AHEAD, LONG = dt.timedelta(days=1), dt.timedelta(days=90)
CLOCK_WARNING_MS = 5 * 60 * 1000
ORDERS: dict[str, tuple[tuple[str, ...], str | None, str | None]] = {
    "author": (("author_id",), None, None),
    "instrument": (("instrument",), None, None),
    "project": (("project_id",), "project_id IS NOT NULL", "project_id IS NOT NULL"),
    "danger": (("danger",), "danger <> ''", "danger <> ''"),
    "quarantined": (("quarantined",), "quarantined = 1", "quarantined"),
    "clock": (("odd_clock",), "odd_clock = 1", "odd_clock"),
}
"""By the index's name: what stands before state and position, and which cases are in it on SQLite and PostgreSQL."""

PROGRAMME, DAY = sa.column("programme_id", sa.String()), sa.DateTime(timezone=True)
CASE = sa.table(
    "review_case", PROGRAMME, sa.column("record_id", sa.Uuid()), sa.column("state"), sa.column("position"),
    sa.column("place_path"), sa.column("author_id", sa.Uuid()), sa.column("received_at", DAY), sa.column("project_id"),
    sa.column("danger"), sa.column("quarantined", sa.Boolean()), sa.column("odd_clock", sa.Boolean()), sa.column("search"),
)  # fmt: skip
RECORD = sa.table(
    "record", sa.column("programme_id"), sa.column("id", sa.Uuid()), sa.column("project_id"), sa.column("danger"),
    sa.column("quarantined", sa.Boolean()), sa.column("recorded_at", DAY), sa.column("clock_offset_ms"),
    sa.column("author_id", sa.Uuid()), sa.column("received_at", DAY),
)  # fmt: skip
PERSON = sa.table("person", sa.column("id", sa.Uuid()), sa.column("created_at", DAY))
COUNT = sa.table(
    "review_count", *(sa.column(name) for name in ("programme_id", "place_path", "kind", "value", "n", "first", "last"))
)


def upgrade() -> None:
    connection = op.get_bind()
    for column in (
        sa.Column("project_id", sa.String(80), nullable=True),
        sa.Column("danger", sa.String(10), nullable=False, server_default=""),
        sa.Column("quarantined", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("odd_clock", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("review_case", column)
    op.create_table(
        "review_count",
        sa.Column("programme_id", sa.String(60), nullable=False),
        sa.Column("place_path", sa.String(400), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("value", sa.String(40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_review_count_programme_id")),
        sa.PrimaryKeyConstraint("programme_id", "place_path", "kind", "value", name=op.f("pk_review_count")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "review_word",
        sa.Column("programme_id", sa.String(60), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_review_word_programme_id")),
        sa.PrimaryKeyConstraint("programme_id", "word", name=op.f("pk_review_word")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_review_word_id", "review_word", ["id"])
    op.create_table(
        "review_word_block",
        sa.Column("word_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("block", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cases", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("word_id", "block", name=op.f("pk_review_word_block")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_review_case_position", "review_case", ["programme_id", "position"])
    _mark(connection)
    _count(connection)
    _index_words(connection)
    op.drop_index("ix_review_case_place", "review_case")
    op.create_index(
        "ix_review_case_place", "review_case", ["programme_id", "place_path", "state", "position"],
        postgresql_ops={"place_path": "varchar_pattern_ops"},
    )  # fmt: skip
    for name, (columns, sqlite, postgresql) in ORDERS.items():
        op.create_index(
            f"ix_review_case_{name}", "review_case", ["programme_id", *columns, "state", "position"],
            sqlite_where=sa.text(sqlite) if sqlite else None,
            postgresql_where=sa.text(postgresql) if postgresql else None,
        )  # fmt: skip


def _mark(connection: sa.Connection) -> None:
    """What stood with the record alone."""
    known = {one: since for one, since in connection.execute(sa.select(PERSON.c.id, PERSON.c.created_at))}
    here = CASE.c.programme_id == sa.bindparam("programme"), CASE.c.record_id == sa.bindparam("record")
    marked = sa.update(CASE).where(*here)
    for rows in _records(connection):
        changes = [
            {
                "programme": row.programme_id, "record": row.id, "project_id": row.project_id, "danger": row.danger,
                "quarantined": bool(row.quarantined), "odd_clock": odd,
            }
            for row in rows
            if (odd := _is_odd(row, known.get(row.author_id))) or row.project_id or row.danger or row.quarantined
        ]  # fmt: skip
        if changes:
            connection.execute(marked, changes)


def _records(connection: sa.Connection) -> Iterator[Any]:
    columns = [RECORD.c[name] for name in RECORD.c.keys()]
    for (programme,) in connection.execute(sa.select(RECORD.c.programme_id).distinct()).all():
        mine = sa.select(*columns).where(RECORD.c.programme_id == programme).order_by(RECORD.c.id).limit(AT_ONCE)
        rows = connection.execute(mine).all()
        while rows:
            yield rows
            rows = connection.execute(mine.where(RECORD.c.id > rows[-1].id)).all()


def _is_odd(row: Any, since: dt.datetime | None) -> bool:
    offset = row.clock_offset_ms or 0
    if abs(offset) > CLOCK_WARNING_MS or row.recorded_at is None:
        return bool(abs(offset) > CLOCK_WARNING_MS)
    waited = row.received_at - row.recorded_at + dt.timedelta(milliseconds=offset)
    before = bool(since is not None and waited - AHEAD > row.received_at - since)
    return bool(waited < -AHEAD or waited > LONG or before)


def _count(connection: sa.Connection) -> None:
    counts: dict[tuple[str, str, str, str], list[int]] = {}
    span = sa.func.count(), sa.func.min(CASE.c.position), sa.func.max(CASE.c.position)
    for kind, column in (("state", CASE.c.state), ("author", CASE.c.author_id)):
        by = CASE.c.programme_id, CASE.c.place_path, column
        for programme, path, value, *found in connection.execute(
            sa.select(*by, *span).where(column.is_not(None)).group_by(*by)
        ):
            for step in _steps(path):
                _add(counts, (programme, step, kind, str(value)), found)
    day = sa.func.date(CASE.c.received_at)
    if connection.dialect.name == "postgresql":
        day = sa.func.to_char(sa.func.timezone("UTC", CASE.c.received_at), "YYYY-MM-DD")
    by_day = sa.select(CASE.c.programme_id, day.label("day"), *span).group_by(CASE.c.programme_id, sa.text("day"))
    for programme, value, *found in connection.execute(by_day):
        _add(counts, (programme, "", "day", value), found)
    names = ("programme_id", "place_path", "kind", "value", "n", "first", "last")
    rows = iter(counts.items())
    while some := list(itertools.islice(rows, AT_ONCE)):
        connection.execute(sa.insert(COUNT), [dict(zip(names, (*key, *found), strict=True)) for key, found in some])


def _index_words(connection: sa.Connection) -> None:
    """Of each word, which cases hold it, a block of positions after the other."""
    programmes = connection.execute(sa.select(CASE.c.programme_id).distinct()).scalars().all()
    for programme in programmes:
        words: dict[str, int] = {}
        mine = sa.select(CASE.c.position, CASE.c.search).where(CASE.c.programme_id == programme)
        last = connection.execute(sa.select(sa.func.max(CASE.c.position)).where(CASE.c.programme_id == programme)).scalar()
        for block in range((last or 0) // BLOCK + 1):
            held: dict[str, set[int]] = {}
            here = CASE.c.position >= block * BLOCK, CASE.c.position < (block + 1) * BLOCK
            for position, search in connection.execute(mine.where(*here)):
                for word in _words(search):
                    held.setdefault(word, set()).add(position % BLOCK)
            words |= {word: _word_id(programme, word) for word in held.keys() - words.keys()}
            _insert(connection, "review_word_block", "int8 int4 bytea", sorted(
                (words[word], block, _pack(sorted(numbers))) for word, numbers in held.items()
            ))  # fmt: skip
        _insert(connection, "review_word", "varchar varchar int8", [(programme, word, one) for word, one in sorted(words.items())])


def _insert(connection: sa.Connection, table: str, types: str, rows: list[tuple[Any, ...]]) -> None:
    if not rows:  # a block of positions may hold no case
        return
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" for _ in types.split())
        connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - names of ours
        return
    given = ", ".join(f"CAST(%s AS {kind}[])" for kind in types.split())
    for start in range(0, len(rows), AT_ONCE):
        columns = tuple(list(column) for column in zip(*rows[start : start + AT_ONCE], strict=True))
        connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM unnest({given})", columns)  # noqa: S608


def _words(search: str) -> Iterator[str]:
    for word in search.split():
        yield from [word] if len(word) <= 500 else (word[n : n + 500] for n in range(0, len(word), 100))


def _word_id(programme: str, word: str) -> int:
    named = hashlib.blake2b(f"{programme} {word}".encode(), digest_size=8).digest()
    return int.from_bytes(named, "big", signed=True)


def _pack(numbers: list[int]) -> bytes:
    if len(numbers) * 2 < BLOCK // 8:
        return struct.pack(f"<{len(numbers)}H", *numbers)
    bits = bytearray(BLOCK // 8)
    for n in numbers:
        bits[n // 8] |= 1 << n % 8
    return bytes(bits)


def _steps(path: str) -> list[str]:
    codes = [one for one in path.split("/") if one]
    return ["", *(f"/{'/'.join(codes[: n + 1])}/" for n in range(len(codes)))]


def _add(counts: dict[tuple[str, str, str, str], list[int]], key: tuple[str, str, str, str], found: list[int]) -> None:
    n, first, last = found
    one = counts.get(key)
    counts[key] = [one[0] + n, min(one[1], first), max(one[2], last)] if one else [n, first, last]


def downgrade() -> None:
    for name in ORDERS:
        op.drop_index(f"ix_review_case_{name}", "review_case")
    op.drop_index("ix_review_case_place", "review_case")
    op.create_index("ix_review_case_place", "review_case", ["programme_id", "place_path"])
    op.drop_index("ix_review_case_position", "review_case")
    for table in ("review_count", "review_word", "review_word_block"):
        op.drop_table(table)
    for name in ("project_id", "danger", "quarantined", "odd_clock"):
        op.drop_column("review_case", name)
