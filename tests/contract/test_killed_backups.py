"""The copy of a PostgreSQL database that a backup restores to prove it: gone afterwards, also when nobody lived to drop it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from feedback_app.safe.copy_store import PostgresCopies

COPIES = text("select datname from pg_database where datname like 'echo\\_check\\_%'")
BACKUP = """
import sys
from pathlib import Path
from sqlalchemy import make_url
from feedback_app.safe.copy_store import PostgresCopies
with PostgresCopies(make_url(sys.argv[1])).opened(Path(sys.argv[2])):
    print("opened", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def engine(postgres_server: str) -> Iterator[Engine]:
    """A database with a table of ours."""
    admin = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("create database to_back_up"))
    made = create_engine(make_url(postgres_server).set(database="to_back_up"))
    with made.begin() as connection:
        connection.execute(text("create table record as select 7 as n"))
    yield made
    made.dispose()
    with admin.connect() as connection:
        connection.execute(text("drop database to_back_up with (force)"))
    admin.dispose()


def copies_in(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(COPIES).scalars())


def test_the_next_backup_drops_the_copy_that_a_killed_one_left_and_no_other(engine: Engine, tmp_path: Path) -> None:
    copies = PostgresCopies(engine.url)
    copies.take(tmp_path)
    before = copies_in(engine)
    url = engine.url.render_as_string(hide_password=False)
    killed = subprocess.Popen(
        [sys.executable, "-c", BACKUP, url, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert killed.stdout and killed.stdout.readline() == b"opened\n"
    killed.kill()
    killed.communicate()
    left = copies_in(engine) - before
    assert len(left) == 1, "nothing was left, so nothing is shown"
    with copies.opened(tmp_path) as first:
        assert not left & copies_in(engine)
        with copies.opened(tmp_path), first.connect() as connection:  # of another process that is at it
            assert connection.execute(text("select n from record")).scalar_one() == 7
    assert copies_in(engine) == before
