"""`feedback-app …`: the same actions as the doors and the jobs, by hand."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from flask import current_app

from feedback_app import jobs
from feedback_app.app import create_app
from feedback_app.audit.log import note_event
from feedback_app.base import audience, clock
from feedback_app.base.actor import acting, command_actor
from feedback_app.base.address import BadAddress
from feedback_app.base.command_line import os_user
from feedback_app.base.db import db, transaction
from feedback_app.base.operator_errors import OPERATOR_ERRORS, error_sentence, ignore_damaged_database
from feedback_app.base.sealing import WrongSecret
from feedback_app.carry.commands import bundle
from feedback_app.demo.commands import demo
from feedback_app.enrol import commands as enrol
from feedback_app.enrol.people.commands import people
from feedback_app.enrol.secret.commands import secret
from feedback_app.forms import commands as forms
from feedback_app.forms.texts import TEXTS
from feedback_app.ledger import actions as ledger_actions
from feedback_app.ledger.erasure import REASONS
from feedback_app.ledger.reference import publish_everywhere
from feedback_app.ledger.store import record_by_id
from feedback_app.ledger.transactions import records_waiting, reproject_all
from feedback_app.media.actions import files_of
from feedback_app.oversight.backup_heads import comparable_backups
from feedback_app.oversight.commands import audit
from feedback_app.prompts.commands import prompts
from feedback_app.register import commands as register
from feedback_app.register.lookup_store import programme_by_id
from feedback_app.review.commands import review
from feedback_app.rights.commands import rights
from feedback_app.safe.backup_folder import BackupFailed
from feedback_app.safe.commands import backup, restore
from feedback_app.selfcheck.commands import doctor
from feedback_app.serve import prepare_database, serve
from feedback_app.settings import SettingError, settings_for

BUSY_S = 60.0
"""How long a job that is run by hand waits for another process that is running it."""


class Commands(click.Group):
    """The commands: what keeps one from working is a sentence and a status, not a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        os.umask(0o077)  # what is written is for the server's user alone
        try:
            return super().invoke(ctx)
        except (SettingError, BadAddress, WrongSecret) as why:
            raise click.ClickException(str(why)) from None
        except OPERATOR_ERRORS as why:
            raise click.ClickException(error_sentence(why)) from None


@click.group(cls=Commands)
@click.option("--data", type=click.Path(), envvar="FEEDBACK_DATA", help="Folder for database, media and secret.")
@click.pass_context
def cli(context: click.Context, data: str | None) -> None:
    """Écho: what localities need, feel and see of projects, recorded without a network.

    Without a command it serves: [--host H] [--port N] [--data DIR] [--workers N], see `serve --help`.
    """
    if context.invoked_subcommand == "serve" or any(flag in sys.argv for flag in ("--help",)):
        return
    settings = settings_for(data)
    app = create_app(replace(settings, public_url=settings.public_url))
    context.with_resource(app.app_context())
    context.with_resource(acting(command_actor(os_user())))
    context.call_on_close(db.engine.dispose)
    context.call_on_close(db.session.remove)
    if context.invoked_subcommand not in {"db", "doctor"}:
        with ignore_damaged_database() if context.invoked_subcommand == "restore" else nullcontext():
            prepare_database(clock.now(), check=context.invoked_subcommand not in {"secret", "restore"})


@cli.group("db")
def database() -> None:
    """The database's schema."""


@database.command("upgrade")
def upgrade() -> None:
    """Upgrade the schema to this version."""
    prepare_database(clock.now())
    click.echo(f"schema is up to date: {db.engine.url.render_as_string(hide_password=True)}")


@cli.group("jobs")
def jobs_group() -> None:
    """The jobs that the server runs by itself."""


@jobs_group.command("list")
def jobs_list() -> None:
    """Each job and how often it runs."""
    for job in jobs.JOBS:
        click.echo(f"{job.name:12} every {job.every} s")


@jobs_group.command("run")
@click.argument("name", type=click.Choice([job.name for job in jobs.JOBS]))
def jobs_run(name: str) -> None:
    """Run one job now, after any run of it that is under way."""
    with transaction() as session:
        note_event(session, "job_run", about=("job", name))
    try:
        click.echo(f"{name}: {jobs.run(name, patience=BUSY_S)}")
    except jobs.Busy:
        raise click.ClickException(
            f"another process has been running {name} for {BUSY_S:g} s; try again later"
        ) from None
    except BackupFailed as why:
        raise click.ClickException(str(why)) from None


