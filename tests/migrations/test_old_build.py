"""The database that a real server of an earlier build left becomes one of today, on both databases, and every row is there."""

from __future__ import annotations

import json
import sqlite3
import uuid
from contextlib import closing
from typing import Any

import pytest
import sqlalchemy as sa

from feedback_app.migrations import upgrade
from tests.migrations.test_upgrades import empty as empty
from tests.old_build import unpack_server

NOT_ITS_ROWS = {"alembic_version", "sqlite_stat1", "portfolio_news"}
"""Tables of the database itself, and the one in which a step asks for timelines to be looked through."""
GONE = {"record": {"sealed", "erased"}, "ledger_entry": {"sealed"}}
"""Columns that steps took away, by table: nothing was in them."""

REREAD = {"receipt": "step 0019: what is known by codes is written anew, with weeks instead of days"}
"""Followers that a step sends back to the beginning of the ledger, and why."""

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def old_rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """The rows of the old build's database, by table."""
    folder = tmp_path_factory.mktemp("old")
    unpack_server(folder)
    with closing(sqlite3.connect(folder / "echo.db")) as database:
        database.row_factory = sqlite3.Row
        names = [str(row["name"]) for row in database.execute("select name from sqlite_master where type = 'table'")]
        return {name: [dict(row) for row in database.execute(f"select * from {name}")] for name in names}


@pytest.fixture
def before(empty: sa.Engine, old_rows: Rows) -> Rows:
    """A database at the old build's step, with the rows of the old build."""
    with empty.begin() as connection:
        upgrade(connection, old_rows["alembic_version"][0]["version_num"])
        if empty.dialect.name == "postgresql":
            connection.execute(sa.text("set session_replication_role = replica"))  # rows name others, in any order
        found = sa.MetaData()
        found.reflect(connection)
        for table in found.tables.values():
            connection.execute(sa.delete(table))
            fill(connection, table, old_rows[table.name])
        connection.execute(sa.text("drop table if exists sqlite_stat1"))
        return read(connection)


def fill(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Rows as SQLite stored them; PostgreSQL reads each text as its column's type."""
    exact = connection.dialect.name == "sqlite"
    kinds = {column.name: column.type.compile(connection.dialect) for column in table.columns}
    for row in rows:
        values = ", ".join(f":{name}" if exact else f"cast(:{name} as {kinds[name]})" for name in row)
        parameters = {
            name: value if exact or value is None or isinstance(value, bytes) else str(value)
            for name, value in row.items()
        }
        connection.execute(sa.text(f"insert into {table.name} ({', '.join(row)}) values ({values})"), parameters)


def read(connection: sa.Connection) -> Rows:
    names = sa.inspect(connection).get_table_names()
    return {
        name: [dict(row) for row in connection.execute(sa.text(f"select * from {name}")).mappings()] for name in names
    }


def upgraded(engine: sa.Engine) -> Rows:
    with engine.begin() as connection:
        upgrade(connection)
        return read(connection)


def expected(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """What must be in today's database of a row of before: the same, but that followers in `REREAD` begin anew."""
    return row | {"position": 0} if table == "ledger_follower" and row["name"] in REREAD else row


def test_every_row_of_the_old_server_is_there_with_all_its_values(empty: sa.Engine, before: Rows) -> None:
    after = upgraded(empty)
    assert len(before["record"]) == len(before["review_case"]) == 2 and len(before["place"]) == 38
    for name in before.keys() - NOT_ITS_ROWS:
        columns = set().union(*before[name]) - GONE.get(name, set())
        wanted = [expected(name, row) for row in before[name]]
        was, now = (
            sorted(repr({key: row[key] for key in sorted(columns)}) for row in rows) for rows in (wanted, after[name])
        )
        assert was == now, name


def test_what_was_published_to_its_authors_is_their_timeline_and_their_records_are_theirs(
    empty: sa.Engine, before: Rows
) -> None:
    published = {
        (row["name"], n, event["id"], event["state"], event.get("message"))
        for row in before["feed_row"]
        if row["kind"] == "record"
        for n, event in enumerate(json.loads(row["body"])["events"])
    }
    assert {state for _, _, _, state, _ in published} >= {"received", "read", "accepted", "needs_correction"}
    after = upgraded(empty)
    assert published == {
        (as_text(row["record_id"]), row["n"], row["id"], row["state"], row["message"])
        for row in after["timeline_event"]
    }
    (awa,) = {as_text(row["author_id"]) for row in before["record"]}
    assert [(row["owner"], row["known_as"]) for row in after["record"]] == [(awa, None)] * 2


def as_text(stored: object) -> str:
    """An id, however this database stores it."""
    return str(uuid.UUID(str(stored)))
