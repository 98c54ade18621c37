"""The disk ate the database: the server is restored over what is left of it, and nothing of that is thrown away."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from feedback_app.base.db import db
from feedback_app.base.http import EchoFlask
from feedback_app.ledger.tables import LedgerEntry
from feedback_app.media.actions import files_of
from feedback_app.safe.backup_folder import BackupFailed
from feedback_app.safe.copy_store import CopyFailed, SqliteCopies
from feedback_app.safe.restoring import restore
from feedback_app.safe.transactions import back_up
from tests.people import World


class Server:
    """A server on SQLite with one backup."""

    def __init__(self, app: EchoFlask, folder: Path) -> None:
        self.app, self.folder = app, folder
        self.settings = app.extensions["echo_settings"]
        self.file = Path(self.settings.database_url.removeprefix("sqlite:///"))
        self.before = self.settings.data / "before-restore"
        with app.app_context():
            back_up(folder, self.settings, files_of(self.settings))

    def stop(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def restore(self) -> None:
        with self.app.app_context():
            restore(self.folder, self.settings, files_of(self.settings))

    def aside(self) -> list[str]:
        return sorted(file.name for file in self.before.rglob("*") if file.is_file())


@pytest.fixture
def server(app: EchoFlask, client: FlaskClient, world: World, tmp_path: Path) -> Server:
    world.awa.sync(client, world.awa.entry())
    made = Server(app, tmp_path / "backups")
    made.stop()
    return made


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "its head": lambda body: b"\0" * 4096 + body[4096:],
    "all of it": lambda body: b"not a database, not at all, " * (len(body) // 28),
    "some pages": lambda body: body[:8192] + b"\xff" * 40_960 + body[49_152:],
    "its end": lambda body: body[: len(body) // 2],
}


@pytest.mark.parametrize("part", DAMAGES)
def test_a_restore_over_a_damaged_file_recovers_the_records(
    server: Server, client: FlaskClient, world: World, part: str
) -> None:
    damaged = DAMAGES[part](server.file.read_bytes())
    for end in ("-wal", "-shm"):
        server.file.with_name(server.file.name + end).unlink(missing_ok=True)
    server.file.write_bytes(damaged)
    server.restore()
    again = world.awa.entry()
    assert world.awa.sync(client, again)["acks"][0]["outcome"] == "stored"
    with server.app.app_context():
        assert db.session.query(LedgerEntry).count() == 2
    copies = [file.read_bytes() for file in server.before.rglob("*") if file.name == server.file.name]
    assert copies in ([], [damaged])
    assert copies or "database.sqlite" in server.aside()


def test_a_restore_that_is_refused_leaves_nothing_aside(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: SqliteCopies, _folder: Path) -> None:
        raise CopyFailed("database or disk is full")

    monkeypatch.setattr(SqliteCopies, "take", full)
    body = server.file.read_bytes()
    with pytest.raises(BackupFailed, match="full"):
        server.restore()
    assert server.aside() == [] and server.file.read_bytes() == body
    (server.folder / "access-x.json").write_text("{")
    with pytest.raises(BackupFailed, match="damaged"):
        server.restore()
    assert not server.before.exists() or list(server.before.iterdir()) == []


@pytest.mark.parametrize("part", ["its head", "its end"])
def test_the_command_restores_over_a_damaged_file(server: Server, part: str) -> None:
    server.file.write_bytes(DAMAGES[part](server.file.read_bytes()))
    env = {
        **os.environ,
        "FEEDBACK_DATA": str(server.settings.data),
        "FEEDBACK_DATABASE_URL": server.settings.database_url,
    }
    command = [sys.executable, "-m", "feedback_app", "restore", str(server.folder), "--yes"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "entries 1" in done.stdout and "before-restore" in done.stdout
