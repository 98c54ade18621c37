"""The database: one handle, one typed base, one UTC type, one way to commit."""

from __future__ import annotations

import datetime as dt
import errno
import sqlite3
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

import orjson
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    TypeDecorator,
    Uuid,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, Session, scoped_session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from feedback_app.base.driver import drop_waiting, run_text, send_waiting
from feedback_app.base.write_lock import write_lock

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

RESTED_S = 1.0
REQUEST_S = 8.0
"""How long a request waits for others to end their writing, before it is answered that the server is busy."""
JOB_S = 300.0
"""The same for jobs and commands: nobody waits for their answer."""
STATEMENT_S = 30
"""Seconds of one statement of a request."""

Json = dict[str, Any]
"""A JSON object in a column."""


class UtcDateTime(TypeDecorator[dt.datetime]):
    """Aware in, aware UTC out, on SQLite too, which drops the offset."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        aware: dt.datetime = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        return aware.astimezone(dt.UTC)


class LongInteger(TypeDecorator[int]):
    """64 bits on every engine. SQLite's plain integers have them; a column that says so need not be made anew there."""

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())


class _FlaskBase(DeclarativeBase):
    """Only for Flask-SQLAlchemy's own `db.Model`, which we do not use: type checkers cannot see it."""

    metadata = MetaData(naming_convention=NAMES)


AnySession = Session | scoped_session[Session]
"""What actions and stores take: `db.session`, or a plain session in a test."""


class Database(SQLAlchemy):
    """Flask-SQLAlchemy's handle; its session is typed as SQLAlchemy's own, which is all that anyone relies on."""

    session: scoped_session[Session]  # type: ignore[assignment]


db = Database(
    model_class=_FlaskBase,
    session_options={"expire_on_commit": False, "autoflush": True},
)


@event.listens_for(db.session, "after_begin")
def _note_connection(session: Session, _transaction: object, connection: Connection) -> None:
    session.info["connection"] = connection


@event.listens_for(db.session, "after_transaction_end")
def _drop_connection(session: Session, _transaction: object) -> None:
    session.info.pop("connection", None)


def connection_of(session: AnySession) -> Connection:
    """What `session.connection()` returns, without looking for it each time: that takes as long as a statement."""
    known: Connection | None = session.info.get("connection")
    return session.connection() if known is None else known


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False):
    """Ours: the type checkers can see it. Shares Flask-SQLAlchemy's metadata, so sessions and migrations agree."""

    metadata = db.metadata
    type_annotation_map: ClassVar = {
        dt.datetime: UtcDateTime,
        Json: JSON,
        list[Any]: JSON,
        list[str]: JSON,
        uuid.UUID: Uuid,
    }


_writing: ContextVar[bool] = ContextVar("writing", default=True)


_reading_only: ContextVar[bool] = ContextVar("reading_only", default=False)


_patience: ContextVar[float] = ContextVar("patience", default=JOB_S)


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """How long transactions begun in this block wait for others to end their writing."""
    token = _patience.set(seconds)
    try:
        yield
    finally:
        _patience.reset(token)


@contextmanager
def intent(*, write: bool) -> Iterator[None]:
    """Says whether transactions begun in this block will write.

    On SQLite a transaction that reads first and writes later can be refused halfway; one that will write takes its
    turn at the start (`BEGIN IMMEDIATE`), so it waits instead.
    """
    token = _writing.set(write)
    try:
        yield
    finally:
        _writing.reset(token)


class WriteInReadOnlyRequest(Exception):
    """A request that only reads was about to write: the view is wrong, not the request."""


@contextmanager
def reading_only() -> Iterator[None]:
    """Transactions begun in this block read, and the database itself refuses to write in them: for GETs."""
    token = _reading_only.set(True)
    try:
        with intent(write=False):
            yield
    finally:
        _reading_only.reset(token)


@contextmanager
def transaction() -> Iterator[scoped_session[Session]]:
    """A writing transaction of its own on `db.session`: committed when the block ends well, else rolled back.

    Ends whatever (reading) transaction was open. For the command line, jobs, and doors that write in several steps.
    """
    if _reading_only.get():
        raise WriteInReadOnlyRequest
    db.session.rollback()
    with intent(write=True):
        try:
            yield db.session
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


@contextmanager
def brief_write(seconds: float) -> Iterator[scoped_session[Session]]:
    """The same beside a request that reads, for a row that says that it came and that nothing depends on: the one
    exception to a GET that writes nothing. Does not wait for others for longer than these seconds."""
    token = _reading_only.set(False)
    try:
        with patience(seconds), transaction() as session:
            yield session
    finally:
        _reading_only.reset(token)


@contextmanager
def reading() -> Iterator[scoped_session[Session]]:
    """A transaction of its own on `db.session` that only reads. Ends whatever was open; what is loaded in it stays as
    it was read."""
    db.session.rollback()
    with intent(write=False):
        try:
            yield db.session
            end_reading(db.session)
        except BaseException:
            db.session.rollback()
            raise


def begin_writing(session: AnySession) -> None:
    """From here on this transaction writes. On SQLite what was read so far ends, and this waits for its turn; elsewhere
    the transaction goes on. For doors that `reads_first`, so that one writer's reading never holds up another."""
    _writing.set(True)
    connection: Connection | None = session.info.get("connection")
    if connection is not None and connection.dialect.name == "sqlite":
        session.expire_all()
        run_text(connection, "ROLLBACK")
        _take_write_lock(connection)
        run_text(connection, "BEGIN IMMEDIATE")


def end_reading(session: AnySession) -> None:
    """Ends a transaction that only read, before something slow. What was loaded stays as it was read."""
    session.commit()


