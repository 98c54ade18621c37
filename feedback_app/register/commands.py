"""The command line of places, projects and programmes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import click

from feedback_app.audit.log import note_event
from feedback_app.base import clock
from feedback_app.base.code_pages import PAGES
from feedback_app.base.command_line import existing_file, refusals
from feedback_app.base.db import AnySession, db, transaction
from feedback_app.base.faults import Fault, Unusable
from feedback_app.base.problem import Problem
from feedback_app.register import actions as register
from feedback_app.register import keys, loading
from feedback_app.register import store as register_store
from feedback_app.register.import_counts import counts_in_words
from feedback_app.register.preview import Change, Preview
from feedback_app.register.tables import Programme
from feedback_app.register.texts import TEXTS
from feedback_app.register.trusted_page import replace_contacts
from feedback_app.register.trusted_people import UnusableContacts

_CHECK = click.option("--check", is_flag=True, help="Only say what would change.")


_CLEAR = click.option("--clear", is_flag=True, help="Empty what is held where the file has an empty cell.")


_ACCEPT = click.option("--accept-doubts", is_flag=True, help="Load although a doubt is named, as of a point far away.")


_PAGE = click.option("--encoding", type=click.Choice(sorted(PAGES)), default=None,
                     help="The code page of the file, where it is not seen by itself.")  # fmt: skip


_MOST_SHOWN = 200


@click.group()
def places() -> None:
    """The tree of places."""


@places.command("import")
@click.argument("file", type=existing_file)
@_CHECK
@_CLEAR
@_ACCEPT
@_PAGE
def import_places(*, file: Path, check: bool, clear: bool, accept_doubts: bool, encoding: str | None) -> None:
    """Load places from CSV or .xlsx, or places and outlines from GeoJSON: all of the file or nothing."""

    _load("places", file, "", page=encoding or "", check=check, clear=clear, accept=accept_doubts)


@click.group()
def projects() -> None:
    """The register of CSR projects."""


@projects.command("import")
@click.argument("file", type=existing_file)
@click.option("--programme", required=True)
@_CHECK
@_CLEAR
@_ACCEPT
@_PAGE
def import_projects(
    *, file: Path, programme: str, check: bool, clear: bool, accept_doubts: bool, encoding: str | None
) -> None:
    """Load projects from CSV or .xlsx: all of the file or nothing."""

    _load("projects", file, programme, page=encoding or "", check=check, clear=clear, accept=accept_doubts)


def _load(kind: str, file: Path, programme: str, *, page: str, check: bool, clear: bool, accept: bool) -> None:
    try:
        with refusals(), transaction() as session:
            register_store.lock_register(session)
            preview, write = loading.plan_import(
                session, kind, file.read_bytes(), filename=file.name, programme=programme, page=page, clear=clear
            )
            refused = bool(preview.doubts) and not accept
            if not check and not refused:
                write()
    except Unusable as unusable:
        _print_faults(unusable.faults)
        raise SystemExit(1) from None
    _print_preview(preview, clear=clear)
    if refused:
        click.echo(TEXTS.say("doubts_refused"), err=True)
        raise SystemExit(1)
    click.echo(counts_in_words("would_load" if check else "loaded", preview, empty="cleared" if clear else "kept"))


def _print_preview(preview: Preview, *, clear: bool) -> None:
    columns = ", ".join(f"{name} ← « {written} »" for name, written in preview.columns.items())
    click.echo(f"{TEXTS.say('columns_read')} {columns}", err=True)
    _print_faults([*preview.doubts, *preview.remarks])
    for change in preview.changed[:_MOST_SHOWN]:
        click.echo(_sentence(change), err=True)
    for change in preview.emptied[:_MOST_SHOWN]:
        word = TEXTS.say("emptied" if clear else "kept_empty")
        click.echo(f"{_sentence(change)} ({word})", err=True)


def _sentence(change: Change) -> str:
    return f"{TEXTS.say('row')} {change.row}, {change.key}, {change.column}: {change.old or '–'} → {change.new or '–'}"


def _print_faults(faults: Sequence[Fault]) -> None:
    for fault in faults:
        where = f"{TEXTS.say('row')} {fault.row}" if fault.row else TEXTS.say("file")
        where += f", {fault.column}" if fault.column else ""
        click.echo(f"{where}: {TEXTS.say(fault.reason)}" + (f" « {fault.value} »" if fault.value else ""), err=True)


@click.group()
def programme() -> None:
    """Programmes: one pilot each."""


@programme.command("import")
@click.argument("file", type=existing_file)
def import_programme(file: Path) -> None:
    """Make or update a programme from a JSON description: {id, name, languages, place, consent, settings}."""
    try:
        description = json.loads(file.read_text("utf-8-sig"))
    except ValueError as error:
        raise click.ClickException(f"{TEXTS.say('not-json')}: {error}") from None
    description = description if isinstance(description, dict) else {}
    with refusals(), transaction() as session:
        before = _described(session, description.get("id"))
        made = register.make_programme(session, description, clock.now())
        note_event(session, "programme_loaded", about=("programme", made.id), programme=made.id)
        after, stays = _described(session, made.id), made.place_code != description["place"]
    click.echo(made.id)
    changed = [name for name, value in after.items() if before.get(name) != value]
    click.echo(TEXTS.say("programme_new" if not before else "programme_changed" if changed else "programme_same",
                         changed=", ".join(changed)), err=True)  # fmt: skip
    if stays:
        click.echo(TEXTS.say("place_stays", place=after["place"], asked=description["place"]), err=True)


def _described(session: AnySession, programme: object) -> dict[str, object]:
    """What a programme is now; nothing of one that is not there."""
    found = session.get(Programme, programme, populate_existing=True) if isinstance(programme, str) else None
    if found is None:
        return {}
    return {
        "name": found.name, "languages": found.languages, "place": found.place_code, "consent": found.consent,
        "settings": found.settings,
    }  # fmt: skip


@programme.command("renew-key")
@click.argument("programme_id", metavar="PROGRAMME")
def renew_key(programme_id: str) -> None:
    """Give PROGRAMME a new key pair. What phones sealed to the earlier ones is still opened when it comes."""
    with refusals(), transaction() as session:
        number = keys.renew_key(session, _existing(session, programme_id), clock.now())
    click.echo(TEXTS.say("key_renewed", programme=programme_id, number=str(number)))


@programme.command("delete-keys")
@click.argument("programme_id", metavar="PROGRAMME")
@click.option("--days", type=click.IntRange(keys.LEAST_DAYS), default=keys.RETAINED_DAYS, show_default=True,
              help="Those that were replaced longer ago.")  # fmt: skip
@click.confirmation_option(prompt="What is sealed to them and not here yet cannot be opened any more. Go on?")
def delete_keys(programme_id: str, *, days: int) -> None:
    """Delete the earlier private keys of PROGRAMME."""
    now = clock.now()
    with refusals(), transaction() as session:
        _existing(session, programme_id)
        count = keys.delete_keys(session, programme_id, retired_before=now - dt.timedelta(days=days), now=now)
    click.echo(TEXTS.say("keys_deleted", programme=programme_id, count=str(count)))


def _existing(session: AnySession, programme_id: str) -> Programme:
    found = session.get(Programme, programme_id)
    if found is None:
        raise Problem("malformed", errors={"programme": "unknown"})
    return found


@programme.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_programmes(*, as_json: bool) -> None:
    """Every programme and its place."""
    rows = [{"id": one.id, "place": one.place_code, "name": one.name} for one in register_store.programmes(db.session)]
    click.echo(json.dumps(rows, ensure_ascii=False) if as_json else "\n".join(f"{r['id']}  {r['place']}" for r in rows))


@programme.command("trusted")
@click.argument("file", type=existing_file)
@click.option("--programme", required=True)
def import_trusted(file: Path, programme: str) -> None:
    """Replace the trusted people of a programme by a JSON list of {name, phone, place, role, hours, languages}."""
    try:
        contacts = json.loads(file.read_text())
    except ValueError as error:
        raise click.ClickException(f"{TEXTS.say('not-json')}: {error}") from None
    with refusals(), transaction() as session:
        home = _existing(session, programme)
        try:
            found = replace_contacts(session, home, contacts)
        except UnusableContacts as unusable:
            raise Problem("malformed", errors={f"{row}": field for row, field in unusable.wrong}) from unusable
    click.echo(TEXTS.say("trusted.loaded", count=len(found)))
