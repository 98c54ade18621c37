"""A server whose secrets are sealed under one that is given from outside, and its backups."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from feedback_app.app import create_app
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.base.http import EchoFlask
from feedback_app.base.rewriting import rewrite_tables
from feedback_app.base.sealing import Sealer
from feedback_app.enrol.second_factor.factor_settings import totp_sealer
from feedback_app.enrol.secret import actions
from feedback_app.enrol.secret.commands import STORED_IN
from feedback_app.media.actions import files_of
from feedback_app.register.keys import renew_key
from feedback_app.register.tables import Programme
from feedback_app.safe.transactions import back_up

SECRET = "a secret that is kept in a safe far away from the server"
NEXT = "another secret, drawn after the safe was found open one day"


def with_secret(app: EchoFlask, secret: str | None, *before: str) -> EchoFlask:
    """The same server, started with this secret from outside."""
    settings = replace(
        app.extensions["echo_settings"], secret_key=secret or "only for tests", secret_apart=secret,
        earlier_secrets=(*before, "only for tests") if secret else (),
    )  # fmt: skip
    return create_app(settings)


def seal_all(app: EchoFlask) -> actions.Resealed:
    """What `feedback-app secret seal` does."""
    settings = app.extensions["echo_settings"]
    with app.app_context():
        with transaction() as session:
            done = actions.seal(session, known=totp_sealer(settings), apps=Sealer(settings.secret_key))
        db.session.remove()
        rewrite_tables(db.engine, STORED_IN)
    return done


def close(app: EchoFlask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def renew(app: EchoFlask, programme: str = "pilote") -> int:
    with app.app_context(), transaction() as session:
        return renew_key(session, session.get_one(Programme, programme), clock.now())


def backed_up(app: EchoFlask, folder: Path) -> bytes:
    """Every byte of a backup, the notes beside it too."""
    settings: Any = app.extensions["echo_settings"]
    with app.app_context():
        back_up(folder, settings, files_of(settings))
    return b"\n".join(one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file())
