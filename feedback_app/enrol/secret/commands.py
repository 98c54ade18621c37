"""The command line of the secret that is given from outside: `feedback-app secret …`."""

from __future__ import annotations

import click
from flask import current_app

from feedback_app.base import audience, clock
from feedback_app.base.db import db, transaction
from feedback_app.base.rewriting import rewrite_tables
from feedback_app.base.sealing import Sealer, keyring
from feedback_app.enrol.second_factor.factor_settings import totp_sealer
from feedback_app.enrol.secret import actions
from feedback_app.enrol.secret.actions import Resealed
from feedback_app.register.keys import is_sealing
from feedback_app.settings import SHORTEST_SECRET, Settings, secret_in_file

NOTHING_GIVEN = (
    f"FEEDBACK_SECRET_KEY is not given, or has fewer than {SHORTEST_SECRET} signs. Make one (`openssl rand -hex 32`), "
    "keep a copy apart from the server and its backups, and give it to every process"
)
STORED_IN = ("programme_key", "person", "totp_secret")
_STOPPED = "The server must be stopped. Go on?"


@click.group()
def secret() -> None:
    """The secret that seals keys, passwords and code apps in the database (FEEDBACK_SECRET_KEY)."""


@secret.command("status")
def status() -> None:
    """Say whether the database's secrets are sealed, and under which secret."""
    names = ", ".join(sorted(actions.secret_names(db.session)))
    click.echo(f"given from outside: {keyring().name or 'no'}   sealed under: {names or 'nothing is sealed'}")
    if not is_sealing(db.session):
        click.echo(NOTHING_GIVEN if keyring().name is None else "seal them: feedback-app secret seal")


@secret.command("seal")
@click.confirmation_option(prompt=_STOPPED)
def seal() -> None:
    """Seal under FEEDBACK_SECRET_KEY what is in the open, or under FEEDBACK_SECRET_KEY_BEFORE. All or nothing."""
    if keyring().name is None:
        raise click.ClickException(NOTHING_GIVEN)
    settings = _settings()
    with transaction() as session:
        done = actions.seal(session, known=totp_sealer(settings), apps=Sealer(settings.secret_key))
    db.session.remove()
    rewrite_tables(db.engine, STORED_IN)
    audience.access_changed()
    _print(done, f"sealed under {keyring().name}")
    click.echo("Backups of before are as open as they were: make a new one, and delete those.")


@secret.command("unseal")
@click.confirmation_option(prompt=_STOPPED)
def unseal() -> None:
    """Store all in the open again, as before moving to a machine without the secret. All or nothing."""
    settings = _settings()
    with transaction() as session:
        done = actions.unseal(session, known=totp_sealer(settings), apps=Sealer(secret_in_file(settings.data)))
    audience.access_changed()
    _print(done, "in the open")


@secret.command("abandon")
@click.confirmation_option(prompt="What is sealed under a secret that is not given here is lost for good. Go on?")
def abandon() -> None:
    """Go on where the secret is lost: new keys for programmes, new passwords for people."""
    with transaction() as session:
        done = actions.abandon(session, clock.now())
    audience.access_changed()
    click.echo(f"programme keys lost {done.keys}   passwords lost {done.passwords}")
    click.echo("Who has no password any more: feedback-app people reset LOGIN; code apps: people factors reset LOGIN.")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["echo_settings"]
    return settings


def _print(done: Resealed, how: str) -> None:
    click.echo(f"{how}: programme keys {done.keys}   passwords {done.passwords}   code apps {done.apps}")
    if done.lost:
        click.echo(f"code apps that nothing here opens: {done.lost} (people factors reset LOGIN)", err=True)
