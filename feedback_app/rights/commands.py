"""The command line of people's rights: the register, one person's data, breaches."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

import click
import orjson
from flask import current_app

from feedback_app.audit.log import note_event
from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.enrol.lookup_store import phone_by_id
from feedback_app.ledger.suspension_store import records_with_code
from feedback_app.media.actions import files_of
from feedback_app.register.lookup_store import ProgrammeInfo, programme_by_id
from feedback_app.rights import actions, store
from feedback_app.rights.register import read_register
from feedback_app.rights.tables import Breach
from feedback_app.rights.transactions import write_export
from sync.spoken_code import digits_of


@click.group()
def rights() -> None:
    """The rights of people whose words are stored."""


def _programme(name: str) -> ProgrammeInfo:
    found = programme_by_id(db.session, name)
    if found is None:
        raise click.ClickException(f"there is no programme {name}")
    return found


@rights.command("register")
@click.option("--programme", required=True)
def show_register(programme: str) -> None:
    """What is processed, why, on which legal basis, for how long, who receives it; as JSON."""
    register = read_register(_programme(programme).settings or {})
    click.echo(orjson.dumps(register.wire(), option=orjson.OPT_INDENT_2).decode())


@rights.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--programme", required=True)
@click.option("--code", default="", help="The spoken code of a record.")
@click.option("--phone", type=click.UUID, default=None, help="A phone: all that its person recorded.")
def export(file: Path, *, programme: str, code: str, phone: uuid.UUID | None) -> None:
    """Write one person's data into a zip: their records as JSON, photos and voices."""
    found = _asked_for(_programme(programme).id, code, phone)
    if not found:
        raise click.ClickException("no record has this code, or this phone's person recorded none")
    with file.open("xb") as out:
        count = write_export(out, files_of(current_app.extensions["echo_settings"]), programme, found, now=clock.now())
    with transaction() as session:
        note_event(session, "data_exported", about=("record", found[0]), programme=programme, records=count)
    click.echo(f"records {count}")


def _asked_for(programme: str, code: str, phone: uuid.UUID | None) -> list[uuid.UUID]:
    if code:
        return [record for _, record in records_with_code(db.session, [programme], digits_of(code))]
    known = phone_by_id(db.session, phone) if phone else None
    mine = known is not None and known.programme_id == programme
    return actions.of_author(db.session, programme, known.person_id) if known and mine else []


@rights.group("breach")
def breach() -> None:
    """Breaches of personal data."""


@breach.command("list")
@click.option("--programme", required=True)
def list_breaches(programme: str) -> None:
    """Every breach, as JSON lines, the latest noticed first."""
    for one in store.breaches(db.session, _programme(programme).id):
        due = None if one.authority_at else clock.iso(one.noticed_at + store.DEADLINE)
        click.echo(
            orjson.dumps(
                {
                    "id": str(one.id), "noticed_at": clock.iso(one.noticed_at), "what": one.what,
                    "affected": one.affected, "informed": one.informed, "authority_by": due,
                }
            ).decode()
        )  # fmt: skip


@breach.command("add")
@click.option("--programme", required=True)
@click.option("--what", required=True, help="What happened, without people's words.")
@click.option("--affected", required=True, help="Whose data, and about how many people.")
@click.option("--noticed", type=click.DateTime(), default=None, help="When, in UTC; now where it is left out.")
def add_breach(programme: str, *, what: str, affected: str, noticed: dt.datetime | None) -> None:
    """Note a breach: the authority is to hear of it within 72 hours."""
    now = clock.now()
    at = noticed.replace(tzinfo=dt.UTC) if noticed else now
    if at > now:
        raise click.ClickException("a breach is noticed in the past")
    name = _programme(programme).id
    with transaction() as session:
        actions.note_breach(
            session,
            Breach(
                programme_id=name, noticed_at=at, noted_at=now, noted_by="command line", what=what[:2000],
                affected=affected[:1000],
            ),
        )  # fmt: skip
    click.echo(f"noted; inform the authority before {clock.iso(at + store.DEADLINE)}")
