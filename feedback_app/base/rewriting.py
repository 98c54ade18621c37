"""What was overwritten leaves the files of a database, too."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing

from sqlalchemy import Engine, text


def rewrite_tables(engine: Engine, names: Iterable[str]) -> None:
    """Writes these tables anew (with SQLite the whole file), so that no earlier values are left in unused space, from
    where they would go into copies of the file. Nobody else may be writing."""
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as raw, closing(raw.cursor()) as cursor:
            cursor.execute("PRAGMA query_only=OFF")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name in names:
            connection.execute(text(f"VACUUM FULL {name}"))
