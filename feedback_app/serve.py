"""Serving: gunicorn with our own worker inside `feedback-app serve`, the first-run set-up, and the three links."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from sqlalchemy import select

from feedback_app import jobs
from feedback_app.app import create_app
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.capture.actions import install_instruments
from feedback_app.edge.worker import EdgeWorker
from feedback_app.enrol import actions as enrol
from feedback_app.enrol.demo import make_demo
from feedback_app.enrol.keys import give_keys
from feedback_app.enrol.qr import terminal
from feedback_app.enrol.tables import Programme
from feedback_app.ledger.actions import open_ledgers
from feedback_app.ledger.reference import publish_everywhere
from feedback_app.migrations import upgrade
from feedback_app.settings import Settings


def prepare_database(now: dt.datetime) -> None:
    """Brings the schema up and makes what the ledger needs. Safe to run again, and by several processes at once."""
    with db.engine.begin() as connection:
        upgrade(connection)
    with transaction() as session:
        open_ledgers(session, now)
        give_keys(session, now)


def install_demo(now: dt.datetime) -> str | None:
    """The demo programme, when there is no programme yet. Returns what to print, or None when there was one."""
    with transaction() as session:
        if session.execute(select(Programme.id).limit(1)).first():
            return None
        made = make_demo(session, now)
        open_ledgers(session, now)
        install_instruments(session, made.programme, now)
        publish_everywhere(session)
    return f"login {made.login}   password {made.password}   (shown this once)"


def set_up(settings: Settings, *, demo: bool) -> list[str]:
    """Everything a first run needs; returns the lines that greet the person who started it."""
    now = clock.now()
    prepare_database(now)
    secret = install_demo(now) if demo else None
    lines = ["", f"  Public portfolio   {settings.public_url}/", f"  Desk               {settings.public_url}/desk/"]
    if secret:
        lines.append(f"                     {secret}")
    lines.append(f"  Phone app          {settings.public_url}/app/")
    if demo and (link := _enrolment(settings, now)):
        lines += [f"                     enrol a phone with {link}", "", *terminal(link)]
    return lines


def _enrolment(settings: Settings, now: dt.datetime) -> str | None:
    """A fresh one-time link for the first programme, so that a phone can be enrolled at once."""
    with transaction() as session:
        programme = session.scalars(select(Programme).order_by(Programme.created_at)).first()
        if programme is None:
            return None
        code = enrol.new_code(
            session, programme=programme.id, place=programme.place_code, role="surveyor", now=now,
            public_url=settings.public_url,
        )  # fmt: skip
        return code.link


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, set up in code."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self._app, self._options = app, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for every one.")
@click.option("--port", default=8000, show_default=True)
@click.option("--data", type=click.Path(), help="Folder for database, media and secret (FEEDBACK_DATA).")
@click.option("--workers", default=1, show_default=True, help="Processes.")
@click.option("--threads", type=int, help="Requests that each process works on at once (FEEDBACK_THREADS).")
@click.option("--public-url", help="What enrolment links start with (FEEDBACK_PUBLIC_URL).")
@click.option("--demo/--no-demo", default=True, show_default=True, help="Make a demo programme when there is none.")
def serve(
    *, host: str, port: int, data: str | None, workers: int, threads: int | None, public_url: str | None, demo: bool
) -> None:
    """Set up what is missing, print the three links, and serve."""
    from feedback_app.cli import settings_for

    settings = settings_for(data)
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host  # noqa: S104
    url = public_url or _configured_url() or f"http://{shown}:{port}"
    settings = replace(settings, public_url=url.rstrip("/"), threads=threads or settings.threads)
    app = create_app(settings)
    with app.app_context():
        lines = set_up(settings, demo=demo)
        db.session.remove()
        db.engine.dispose()  # connections must not cross the fork
    click.echo("\n".join(lines) + "\n")
    options = {
        "bind": f"{host}:{port}", "workers": workers, "threads": settings.threads, "worker_class": EdgeWorker,
        "timeout": 120, "loglevel": "warning", "preload_app": False,
        "post_worker_init": lambda _worker: jobs.start_scheduler(app) if settings.run_jobs else None,
    }  # fmt: skip
    Server(app, options).run()


def _configured_url() -> str | None:
    import os

    return os.environ.get("FEEDBACK_PUBLIC_URL")
