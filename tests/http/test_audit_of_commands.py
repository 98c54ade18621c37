"""Whatever a command changes is noted, with the account that ran it. A command that is not listed fails."""

from __future__ import annotations

import getpass
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from feedback_app.cli import cli
from tests.http.permissions.requests import CSV, FORM, REGISTER
from tests.http.test_command_line import leaves, run
from tests.http.test_permissions import Prepared, prepared
from tests.sealed_server import SECRET

__all__ = ["prepared"]

READS: Mapping[str, str] = {
    "audit list": "", "audit verify": "", "bundle read": "", "doctor": "", "jobs list": "", "ledger verify": "",
    "people sessions": "", "programme list": "", "prompts list": "", "rights breach list": "", "rights register": "", "secret status": "",
    "db upgrade": "notes only where there is something to upgrade, as every test's database began with",
    "demo empty": "notes it of a demonstration alone: `test_demo_records.py`",
    "demo fill": "notes it of a demonstration alone: `test_demo_records.py`",
    "serve": "has no end; what it sets up is tried with the tests of starting",
}  # fmt: skip
"""Commands that change nothing, or not here."""
CHANGES: Mapping[str, tuple[str, list[str]]] = {
    "audit export": ("audit_exported", ["audit", "export"]),
    "backup": ("backup_made", ["backup", "{folder}/backups"]),
    "bundle import": ("file_carried", ["bundle", "import", "{folder}/file.echo"]),
    "enrol new": ("code_made", ["enrol", "new", "--programme", "pilote", "--place", "V1", "--json"]),
    "enrol revoke": ("phone_revoked", ["enrol", "revoke", "{device_id}"]),
    "enrol withdraw": ("code_withdrawn", ["enrol", "withdraw", "{code}"]),
    "instruments import": (
        "instrument_published", ["instruments", "import", "{folder}/essai.md", "--programme", "pilote"],
    ),
    "instruments install": ("instrument_published", ["instruments", "install", "--programme", "ailleurs"]),
    "jobs run": ("job_run", ["jobs", "run", "sessions"]),
    "ledger erase": (
        "record_erased", ["ledger", "erase", "{record_id}", "--reason", "author", "--by", "Awa", "--yes"],
    ),
    "ledger reproject": ("facts_recomputed", ["ledger", "reproject"]),
    "review recount": ("cases_recounted", ["review", "recount", "--programme", "pilote"]),
    "people add": ("person_added", ["people", "add", "--name", "Bintou", "--role", "reviewer", "--programme", "pilote"]),
    "people activate": ("account_activated", ["people", "activate", "adjoua"]),
    "people deactivate": ("account_deactivated", ["people", "deactivate", "adjoua"]),
    "people end-sessions": ("sessions_ended", ["people", "end-sessions", "adjoua"]),
    "people factors reset": ("factors_reset", ["people", "factors", "reset", "adjoua"]),
    "people grant": (
        "role_given", ["people", "grant", "adjoua", "--role", "coordinator", "--programme", "pilote"],
    ),
    "people invite": (
        "link_made",
        ["people", "invite", "--name", "B", "--login", "b", "--role", "reviewer", "--programme", "pilote"],
    ),
    "people reset": ("link_made", ["people", "reset", "adjoua"]),
    "people revoke": ("role_taken", ["people", "revoke", "adjoua", "--role", "reviewer", "--programme", "pilote"]),
    "people unlock": ("login_unlocked", ["people", "unlock", "adjoua"]),
    "places import": ("places_loaded", ["places", "import", "{folder}/places.csv"]),
    "programme delete-keys": ("key_forgotten", ["programme", "delete-keys", "pilote", "--days", "30", "--yes"]),
    "programme renew-key": ("key_renewed", ["programme", "renew-key", "pilote"]),
    "programme import": ("programme_loaded", ["programme", "import", "{folder}/programme.json"]),
    "programme trusted": (
        "trusted_changed", ["programme", "trusted", "{folder}/trusted.json", "--programme", "pilote"],
    ),
    "projects import": ("projects_loaded", ["projects", "import", "{folder}/projects.csv", "--programme", "pilote"]),
    "prompts approve": ("prompt_approved", ["prompts", "approve", "--programme", "pilote"]),
    "rights breach add": (
        "breach_noted",
        ["rights", "breach", "add", "--programme", "pilote", "--what", "Un vol", "--affected", "Dix personnes"],
    ),
    "rights export": (
        "data_exported",
        ["rights", "export", "{folder}/person.zip", "--programme", "pilote", "--code", "{spoken_code}"],
    ),
    "restore": ("backup_restored", ["restore", "{folder}/backups", "--yes"]),
    "secret abandon": ("secrets_abandoned", ["secret", "abandon", "--yes"]),
    "secret seal": ("secrets_sealed", ["secret", "seal", "--yes"]),
    "secret unseal": ("secrets_unsealed", ["secret", "unseal", "--yes"]),
}  # fmt: skip
"""What each command that changes something notes, and how it is run so that it does."""
ENVIRON = {"secret seal": {"FEEDBACK_SECRET_KEY": SECRET}}
"""What is in the environment."""
BEFORE: Mapping[str, list[str]] = {
    "enrol withdraw": ["enrol", "new", "--programme", "pilote", "--place", "V1", "--json"],
    "restore": ["backup", "{folder}/backups"],
    "programme delete-keys": ["programme", "renew-key", "pilote"],
}
"""What is run first."""
PROGRAMME = {"id": "pilote", "name": {"fr": "Autre"}, "languages": ["fr"], "place": "XX", "consent": {"version": "2"}}


@pytest.fixture
def data(prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder with what Awa recorded, and files to import beside it."""
    for name in [name for name in os.environ if name.startswith("FEEDBACK_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "data"
    shutil.copytree(prepared.folder, folder)
    (tmp_path / "file.echo").write_bytes(prepared.things.file)
    texts = {"essai.md": FORM, "places.csv": CSV, "projects.csv": REGISTER}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "programme.json").write_text(json.dumps(PROGRAMME))
    (tmp_path / "trusted.json").write_text("[]")
    with closing(sqlite3.connect(folder / "echo.db")) as raw:
        raw.execute("delete from instrument where programme_id = 'ailleurs'")
        raw.commit()
    before = os.umask(0o022)
    yield folder
    os.umask(before)


def noted(data: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(data / "echo.db")) as raw:
        return raw.execute("select event, actor_kind, actor_id from audit_event order by id").fetchall()


def test_every_command_is_known_to_read_or_to_change() -> None:
    assert sorted([*READS, *CHANGES]) == sorted(leaves(cli))


@pytest.mark.parametrize("name", CHANGES)
def test_a_command_that_changes_something_notes_it_and_who_ran_it(
    data: Path, tmp_path: Path, prepared: Prepared, name: str
) -> None:
    values = {**prepared.things.values, "folder": str(tmp_path)}
    if name in BEFORE:
        first = run(data, *(word.format(**values) for word in BEFORE[name]))
        assert first.exit_code == 0, first.output
        values["code"] = json.loads(first.output)["code"] if "enrol" in name else ""
    if name == "programme delete-keys":
        with closing(sqlite3.connect(data / "echo.db")) as raw:
            raw.execute("update programme_key set retired_at = '2020-01-01 00:00:00' where retired_at is not null")
            raw.commit()
    before = noted(data)
    event, words = CHANGES[name]
    done = run(data, *(word.format(**values) for word in words), **ENVIRON.get(name, {}))
    assert done.exit_code == 0, done.output
    fresh = noted(data)[0 if name == "restore" else len(before) :]
    assert (event, "command", getpass.getuser()) in fresh
