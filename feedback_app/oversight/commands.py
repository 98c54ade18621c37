"""The command line of the audit log: `feedback-app audit verify`, `audit list`, `audit export`."""

from __future__ import annotations

import datetime as dt
import secrets
from pathlib import Path

import click

from feedback_app.audit.actions import current_head
from feedback_app.audit.log import note_event
from feedback_app.audit.store import EventFilter, chained, events
from feedback_app.audit.transactions import seal_all
from feedback_app.audit.verifying import verify
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.oversight.backup_heads import comparable_backups
from feedback_app.oversight.export import exported_line
from feedback_app.oversight.view import event_lines

MOST_SHOWN = 20


@click.group()
def audit() -> None:
    """Who did what."""


@audit.command("verify")
@click.option("--against", type=click.Path(exists=True, file_okay=False, path_type=Path), multiple=True,
              help="A folder of backups, best on another machine: each noted how far the log was.")  # fmt: skip
def verify_log(against: tuple[Path, ...]) -> None:
    """Walk the hash chain, and say where it is broken; with --against, whether it was written anew since."""
    backups = [one for folder in against for one in comparable_backups(db.session, folder, clock.now())]
    found = verify(db.session, [one.audit for one in backups])
    click.echo(
        f"events {found.events}   waiting {found.waiting}   cut {found.cut}   compared with {len(backups)} backups   "
        f"breaks {len(found.breaks)}\nhead {found.head.position} {found.head.hash}"
    )
    for one in found.breaks:
        click.echo(f"BROKEN {one}", err=True)
    for event in events(db.session, EventFilter(event="head_differs"), limit=MOST_SHOWN):
        click.echo(f"DIFFERS {event.about} remembers another log ({event.details}, {clock.iso(event.at)})", err=True)
    raise SystemExit(1 if found.breaks else 0)


@audit.command("list")
@click.option("--programme")
@click.option("--event", help="One of schemas/vocabulary/audit_events.csv.")
@click.option("--person", type=click.UUID, help="Who did it.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--limit", default=100, show_default=True)
def list_events(
    *, programme: str | None, event: str | None, person: object, day: dt.datetime | None, limit: int
) -> None:
    """The newest events."""
    since = day.replace(tzinfo=dt.UTC) if day else None
    chosen = EventFilter(
        programmes=[programme] if programme else None, event=event, actor=str(person) if person else None,
        since=since, until=since + dt.timedelta(days=1) if since else None,
    )  # fmt: skip
    for one in event_lines(db.session, events(db.session, chosen, limit=limit), "en"):
        click.echo("   ".join(part for part in (clock.iso(one.at), one.who, one.what, one.about, one.more) if part))


@audit.command("export")
def export() -> None:
    """All of the hash chain as JSON lines, without personal data: people and phones have other names in each export."""
    seal_all()
    with transaction() as session:
        note_event(session, "audit_exported", position=current_head(session).position)
    key = secrets.token_bytes(32)
    for event in chained(db.session):
        click.echo(exported_line(event, key))
