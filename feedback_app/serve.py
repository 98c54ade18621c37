"""Serving: gunicorn with our own worker inside `feedback-app serve`, the first-run set-up, and the three links."""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Collection
from dataclasses import asdict, replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from sqlalchemy.exc import DBAPIError

from feedback_app import jobs
from feedback_app.app import create_app
from feedback_app.audit.log import note_event
from feedback_app.audit.store import EventFilter, events
from feedback_app.base import address, clock
from feedback_app.base.actor import acting, command_actor
from feedback_app.base.command_line import os_user
from feedback_app.base.db import db, intent, reading, transaction
from feedback_app.base.disk_reserve import give_reserve, keep_reserve
from feedback_app.base.files import make_private
from feedback_app.base.forked import in_a_fork
from feedback_app.base.logs import write_logs
from feedback_app.base.process_lock import exclusive
from feedback_app.base.table_statistics import gather_statistics
from feedback_app.demo.cast import CannotFill
from feedback_app.demo.transactions import is_half_filled, open_channel
from feedback_app.edge.worker import EdgeWorker
from feedback_app.enrol import actions as enrol
from feedback_app.enrol import store
from feedback_app.enrol.demo import DEMO, DemoCreated, make_demo
from feedback_app.enrol.qr import terminal
from feedback_app.enrol.secret.actions import check as check_secrets
from feedback_app.forms.actions import install_instruments
from feedback_app.ledger.actions import open_ledgers
from feedback_app.ledger.reference import publish_everywhere
from feedback_app.migrations import is_current, upgrade
from feedback_app.register import store as register_store
from feedback_app.register.keys import give_keys
from feedback_app.register.lookup_store import programme_ids
from feedback_app.selfcheck.checks import start_lines
from feedback_app.settings import Settings, settings_for
from schemas.roles import PHONE_ROLES

log = logging.getLogger(__name__)


def prepare_database(now: dt.datetime, *, check: bool = True) -> None:
    """Upgrades the schema and makes what the ledger needs. Safe to run again, and by several processes at once. Raises
    `WrongSecret` unless `check` is off."""
    with exclusive(db.engine, "setup"):
        _prepare(now, check=check)


def _prepare(now: dt.datetime, *, check: bool = True) -> None:
    with db.engine.begin() as connection:
        is_old = not is_current(connection)
        upgrade(connection)
    with transaction() as session:
        if is_old:
            note_event(session, "schema_upgraded")
        open_ledgers(session, now)
        give_keys(session, now)
        if check:
            check_secrets(session)
    gather_statistics()


SECRET = frozenset({"secret_key", "secret_apart", "earlier_secrets", "database_url"})


def note_settings(settings: Settings) -> None:
    """Notes that the server starts with other settings than before: which they are, only as a hash."""
    plain = sorted((name, str(value)) for name, value in asdict(settings).items() if name not in SECRET)
    now = hashlib.sha256(repr(plain).encode()).hexdigest()[:16]
    with reading() as session:
        before = events(session, EventFilter(event="settings_changed"), limit=1)
    if not before or f'"{now}"' not in before[0].details:
        with transaction() as session:
            note_event(session, "settings_changed", settings=now)


def install_demo(now: dt.datetime) -> DemoCreated | None:
    """The demo programme, when there is no programme yet. None when there was one."""
    with transaction() as session:
        if programme_ids(session):
            return None
        made = make_demo(session, now)
        note_event(session, "demo_made", about=("programme", made.programme), programme=made.programme)
        open_ledgers(session, now)
        install_instruments(session, made.programme, now)
        publish_everywhere(session)
    return made


def set_up(settings: Settings, *, demo: bool) -> list[str]:
    """Everything a first run needs; returns the lines that greet the person who started it.

    On a disk without room, or one that cannot be written, an existing database is served as it is: reading goes on.
    """
    now = clock.now()
    link: str | None = None
    try:
        with exclusive(db.engine, "setup"):
            _prepare(now)
            note_settings(settings)
            made = install_demo(now) if demo else None
            link = _enrolment(settings, now) if demo else None
    except (OSError, DBAPIError) as why:
        made = None
        if not is_up_to_date():
            raise
        log.warning("nothing can be written (%s): what is here is served", why)
        db.session.remove()
    lines = ["", f"  Public portfolio   {settings.public_url}/", f"  Desk               {settings.public_url}/desk/"]
    if made:
        lines.append(f"                     login {made.login}   password {made.password}   (shown this once)")
        lines.append(
            f"  A company's door   login {made.company_login}   password {made.company_password}   (shown this once)"
        )
        lines.append(
            f"  Protection         login {made.officer_login}   password {made.officer_password}   (shown this once)"
        )
    lines.append(f"  Phone app          {settings.public_url}/app/")
    if link:
        lines += [f"                     enrol a phone with {link}", "", *terminal(link)]
    return lines


def begin(app: Flask, *, demo: bool, empty: bool) -> tuple[list[str], bool]:
    """Sets up what is missing. Returns the lines of greeting, and whether the demo is to be filled with records."""
    settings: Settings = app.extensions["echo_settings"]
    with app.app_context(), acting(command_actor(os_user())):
        was_empty = not is_up_to_date() or not _programmes()
        lines = set_up(settings, demo=demo)
        filling = demo and not empty and wants_records(was_empty=was_empty)
        if filling and (passphrase := open_channel(DEMO, now=clock.now())):
            lines += ["", f"  Protection reports open with the passphrase {passphrase}   (shown this once)"]
        keep_reserve(settings.data)
    return lines, filling


