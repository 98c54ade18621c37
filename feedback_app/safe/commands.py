"""The command line of backups: `feedback-app backup DIR`, `feedback-app restore DIR`."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app

from feedback_app.media.actions import files_of
from feedback_app.safe import restoring
from feedback_app.safe.backup_folder import BackupFailed
from feedback_app.safe.transactions import back_up

folder = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("directory", type=folder)
def backup(directory: Path) -> None:
    """Back up database and media to DIRECTORY, prove the copy, and call what is in it safe.

    The server may run meanwhile. Photos and voices are copied once, however many backups there are.
    """
    settings = current_app.extensions["echo_settings"]
    try:
        made = back_up(directory.absolute(), settings, files_of(settings))
    except BackupFailed as why:
        raise click.ClickException(str(why)) from None
    click.echo(
        f"{made.made_at}   entries {made.entries}   records {made.records}   media {made.media}   "
        f"new bytes {made.bytes}   verified"
    )
    if made.lacking:
        click.echo(f"but for {made.lacking} photos or voices that are not where they should be; their phones are asked")


@click.command()
@click.argument("directory", type=folder)
@click.option("--name", help="Of the backup, as its folder is called; the newest when not told.")
@click.confirmation_option(prompt="The server must be stopped. What it holds now is copied aside. Go on?")
def restore(directory: Path, name: str | None) -> None:
    """Make this server what a backup in DIRECTORY is. Phones then offer again all that is still on them."""
    settings = current_app.extensions["echo_settings"]
    try:
        done = restoring.restore(directory.absolute(), settings, files_of(settings), name=name)
    except BackupFailed as why:
        raise click.ClickException(str(why)) from None
    click.echo(
        f"backup of {done.manifest.made_at}   entries {done.manifest.entries}   media {done.manifest.media}   "
        f"lost {done.lost}   epoch {done.epoch}"
    )
    click.echo(f"what was here before: {done.before}")
