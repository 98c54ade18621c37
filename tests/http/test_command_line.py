"""Commands given wrong names, files or settings say so in a sentence and end with a status, never with a traceback."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from feedback_app.cli import cli
from feedback_app.serve import check_address

NOBODY = "01a223a9-72d2-7668-948e-d0b5ba675812"

WRONG: dict[str, list[list[str]]] = {
    "audit export": [],
    "audit list": [["audit", "list", "--day", "yesterday"], ["audit", "list", "--person", "none"]],
    "audit verify": [["audit", "verify", "--against", "{file}"], ["audit", "verify", "--against", "none"]],
    "backup": [["backup", "{file}"]],
    "bundle import": [["bundle", "import", "{file}"], ["bundle", "import", "none.echo"]],
    "bundle read": [["bundle", "read", "{file}"]],
    "db upgrade": [],
    "demo empty": [["demo", "empty"], ["demo", "empty", "--programme", "pilote"]],
    "demo fill": [["demo", "fill"], ["demo", "fill", "--programme", "pilote"], ["demo", "fill", "--seed", "x"]],
    "doctor": [["doctor", "nowhere"], ["doctor", "https://user:word@echo.example"]],
    "enrol new": [
        ["enrol", "new", "--programme", "none", "--place", "V1"],
        ["enrol", "new", "--programme", "pilote", "--place", "none"],
        ["enrol", "new", "--programme", "pilote", "--place", "V1", "--days", "0"],
    ],
    "enrol withdraw": [["enrol", "withdraw", "none"]],
    "enrol revoke": [["enrol", "revoke", NOBODY], ["enrol", "revoke", "none"]],
    "instruments import": [["instruments", "import", "{file}", "--programme", "none"]],
    "instruments install": [["instruments", "install", "--programme", "none"]],
    "jobs list": [],
    "jobs run": [["jobs", "run", "none"]],
    "ledger erase": [
        ["ledger", "erase", NOBODY, "--reason", "author", "--by", "x", "--yes"],
        ["ledger", "erase", "none", "--reason", "author", "--by", "x", "--yes"],
    ],
    "ledger reproject": [["ledger", "reproject", "--programme", "none"]],
    "ledger verify": [["ledger", "verify", "--programme", "none"]],
    "review recount": [["review", "recount", "--programme", "none"]],
    "people add": [
        ["people", "add", "--name", "A", "--role", "reviewer", "--programme", "none"],
        ["people", "add", "--name", "A", "--role", "reviewer", "--programme", "pilote", "--place", "none"],
        ["people", "add", "--name", "", "--role", "reviewer", "--programme", "pilote"],
        ["people", "add", "--name", "A", "--login", "adjoua", "--role", "reviewer", "--programme", "pilote"],
    ],
    "people activate": [["people", "activate", "none"]],
    "people deactivate": [["people", "deactivate", "none"], ["people", "deactivate", "akissi"]],
    "people end-sessions": [["people", "end-sessions", "none"]],
    "people grant": [
        ["people", "grant", "none", "--role", "reviewer", "--programme", "pilote"],
        ["people", "grant", "adjoua", "--role", "coordinator", "--programme", "none"],
        ["people", "grant", "adjoua", "--role", "coordinator", "--programme", "pilote", "--place", "none"],
        ["people", "grant", "adjoua", "--role", "reviewer", "--programme", "pilote"],
    ],
    "people invite": [
        ["people", "invite", "--name", "A", "--login", "a", "--role", "reviewer", "--programme", "none"],
        ["people", "invite", "--name", "A", "--login", "adjoua", "--role", "reviewer", "--programme", "pilote"],
        ["people", "invite", "--name", "", "--login", "a", "--role", "reviewer", "--programme", "pilote"],
    ],
    "people reset": [["people", "reset", "none"]],
    "people revoke": [
        ["people", "revoke", "none", "--role", "reviewer", "--programme", "pilote"],
        ["people", "revoke", "adjoua", "--role", "coordinator", "--programme", "pilote"],
        ["people", "revoke", "akissi", "--role", "coordinator", "--programme", "pilote"],
    ],
    "people sessions": [["people", "sessions", "none"]],
    "people unlock": [["people", "unlock", "none"]],
    "people factors reset": [["people", "factors", "reset", "none"]],
    "places import": [["places", "import", "{file}"], ["places", "import", "none.csv"]],
    "programme import": [["programme", "import", "{file}"], ["programme", "import", "{odd}"]],
    "programme delete-keys": [
        ["programme", "delete-keys", "none", "--yes"],
        ["programme", "delete-keys", "pilote", "--days", "3", "--yes"],
    ],
    "programme list": [],
    "programme renew-key": [["programme", "renew-key", "none"]],
    "programme trusted": [
        ["programme", "trusted", "{file}", "--programme", "pilote"],
        ["programme", "trusted", "{odd}", "--programme", "none"],
    ],
    "projects import": [["projects", "import", "{file}", "--programme", "none"]],
    "prompts approve": [["prompts", "approve", "--programme", "none"]],
    "prompts list": [["prompts", "list", "--programme", "none"]],
    "restore": [["restore", "{file}", "--yes"], ["restore", "none", "--yes"]],
    "rights breach add": [
        ["rights", "breach", "add", "--programme", "none", "--what", "x", "--affected", "y"],
        [
            "rights",
            "breach",
            "add",
            "--programme",
            "pilote",
            "--what",
            "x",
            "--affected",
            "y",
            "--noticed",
            "2999-01-01",
        ],
    ],
    "rights breach list": [["rights", "breach", "list", "--programme", "none"]],
    "rights export": [
        ["rights", "export", "out.zip", "--programme", "none", "--code", "0712345678"],
        ["rights", "export", "out.zip", "--programme", "pilote", "--code", "0712345678"],
        ["rights", "export", "out.zip", "--programme", "pilote"],
        ["rights", "export", "out.zip", "--programme", "pilote", "--phone", NOBODY],
    ],
    "rights register": [["rights", "register", "--programme", "none"]],
    "secret abandon": [],
    "secret seal": [["secret", "seal", "--yes"]],
    "secret status": [],
    "secret unseal": [],
    "serve": [["serve", "--port", "70000"], ["serve", "--workers", "x"]],
}


@pytest.fixture
def data(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder with the pilot in it."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(sqlite_template, folder / "echo.db")
    for name in [name for name in os.environ if name.startswith("FEEDBACK_")]:
        monkeypatch.delenv(name)
    before = os.umask(0o022)
    yield folder
    os.umask(before)


def run(data: Path, *words: str, **environ: str) -> Result:
    return CliRunner().invoke(cli, ["--data", str(data), *words], env=environ)


def leaves(group: click.Group, path: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        yield from leaves(command, f"{path}{name} ") if isinstance(command, click.Group) else [f"{path}{name}"]


def test_every_command_is_tried_with_wrong_names() -> None:
    assert sorted(leaves(cli)) == sorted(WRONG)


@pytest.mark.parametrize("words", [words for each in WRONG.values() for words in each], ids=" ".join)
def test_a_command_with_a_wrong_name_says_so_and_shows_no_traceback(
    data: Path, tmp_path: Path, words: list[str]
) -> None:
    (tmp_path / "file").write_text("nothing of ours")
    (tmp_path / "odd").write_text(json.dumps({"id": "x", "name": "x", "languages": 3, "place": {}, "consent": [1]}))
    done = run(data, *(word.format(file=tmp_path / "file", odd=tmp_path / "odd") for word in words))
    assert done.exit_code in {1, 2}, done.output
    assert isinstance(done.exception, SystemExit), done.exception
    assert done.stderr.strip() or done.output.strip()


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({"FEEDBACK_DATABASE_URL": "nonsense"}, "FEEDBACK_DATABASE_URL"),
        ({"FEEDBACK_DATABASE_URL": "oracle+none://x"}, "FEEDBACK_DATABASE_URL"),
        ({"FEEDBACK_DATABASE_URL": "postgresql+psycopg://x@127.0.0.1:1/y"}, "database cannot be used"),
        ({"FEEDBACK_DATABASE_URL": "sqlite:////proc/none/echo.db"}, "/proc/none"),
        ({"FEEDBACK_PROXIES": "one"}, "FEEDBACK_PROXIES"),
        ({"FEEDBACK_BACKUP_KEEP": "7"}, "FEEDBACK_BACKUP_KEEP"),
        ({"FEEDBACK_BACKUP_EVERY": "0"}, "FEEDBACK_BACKUP_EVERY"),
        ({"FEEDBACK_MEDIA": "https://bucket"}, "FEEDBACK_MEDIA"),
    ],
)
def test_a_setting_that_cannot_be_is_named(data: Path, environ: dict[str, str], message: str) -> None:
    for words in (["programme", "list"], ["serve", "--port", "0"]):
        done = run(data, *words, **environ)
        assert (done.exit_code, type(done.exception)) == (1, SystemExit), done.exception
        assert message in done.stderr


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for words in (["programme", "list"], ["serve"]):
        done = run(tmp_path / "file" / "data", *words)
        assert (done.exit_code, type(done.exception)) == (1, SystemExit), done.exception
        assert "file" in done.stderr


def test_a_file_that_is_no_database_is_an_error_without_a_traceback(data: Path) -> None:
    (data / "echo.db").write_bytes(b"this is not a database, and long enough to be read as one" * 100)
    done = run(data, "programme", "list")
    assert (done.exit_code, type(done.exception)) == (1, SystemExit), done.exception
    assert "database cannot be used" in done.stderr


def test_a_port_in_use_is_reported_before_anything_is_set_up(data: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(click.ClickException, match="cannot listen"):
            check_address("127.0.0.1", taken.getsockname()[1])


def described(tmp_path: Path, **changes: object) -> str:
    fields = {
        "id": "pilote", "name": {"fr": "Pilote"}, "languages": ["fr"], "place": "XX", "consent": {"version": "2"},
        **changes,
    }  # fmt: skip
    (tmp_path / "programme.json").write_text(json.dumps(fields))
    return str(tmp_path / "programme.json")


def test_importing_a_known_programme_says_what_changed_and_what_stays(data: Path, tmp_path: Path) -> None:
    done = run(data, "programme", "import", described(tmp_path, place="V1"))
    assert done.exit_code == 0, done.stderr
    assert "name, languages, consent" in done.stderr
    assert "XX" in done.stderr and "V1" in done.stderr, "its place stays"
    again = run(data, "programme", "import", described(tmp_path))
    assert "Rien n’a changé" in again.stderr
    with closing(sqlite3.connect(data / "echo.db")) as locked:
        assert locked.execute("select place_code from programme where id = 'pilote'").fetchone() == ("XX",)


def test_a_description_that_names_no_settings_or_only_some_leaves_the_others(data: Path, tmp_path: Path) -> None:
    def settings_after(**changes: object) -> dict[str, object]:
        done = run(data, "programme", "import", described(tmp_path, **changes))
        assert done.exit_code == 0, done.stderr
        with closing(sqlite3.connect(data / "echo.db")) as locked:
            found = locked.execute("select settings from programme where id = 'pilote'").fetchone()
        return {name: value for name, value in json.loads(found[0]).items() if name in {"demo", "other"}}

    assert settings_after(settings={"demo": False, "other": 1}) == {"demo": False, "other": 1}
    assert settings_after() == {"demo": False, "other": 1}
    assert settings_after(settings={"other": 2}) == {"demo": False, "other": 2}
    assert settings_after(settings={"other": None}) == {"demo": False}


def test_what_commands_write_is_for_the_servers_user_alone(tmp_path: Path) -> None:
    data, backups = tmp_path / "data", tmp_path / "backups"
    assert run(data, "db", "upgrade").exit_code == 0
    assert run(data, "backup", str(backups)).exit_code == 0
    assert run(data, "jobs", "run", "review").exit_code == 0
    assert run(data, "restore", str(backups), "--yes").exit_code == 0
    there = [data, backups, *data.rglob("*"), *backups.rglob("*")]
    assert len(there) > 8
    assert [str(one) for one in there if one.stat().st_mode & 0o077] == []