def is_up_to_date() -> bool:
    """Whether the database can be read and has this version's schema."""
    try:
        with intent(write=False), db.engine.connect() as connection:
            return is_current(connection)
    except DBAPIError:
        return False


def wants_records(*, was_empty: bool) -> bool:
    """Whether made-up records are to be added: the demo was just made, or adding them was cut off."""
    if DEMO not in _programmes():
        return False
    try:
        return was_empty or is_half_filled(DEMO)
    except CannotFill:
        return False


def _programmes() -> Collection[str]:
    """The programmes that there are. Ends its transaction, so that nobody waits for the write lock."""
    with reading() as session:
        return programme_ids(session)


def start_filling(settings: Settings) -> subprocess.Popen[bytes]:
    """Adds the made-up records in a process of its own, so that what is there is served at once."""
    words = [sys.executable, "-m", "feedback_app", "--data", str(settings.data), "demo", "fill"]
    return subprocess.Popen(words, stdin=subprocess.DEVNULL)  # noqa: S603 - this very program


def start_jobs(app: Flask, filler: subprocess.Popen[bytes] | None) -> Callable[[], None]:
    """Starts the jobs, once the demo is filled: what they would follow changes all the time until then. Returns how to
    stop them."""
    if filler is None:
        return jobs.start_scheduler(app)
    stopped, stops = Event(), list[Callable[[], None]]()

    def start_later() -> None:
        while _is_alive(filler.pid):
            if stopped.wait(0.5):
                return
        stops.append(jobs.start_scheduler(app))

    Thread(target=start_later, name="jobs wait", daemon=True).start()

    def stop() -> None:
        stopped.set()
        for one in stops:
            one()

    return stop


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _enrolment(settings: Settings, now: dt.datetime) -> str | None:
    """A one-time link for the demo programme, so that a phone can be enrolled at once. Never for another: who reads the
    log of a server is not its coordinator. None while an earlier one is still good."""
    with transaction() as session:
        programmes = register_store.programmes(session)
        is_demo = len(programmes) == 1 and programmes[0].id == DEMO and programmes[0].settings.get("demo") is True
        if not is_demo or store.has_open_code(session, DEMO, now):
            return None
        code = enrol.new_code(
            session, programme=DEMO, place=programmes[0].place_code, role=PHONE_ROLES[0], now=now,
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


class ServerLog(Logger):  # type: ignore[misc]
    """gunicorn's own log, in the lines of ours."""

    def setup(self, cfg: Any) -> None:
        self.cfg = cfg
        self.error_log.propagate = True
        self.error_log.handlers = []


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for every one.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--data", type=click.Path(), help="Folder for database, media and secret (FEEDBACK_DATA).")
@click.option("--workers", default=1, show_default=True, help="Processes.")
@click.option("--threads", type=int, help="Requests that each process works on at once (FEEDBACK_THREADS).")
@click.option("--public-url", help="What enrolment links start with (FEEDBACK_PUBLIC_URL).")
@click.option("--demo/--no-demo", default=True, show_default=True, help="Make a demo programme when there is none.")
@click.option("--empty", is_flag=True, help="Make it without made-up records.")
def serve(
    *,
    host: str,
    port: int,
    data: str | None,
    workers: int,
    threads: int | None,
    public_url: str | None,
    demo: bool,
    empty: bool,
) -> None:
    """Set up what is missing, print the three links, and serve."""
    above = click.get_current_context().parent
    settings = settings_for(data or (above.params.get("data") if above else None))
    check_address(host, port)
    for one in (settings.data, *_ours(settings.backup)):
        make_private(one)
    give_reserve(settings.data)
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host  # noqa: S104
    url = public_url or _configured_url() or f"http://{shown}:{port}"
    settings = replace(settings, public_url=address.public_url(url), threads=threads or settings.threads)
    write_logs()
    app = create_app(settings)
    # In a process of its own: reading forms and upgrading a schema takes 30 MB that no worker needs.
    lines, filling = in_a_fork(lambda: begin(app, demo=demo, empty=empty))
    if filling:
        lines += ["", "  The demo is being filled with made-up records: half a minute, and you can look meanwhile."]
    click.echo("\n".join([*lines, *start_lines(settings)]) + "\n")
    filler = start_filling(settings) if filling else None
    stops: list[Callable[[], None]] = []
    options = {
        "bind": f"{host}:{port}", "workers": workers, "threads": settings.threads, "worker_class": EdgeWorker,
        "timeout": 120, "loglevel": "warning", "logger_class": ServerLog, "preload_app": False,
        "post_worker_init": lambda _worker: stops.append(start_jobs(app, filler)) if settings.run_jobs else None,
        "on_exit": lambda _arbiter: filler.terminate() if filler else None,
        "worker_exit": lambda _arbiter, _worker: [stop() for stop in stops],
    }  # fmt: skip
    gc.freeze()  # what the application is made of stays: at its end, the first process need not look through it
    Server(app, options).run()


def check_address(host: str, port: int) -> None:
    """ClickException when nobody can listen there, before anything is set up."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        with socket.socket(found[0][0], socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(found[0][4])
    except (OSError, OverflowError) as why:
        reason = getattr(why, "strerror", None) or why
        raise click.ClickException(f"cannot listen at {host}, port {port}: {reason} (--host, --port)") from None


def _ours(backups: Path | None) -> list[Path]:
    """What we wrote into the folder of backups, which may be somebody else's too."""
    names = ("[0-9]*Z", "media", "erasures.json", "refusals.json", "access-*.json", ".lock", ".notes-lock")
    return [file for name in names for file in backups.glob(name)] if backups and backups.is_dir() else []


def _configured_url() -> str | None:
    return os.environ.get("FEEDBACK_PUBLIC_URL")
