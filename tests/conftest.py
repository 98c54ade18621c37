"""What every test may stand on: a database of each kind, the app on it, and the people of the pilot."""

from __future__ import annotations

import copy
import os
import shutil
import uuid
from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import settings
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from sqlalchemy import Engine, create_engine, text

from feedback_app.app import create_app
from feedback_app.base import clock
from feedback_app.base.db import db
from feedback_app.base.http import EchoFlask
from feedback_app.serve import prepare_database
from feedback_app.settings import Settings
from tests import answers
from tests.lazy_routes import compile_when_asked
from tests.people import World, make_world
from tests.postgres import postgres
from tests.s3 import S3Server, s3_server
from tests.scratch import write_to_memory

# The same examples each time, so that a check that was green stays so; FEEDBACK_EXPLORE=1 looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1000, deadline=None)
settings.load_profile("explore" if os.environ.get("FEEDBACK_EXPLORE") else "same")

compile_when_asked()
write_to_memory()

SHARED = Path(__file__).parents[2] / "shared" / "data"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, Any, Any]:
    """A test fails when it got a JSON answer that its endpoint did not declare, whatever it was about."""
    with answers.watched() as faults:
        result = yield
    assert not faults, "\n".join(dict.fromkeys(faults))
    return result


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests marked `both_databases` run on each; the others on SQLite."""
    if "database" in metafunc.fixturenames and "kind" not in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_databases")
        metafunc.parametrize("database", ["sqlite", "postgresql"] if both else ["sqlite"], indirect=True)


def settings_on(data: Path, url: str) -> Settings:
    """Settings of a test's own app."""
    return Settings(
        data=data, database_url=url, secret_key="only for tests", public_url="http://localhost", proxies=0,
        run_jobs=False, second_factor="optional",
    )  # fmt: skip


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    with s3_server() as server:
        yield server


WORLDS: dict[str, World] = {}
"""Who is in the template of each kind of database."""
ENGINES: dict[str, Engine] = {}
"""The engine that made the template of each kind: what it knows of the dialect, and its compiled statements."""


def _prepared(url: str, data: Path) -> None:
    """Migrates a database and puts the pilot's people into it, once for all tests that copy it."""
    app = create_app(settings_on(data, url))
    with app.app_context():
        prepare_database(clock.now())
        WORLDS[db.engine.dialect.name] = make_world(app)
        db.engine._compiled_cache = {}
        ENGINES[db.engine.dialect.name] = db.engine
        db.session.remove()
        db.engine.dispose()  # the last connection to close writes SQLite's journal into the file


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the pilot in it; each test gets a copy, which is faster than making it again."""
    folder = tmp_path_factory.mktemp("template")
    _prepared(f"sqlite:///{folder / 'echo.db'}", folder)
    return folder / "echo.db"


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of the database with the pilot in it that each test's own is copied from."""
    name = f"template_{uuid.uuid4().hex[:8]}"
    _sql(postgres_server, f"create database {name}")
    _prepared(postgres_server.rsplit("/", 1)[0] + f"/{name}", tmp_path_factory.mktemp("template"))
    return name


def _share_statements(engine: Engine) -> None:
    """Lets an engine of one test use the statements that others had compiled: they are the same on every copy."""
    first = ENGINES[engine.dialect.name]
    engine.dialect = engine.pool._dialect = first.dialect
    engine._compiled_cache = first._compiled_cache


def _sql(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of the test's own, with the pilot in it (see `world`)."""
    yield from own_database(request.param, request, tmp_path)


def own_database(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a copy of this kind's template; gone when the generator ends."""
    if kind == "sqlite":
        target = tmp_path / "echo.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), target)
        yield f"sqlite:///{target}"
        return
    server, template = request.getfixturevalue("postgres_server"), request.getfixturevalue("postgres_template")
    name = f"test_{uuid.uuid4().hex[:12]}"
    _sql(server, f"create database {name} template {template} strategy file_copy")  # half the time, where nothing lasts
    yield server.rsplit("/", 1)[0] + f"/{name}"
    _sql(server, f"drop database {name} with (force)")


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Templates as they were compiled for the first test that showed them: each has an app of its own."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(database: str, tmp_path: Path, compiled: BytecodeCache) -> Iterator[EchoFlask]:
    made = create_app(settings_on(tmp_path, database))
    made.jinja_env.bytecode_cache = compiled
    with made.app_context():
        _share_statements(db.engine)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def session(app: EchoFlask) -> Iterator[Any]:
    """`db.session` within an app context; the test commits what others should see."""
    with app.app_context():
        yield db.session
        db.session.rollback()


@pytest.fixture
def client(app: EchoFlask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def world(app: EchoFlask) -> World:
    """The pilot programme with its places, people and phones, as this test's own copy."""
    with app.app_context():
        kind = db.engine.dialect.name
    return copy.deepcopy(replace(WORLDS[kind], app=None)).on(app)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real places and texts; tests that need it are skipped where it is not."""
    if not SHARED.is_dir():
        pytest.skip("the shared data is not here")
    return SHARED
