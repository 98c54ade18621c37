"""The command line of hand-carried files: `feedback-app bundle import FILE…`, `feedback-app bundle read FILE`."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app

from feedback_app.base import audience
from feedback_app.base.db import db
from feedback_app.carry import actions
from feedback_app.carry.opening import NOT_FILED, Opened, open_file
from feedback_app.carry.texts import TEXTS
from feedback_app.carry.transactions import import_file
from feedback_app.carry.unknown_phone import OwnerClaim
from feedback_app.media.actions import files_of
from feedback_app.register.keys import private_keys
from sync.bundle import NotABundle

existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def bundle() -> None:
    """Files that were carried by hand (.echo)."""


@bundle.command("import")
@click.argument("files", type=existing_file, nargs=-1, required=True)
@click.option("--vouch", metavar="NAME", help="You know that the phone of NAME made the files; nobody here knows it.")
def import_files(files: tuple[Path, ...], *, vouch: str | None) -> None:
    """File everything in FILES that is whole and vouched for. Doing it again changes nothing.

    What is not taken is named, and the status is 1.
    """
    left = 0
    for path in files:
        try:
            with path.open("rb") as file:
                made = import_file(
                    file, carrier=actions.Carrier("cli"),
                    files=files_of(current_app.extensions["echo_settings"]),
                    claim=OwnerClaim(vouch, "cli") if vouch and vouch.strip() else None,
                )  # fmt: skip
        except (NotABundle, actions.NotOurs) as why:
            left += 1
            click.echo(f"{path}: {_sentence(why)}", err=True)
            continue
        click.echo(
            f"{path}   programme {made.programme_id}   entries {made.kept}   media {made.media}   "
            f"not taken {made.damaged}"
        )
        for one in made.outcomes:
            click.echo(f"  {one['outcome']:12} {one['name']}", err=one["outcome"] in NOT_FILED)
        left += made.damaged
    audience.access_changed()
    raise SystemExit(1 if left else 0)


@bundle.command("read")
@click.argument("path", metavar="FILE", type=existing_file)
def read_file(path: Path) -> None:
    """Say what is in FILE without filing anything: who made it, which items are whole."""
    with path.open("rb") as file:
        try:
            opened = open_file(file, private_keys(db.session))
        except NotABundle as why:
            raise click.ClickException(f"{path}: {_sentence(why)}") from None
        _show(opened)


def _show(opened: Opened) -> None:
    contents = opened.contents
    if contents.manifest:
        made = contents.manifest
        click.echo(
            f"made {made.made_at}   phone {made.device_id}   programme {made.programme}   app {made.app_version}"
        )
    else:
        click.echo("the list at its start is damaged: what it lost cannot all be named", err=True)
    if not contents.ends_well:
        click.echo("the file was cut off", err=True)
    if opened.programme is None:
        click.echo("no key here opens it", err=True)
    whole = _whole(opened)
    for name in contents.names:
        click.echo(f"  {'whole' if name in whole else 'damaged':8} {name}", err=name not in whole)
    entries = sum(name.startswith("entries/") for name in whole)
    click.echo(f"entries {entries}   media {len(whole) - entries}   damaged {len(contents.names) - len(whole)}")


def _whole(opened: Opened) -> set[str]:
    """Names of the items that open; where no key does, of those that are as the file says."""
    if opened.programme is None:
        return {one.name for one in opened.contents.found if one.intact}
    return {name for entries in (True, False) for name, _ in opened.sealed_items(entries=entries)}


def _sentence(why: Exception) -> str:
    return TEXTS.say(str(why) if isinstance(why, NotABundle) else "not-ours")