@cli.group("ledger")
def ledger() -> None:
    """Everything recorded, for good."""


@ledger.command("verify")
@click.option("--programme")
@click.option("--against", type=click.Path(exists=True, file_okay=False, path_type=Path), multiple=True,
              help="A folder of backups: each noted how far the hash chain was.")  # fmt: skip
def ledger_verify(programme: str | None, against: tuple[Path, ...]) -> None:
    """Recompute every digest and count, and walk the hash chain over the entries."""
    if programme is not None and programme_by_id(db.session, programme) is None:
        raise click.ClickException(TEXTS.say("no_programme", name=programme))
    backups = [one for folder in against for one in comparable_backups(db.session, folder, clock.now())]
    found = ledger_actions.verify(db.session, programme, [one.ledger for one in backups])
    click.echo(
        f"entries {found.entries}   records {found.records}   quarantined {found.quarantined}   "
        f"erased {found.erased}   malformed {found.malformed}   bad digests {len(found.bad)}   "
        f"breaks {len(found.breaks)}"
    )
    for name in found.bad:
        click.echo(f"BAD {name}", err=True)
    for one in found.breaks:
        click.echo(f"BROKEN {one}", err=True)
    raise SystemExit(1 if found.bad or found.breaks else 0)


@ledger.command("reproject")
@click.option("--programme")
def ledger_reproject(programme: str | None) -> None:
    """Work out anew what answers come to. The server may run meanwhile; stopped, it goes on from there."""
    if programme is not None and programme_by_id(db.session, programme) is None:
        raise click.ClickException(TEXTS.say("no_programme", name=programme))
    db.session.rollback()
    looked_at = 0
    with click.progressbar(length=records_waiting(programme), label="records", file=sys.stderr) as bar:
        for some in reproject_all(programme):
            bar.update(some)
            looked_at += some
    with transaction() as session:
        note_event(session, "facts_recomputed", programme=programme, records=looked_at)
    click.echo(f"records {looked_at}")


@ledger.command("erase")
@click.argument("record", type=click.UUID)
@click.option("--reason", type=click.Choice(REASONS), required=True)
@click.option("--by", required=True, help="Who asks for it.")
@click.confirmation_option(prompt="Erasing cannot be undone. Go on?")
def ledger_erase(record: UUID, *, reason: str, by: str) -> None:
    """Forget a record at its author's or subject's request."""
    with transaction() as session:
        found = record_by_id(session, record)
        if found is None:
            raise click.ClickException("no such record")
        programme = found.programme_id
        orphans = ledger_actions.erase(session, found, now=clock.now(), reason=reason, by=by)
    files = files_of(current_app.extensions["echo_settings"])
    for sha256 in orphans:
        files.delete(programme, sha256)
    click.echo(f"{record} erased; its tombstone travels")


def _publish_after(command: click.Command) -> click.Command:
    """After a command that changed what phones need to know, the feed is updated at once."""
    inner: Callable[..., Any] | None = command.callback

    def callback(*args: Any, **kwargs: Any) -> Any:
        result = inner(*args, **kwargs) if inner else None
        with transaction() as session:
            ledger_actions.open_ledgers(session, clock.now())
            publish_everywhere(session)
        audience.access_changed()
        return result

    command.callback = callback
    return command


def _within(group: click.Group) -> Iterator[click.Command]:
    """The commands of a group and of groups in it."""
    for command in group.commands.values():
        yield from _within(command) if isinstance(command, click.Group) else [command]


for group in (
    register.places,
    register.projects,
    register.programme,
    people,
    enrol.enrol,
    forms.instruments,
):
    for command in _within(group):
        _publish_after(command)
    cli.add_command(group)
for command in (serve, backup, restore, bundle, prompts, review, rights, doctor, audit, secret, demo):
    cli.add_command(command)


def main() -> None:
    """The console script. Without a command it serves: `--port 9000` is `serve --port 9000`."""
    known = {"--help", "--data"}
    words = sys.argv[1:]
    if not words or (words[0].startswith("-") and words[0] not in known) or _only_data(words):
        sys.argv.insert(1, "serve")
    cli(prog_name=Path(sys.argv[0]).name)


def _only_data(words: list[str]) -> bool:
    """`--data DIR` and then no command: the folder is meant for the server."""
    return words[0] == "--data" and not any(word in cli.commands for word in words[2:])
