"""What SQLite knows of how its tables are filled: by statistics that are as old as the last `ANALYZE`, and by guesses
without. PostgreSQL counts by itself. A statement whose plan matters depends on neither: `base/plans.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from feedback_app.base.db import AnySession, db, reading, transaction

SAMPLE = 400
"""Rows of an index that SQLite looks at."""
MANY = 10
"""Rows of one value, as the sample has it, from which on it may have ended within one."""
WORTH_COUNTING = 10_000
"""Rows of a table of which there are statistics. Of a small one they would soon be wrong, and say that it is read
fastest from end to end; without, SQLite takes it for a large one."""
MOST_VALUES = 200
"""Different values that are counted, at most: where there are more, the sample is right enough."""


def gather_statistics() -> None:
    """Lets SQLite know how its large tables are filled, in all connections and within moments: the lock for writing is
    taken for a sample of some hundred rows an index."""
    if db.engine.dialect.name != "sqlite":
        return
    with transaction() as session:
        sampled = _sample(session.connection())
    with reading() as session:
        lines = [(table, index, _counted(session, table, index, figures)) for table, index, figures in sampled]
    with transaction() as session:
        _replace(session.connection(), lines)


def has_outgrown_statistics(session: AnySession, table: str, rows: int) -> bool:
    """Whether a table has so many more rows than when SQLite counted it last, that it should count again."""
    if session.get_bind().dialect.name != "sqlite" or rows < WORTH_COUNTING:
        return False
    known = [figures[0] for named, _, figures in _lines(session.connection()) if named == table]
    return rows > 2 * max(known, default=0)


def _sample(connection: Connection) -> list[tuple[str, str, list[int]]]:
    connection.exec_driver_sql(f"PRAGMA analysis_limit={SAMPLE}")
    connection.exec_driver_sql("ANALYZE")
    return [line for line in _lines(connection) if line[2][0] >= WORTH_COUNTING]


def _lines(connection: Connection) -> list[tuple[str, str, list[int]]]:
    """Of each index: its table, its name, the rows, and how many of them have one value in its first columns."""
    if not connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").first():
        return []
    found = connection.exec_driver_sql("SELECT tbl, idx, stat FROM sqlite_stat1 WHERE idx IS NOT NULL")
    return [(table, index, [int(n) for n in stat.split() if n.isdigit()]) for table, index, stat in found]


def _counted(session: AnySession, table: str, index: str, figures: Sequence[int]) -> str:
    """The line of an index. Of a value with many rows a sample cannot know how many: of a programme's key it says that
    it leads to some hundred rows. So the values are counted, a step in the index each."""
    rows, *each = figures
    connection = session.connection()
    columns = _columns(connection, table, index)
    for n, size in enumerate(each, 1):
        if size < MANY or n > len(columns):
            break
        if (values := _values(connection, table, columns[:n])) < MOST_VALUES:
            each[n - 1] = max(size, rows // values)
    return " ".join(map(str, [rows, *each]))


def _columns(connection: Connection, table: str, index: str) -> list[str]:
    """The columns of an index by which all rows can be read in order: none of one of some rows only."""
    partial = {row[1]: row[4] for row in connection.exec_driver_sql(f'PRAGMA index_list("{table}")')}
    columns = [row[2] for row in connection.exec_driver_sql(f'PRAGMA index_info("{index}")')]
    return [] if partial.get(index, index != table) or None in columns else columns


def _values(connection: Connection, table: str, columns: Sequence[str]) -> int:
    """How many different values these first columns of an index have, as far as it is worth counting."""
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    first = f"SELECT {names} FROM {table} "  # noqa: S608 - our tables' names
    order, count = f"ORDER BY {names} LIMIT 1", 0
    row = connection.exec_driver_sql(first + order).first()
    while row is not None and count < MOST_VALUES:
        if None in row:  # nothing is greater than it
            return MOST_VALUES
        count += 1
        row = connection.exec_driver_sql(f"{first} WHERE ({names}) > ({marks}) {order}", tuple(row)).first()
    return max(count, 1)


def _replace(connection: Connection, lines: Sequence[tuple[str, str, str]]) -> None:
    """Makes these the statistics. Their table is made anew: nothing else reaches connections that have read it."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS sqlite_stat1")
    connection.exec_driver_sql("ANALYZE alembic_version")
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    if lines:
        connection.exec_driver_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", list(lines))
    connection.exec_driver_sql("ANALYZE sqlite_schema")
