"""Starting a server: several at once, on folders of earlier versions, and what it prints of codes."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import OperationalError

from feedback_app import jobs, serve
from feedback_app.app import create_app
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.base.disk_reserve import give_reserve, keep_reserve
from feedback_app.base.files import make_private
from feedback_app.base.forked import in_a_fork
from feedback_app.base.http import EchoFlask
from feedback_app.base.sealing import WrongSecret
from feedback_app.enrol.tables import EnrolmentCode
from feedback_app.register import actions as register
from feedback_app.register.tables import Programme
from tests.conftest import settings_on
from tests.people import CONSENT

BEGIN = (
    "from feedback_app.app import create_app; from feedback_app.serve import set_up\n"
    "app = create_app()\n"
    "with app.app_context(): set_up(app.extensions['echo_settings'], demo=True)"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'echo.db'}"
    server: str = request.getfixturevalue("postgres_server")
    name = f"empty_{uuid.uuid4().hex[:8]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"create database {name}"))
    engine.dispose()
    return server.rsplit("/", 1)[0] + f"/{name}"


def test_nodes_that_start_at_once_on_an_empty_database_all_come_up(empty: str, tmp_path: Path) -> None:
    def begins(n: int) -> subprocess.Popen[str]:
        environ = {"FEEDBACK_DATA": str(tmp_path / f"node{n}"), "FEEDBACK_DATABASE_URL": empty}
        return subprocess.Popen(
            [sys.executable, "-c", BEGIN], env={**os.environ, **environ}, stderr=subprocess.PIPE, text=True
        )

    nodes = [begins(n) for n in range(2)]
    outputs = [node.communicate(timeout=90)[1] for node in nodes]
    assert [node.returncode for node in nodes] == [0, 0], outputs
    engine = create_engine(empty)
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from programme")).scalar_one() == 1
    engine.dispose()


@pytest.fixture
def fresh(tmp_path: Path) -> EchoFlask:
    return create_app(settings_on(tmp_path, f"sqlite:///{tmp_path / 'echo.db'}"))


def greets(app: EchoFlask, *, demo: bool = True) -> str:
    with app.app_context():
        return "\n".join(serve.set_up(app.extensions["echo_settings"], demo=demo))


def test_the_demo_prints_a_link_while_no_earlier_one_is_good(fresh: EchoFlask) -> None:
    assert "#enrol=" in greets(fresh)
    assert "#enrol=" not in greets(fresh)
    with fresh.app_context():
        assert len(db.session.scalars(select(EnrolmentCode)).all()) == 1


def test_no_link_is_printed_for_a_real_programme(fresh: EchoFlask) -> None:
    greets(fresh, demo=False)
    with fresh.app_context(), transaction() as session:
        register.import_places(session, b"code,name,level,parent\nXX,Pays,country,\n", kind="csv")
        described = {"id": "demo", "name": {"fr": "P"}, "languages": ["fr"], "place": "XX", "consent": CONSENT}
        register.make_programme(session, described, clock.now())
    assert "#enrol=" not in greets(fresh), "whatever it is called"
    with fresh.app_context():
        assert db.session.scalars(select(Programme.id)).all() == ["demo"]
        assert db.session.scalars(select(EnrolmentCode)).all() == []


def test_a_database_that_cannot_be_written_is_served_as_it_is(
    fresh: EchoFlask, monkeypatch: pytest.MonkeyPatch
) -> None:
    greets(fresh)

    def full(now: object) -> None:
        raise OperationalError("insert", {}, Exception("database or disk is full"))

    monkeypatch.setattr(serve, "_prepare", full)
    assert "Desk" in greets(fresh)
    with fresh.app_context():
        db.session.remove()
    assert fresh.test_client().get("/").status_code == 200


def test_an_old_schema_that_cannot_be_migrated_is_not_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(now: object) -> None:
        raise OperationalError("insert", {}, Exception("database or disk is full"))

    monkeypatch.setattr(serve, "_prepare", full)
    app = create_app(settings_on(tmp_path, f"sqlite:///{tmp_path / 'none.db'}"))
    with pytest.raises(OperationalError):
        greets(app)


def test_what_an_earlier_version_left_open_is_closed(tmp_path: Path) -> None:
    deep = tmp_path / "data" / "media" / "pilote" / "ab"
    deep.mkdir(parents=True)
    files = [tmp_path / "data" / "echo.db", tmp_path / "data" / "secret", deep / "photo"]
    for file in files:
        file.write_text("x")
        file.chmod(0o644)
    for folder in (tmp_path / "data", *(tmp_path / "data").rglob("*/")):
        folder.chmod(0o755)  # whatever the mask of the process is
    (tmp_path / "data" / "elsewhere").symlink_to(tmp_path)
    before = tmp_path.stat().st_mode
    make_private(tmp_path / "data")
    assert [file.stat().st_mode & 0o777 for file in files] == [0o600] * 3
    assert [one.stat().st_mode & 0o777 for one in (tmp_path / "data", deep)] == [0o700] * 2
    assert tmp_path.stat().st_mode == before, "a link leads to what is not ours"


def test_of_the_folder_of_backups_only_what_is_ours_is_closed(tmp_path: Path) -> None:
    for name in ("20261123T180000123456Z/manifest.json", "erasures.json", "others/letter"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
        (tmp_path / name).chmod(0o644)
    for one in serve._ours(tmp_path):
        make_private(one)
    modes = [(tmp_path / name).stat().st_mode & 0o777 for name in ("erasures.json", "others/letter")]
    assert modes == [0o600, 0o644]
    assert (tmp_path / "20261123T180000123456Z").stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="a disk of its own is mounted by root")
def test_a_server_whose_disk_is_full_starts_and_can_be_read(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.system(f"mount -t tmpfs -o size=16m tmpfs {disk} 2>/dev/null"):
        pytest.skip("no disk of its own can be mounted here")
    try:
        app = create_app(settings_on(disk, f"sqlite:///{disk / 'echo.db'}"))
        greets(app)
        keep_reserve(disk)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        with (disk / "fill").open("wb", buffering=0) as fill, contextlib.suppress(OSError):
            while True:
                fill.write(bytes(4096))
        give_reserve(disk)
        again = create_app(settings_on(disk, f"sqlite:///{disk / 'echo.db'}"))
        assert "Desk" in greets(again)
        assert again.test_client().get("/").status_code == 200
        with again.app_context():
            db.session.remove()
            db.engine.dispose()
    finally:
        os.system(f"umount {disk}")


def test_a_server_process_begins_its_jobs_and_ends_them_with_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    options: dict[str, Any] = {}

    class Recorded:
        def __init__(self, _app: object, given: dict[str, Any]) -> None:
            options.update(given)

        def run(self) -> None:
            """Nobody is served."""

    def start(_app: object) -> Callable[[], None]:
        done.append("begun")
        return lambda: done.append("ended")

    monkeypatch.setattr(serve, "Server", Recorded)
    monkeypatch.setattr(serve, "write_logs", lambda: None)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    monkeypatch.setattr(jobs, "start_scheduler", start)
    started = CliRunner().invoke(serve.serve, ["--data", str(tmp_path), "--port", "0", "--no-demo"])
    assert started.exit_code == 0, started.output
    options["post_worker_init"](None)
    options["worker_exit"](None, None)
    assert done == ["begun", "ended"]


class TestTheSetUpInAProcessOfItsOwn:
    """What a start sets up is done in a fork: workers do not carry what only that needed."""

    def test_what_it_made_comes_back_and_what_it_imported_does_not(self) -> None:
        def work() -> tuple[list[str], bool]:
            __import__("xml.dom.minicompat")
            return ["Bonjour"], "xml.dom.minicompat" in sys.modules

        before = set(sys.modules)
        assert in_a_fork(work) == (["Bonjour"], True)
        assert set(sys.modules) == before

    def test_what_it_raised_is_raised_and_says_where(self) -> None:
        def work() -> None:
            raise WrongSecret("a1b2")

        with pytest.raises(
            WrongSecret, match=r"^the database is sealed under another secret \(named a1b2\)"
        ) as refused:
            in_a_fork(work)
        assert "in work" in refused.value.__notes__[0]

    def test_an_error_that_cannot_travel_says_what_it_was(self) -> None:
        class Odd(Exception):
            """Of a class that only the fork knows."""

        def work() -> None:
            raise Odd("no room left")

        with pytest.raises(RuntimeError, match="no room left"):
            in_a_fork(work)

    def test_one_that_is_killed_is_an_error(self) -> None:
        with pytest.raises(RuntimeError, match="ended"):
            in_a_fork(lambda: os.kill(os.getpid(), signal.SIGKILL))