class is_one_of(FunctionElement[bool]):  # noqa: N801 - reads as the SQL that it is
    """Whether a uuid is one of those in a parameter (`uuids`): the statement is the same however many there are."""

    inherit_cache = True  # no type: of a Boolean, SQLite would be asked whether it is 1, and would not use an index


@compiles(is_one_of, "sqlite")
def _is_one_of_on_sqlite(element: is_one_of, compiler: SQLCompiler, **more: Any) -> str:
    one, given = (compiler.process(part, **more) for part in element.clauses)
    return f"{one} IN (SELECT value FROM json_each({given}))"  # noqa: S608 - a column and a parameter


@compiles(is_one_of, "postgresql")
def _is_one_of_on_postgresql(element: is_one_of, compiler: SQLCompiler, **more: Any) -> str:
    one, given = (compiler.process(part, **more) for part in element.clauses)
    texts = f"json_array_elements_text(CAST({given} AS json))"
    return f"{one} = ANY (ARRAY(SELECT CAST(value AS uuid) FROM {texts}))"  # noqa: S608 - a column and a parameter


def uuids(some: Iterable[uuid.UUID]) -> str:
    """These as the parameter of `is_one_of`."""
    return orjson.dumps([one.hex for one in some]).decode()


def insert_if_absent(session: AnySession, table: type[Base], row: dict[str, Any]) -> bool:
    """Inserts a row; of two that insert the same key at the same moment, the second changes nothing. Whether it did."""
    made = _insert_absent(session, table).values(**row)
    return session.execute(made.returning(*table.__table__.primary_key)).first() is not None


def insert_all_absent(session: AnySession, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Inserts those of these rows whose key is not there yet. Give them in the order of their keys, so that two
    transactions never wait for each other."""
    if rows:
        session.connection().execute(_insert_absent(session, table), rows)


def _insert_absent(session: AnySession, table: type[Base]) -> Any:
    dialect: Any = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    return dialect.insert(table).on_conflict_do_nothing()


def prepare(engine: Engine) -> None:
    """Sets an engine up for us. SQLite: WAL, every commit on the disk, one writer at a time. Others: a connection that
    rested is tried before it is used, and no statement waits for ever."""
    if engine.dialect.name != "sqlite":
        _try_rested(engine)
        _bound_waiting(engine)
        _send_with_commit(engine)
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin by itself: `_begin` says how
        for pragma in (
            f"busy_timeout={REQUEST_S * 1000:.0f}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=FAST",  # what a row was before does not stay in its page
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if _writing.get():
            _take_write_lock(connection)
        _set_query_only(connection)
        run_text(connection, "BEGIN IMMEDIATE" if _writing.get() else "BEGIN")

    @event.listens_for(engine, "checkin")
    def _release_write_lock(_connection: object, record: ConnectionPoolEntry) -> None:
        if (taken := record.info.pop("write_lock", None)) is not None:
            lock, file = taken
            lock.release(file)


def _try_rested(engine: Engine) -> None:
    """What `pool_pre_ping` does, less the round trip for a connection that was in use a moment ago."""

    @event.listens_for(engine, "checkin")
    def _rests(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _try(connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object) -> None:
        since = record.info.pop("rests_since", None)
        if since is None or time.monotonic() - since < RESTED_S:
            return
        try:
            engine.dialect.do_ping(connection)
        except Exception as error:
            raise InvalidatePoolError from error  # the pool makes new ones, and asks again


def _bound_waiting(engine: Engine) -> None:
    """A request's statement that meets a lock, or that is long, is ended; those of jobs and commands have more time."""

    @event.listens_for(engine, "connect")
    def _connect(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET lock_timeout = {REQUEST_S * 1000:.0f}")
        cursor.execute(f"SET statement_timeout = '{STATEMENT_S}s'")
        cursor.execute("SET jit = off")  # compiling a statement takes longer than any of ours takes to run
        cursor.close()
        connection.commit()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        _set_read_only(connection)
        if (seconds := _patience.get()) != REQUEST_S:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {seconds * 1000:.0f}")
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


def _send_with_commit(engine: Engine) -> None:
    """Lets `driver.run_with_commit` keep what it says."""

    @event.listens_for(engine, "before_execute")
    def _before(connection: Connection, *_asked: object) -> None:
        send_waiting(connection)

    @event.listens_for(engine, "commit")
    def _commit(connection: Connection) -> None:
        send_waiting(connection, commit=True)

    @event.listens_for(engine, "rollback")
    def _rollback(connection: Connection) -> None:
        drop_waiting(connection)


def _set_query_only(connection: Connection) -> None:
    """Lets SQLite refuse to write in the transaction that is about to begin, or not."""
    if connection.info.get("query_only", False) != _reading_only.get():
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if _reading_only.get() else 'OFF'}")
        connection.info["query_only"] = _reading_only.get()


def _set_read_only(connection: Connection) -> None:
    """Makes the transaction that is about to begin one that only reads, or not. No statement: `BEGIN` says it."""
    driver: Any = connection.connection.dbapi_connection
    if driver.read_only != _reading_only.get():
        driver.read_only = _reading_only.get()


def _take_write_lock(connection: Connection) -> None:
    """Waits until no other process or thread writes. The lock is released when the connection goes back to its pool,
    after the commit; that of a process that dies ends with it."""
    database = connection.engine.url.database
    if not database or database == ":memory:" or "write_lock" in connection.info:
        return
    lock = write_lock(f"{database}.turn")
    try:
        connection.info["write_lock"] = lock, lock.acquire(_patience.get())
    except PermissionError:
        return  # nothing can be written there: the database says so itself, and why
    except OSError as error:
        if error.errno != errno.EROFS:
            raise
