"""The command line of places, projects, programmes, people and enrolment."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn
from uuid import UUID

import click
from flask import current_app

from feedback_app.base import clock
from feedback_app.base.code_pages import PAGES
from feedback_app.base.db import AnySession, db, transaction
from feedback_app.base.faults import Fault, Unusable
from feedback_app.base.problem import Problem
from feedback_app.enrol import actions, loading, store
from feedback_app.enrol.counted import counted
from feedback_app.enrol.preview import Change, Preview
from feedback_app.enrol.qr import terminal
from feedback_app.enrol.tables import Programme
from feedback_app.enrol.texts import TEXTS
from feedback_app.enrol.trusted import UnusableContacts
from feedback_app.enrol.trusted_page import replace_contacts
from feedback_app.settings import Settings
from schemas.roles import PHONE_ROLES, ROLES

existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)


_CHECK = click.option("--check", is_flag=True, help="Only say what would change.")
_CLEAR = click.option("--clear", is_flag=True, help="Empty what is held where the file has an empty cell.")
_ACCEPT = click.option("--accept-doubts", is_flag=True, help="Load although a doubt is named, as of a point far away.")
_PAGE = click.option("--encoding", type=click.Choice(sorted(PAGES)), default=None,
                     help="The code page of the file, where it is not seen by itself.")  # fmt: skip
_MOST_SHOWN = 200


def roles_help(codes: Iterable[str]) -> str:
    """What each of these roles allows."""
    return " ".join(f"{code}: {ROLES[code].may['en']}" for code in codes)


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
        with _refusals(), transaction() as session:
            store.lock_register(session)
            preview, write = loading.planned(
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
    click.echo(counted("would_load" if check else "loaded", preview, empty="cleared" if clear else "kept"))


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
        told = json.loads(file.read_text("utf-8-sig"))
    except ValueError as error:
        raise click.ClickException(f"{TEXTS.say('not-json')}: {error}") from None
    told = told if isinstance(told, dict) else {}
    with _refusals(), transaction() as session:
        before = _described(session, told.get("id"))
        made = actions.make_programme(session, told, clock.now())
        after, stays = _described(session, made.id), made.place_code != told["place"]
    click.echo(made.id)
    changed = [name for name, value in after.items() if before.get(name) != value]
    click.echo(TEXTS.say("programme_new" if not before else "programme_changed" if changed else "programme_same",
                         changed=", ".join(changed)), err=True)  # fmt: skip
    if stays:
        click.echo(TEXTS.say("place_stays", place=after["place"], asked=told["place"]), err=True)


def _described(session: AnySession, programme: object) -> dict[str, object]:
    """What a programme is now; nothing of one that is not there."""
    held = session.get(Programme, programme, populate_existing=True) if isinstance(programme, str) else None
    if held is None:
        return {}
    return {
        "name": held.name, "languages": held.languages, "place": held.place_code, "consent": held.consent,
        "settings": held.settings,
    }  # fmt: skip


@programme.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_programmes(*, as_json: bool) -> None:
    """Every programme and its place."""
    rows = [{"id": one.id, "place": one.place_code, "name": one.name} for one in store.programmes(db.session)]
    click.echo(json.dumps(rows, ensure_ascii=False) if as_json else "\n".join(f"{r['id']}  {r['place']}" for r in rows))


@programme.command("trusted")
@click.argument("file", type=existing_file)
@click.option("--programme", required=True)
def import_trusted(file: Path, programme: str) -> None:
    """Replace the trusted people of a programme by a JSON list of {name, phone, place, role, hours, languages}."""
    try:
        told = json.loads(file.read_text())
    except ValueError as error:
        raise click.ClickException(f"{TEXTS.say('not-json')}: {error}") from None
    with _refusals(), transaction() as session:
        home = session.get(Programme, programme)
        if home is None:
            raise Problem("malformed", errors={"programme": "unknown"})
        try:
            found = replace_contacts(session, home, told)
        except UnusableContacts as unusable:
            raise Problem("malformed", errors={f"{row}": field for row, field in unusable.wrong}) from unusable
    click.echo(TEXTS.say("trusted.loaded", count=len(found)))


@click.group()
def people() -> None:
    """People with roles."""


@people.command("add")
@click.option("--name", required=True)
@click.option("--login")
@click.option("--role", required=True, type=click.Choice(list(ROLES)), help=roles_help(ROLES))
@click.option("--programme", required=True)
@click.option("--place")
def add_person(*, name: str, login: str | None, role: str, programme: str, place: str | None) -> None:
    """Add a person; with a login, a password is made and shown this once."""
    with _refusals(), transaction() as session:
        made = actions.add_person(
            session, name=name, login=login, programme=programme, role=role, place=place, now=clock.now()
        )
    click.echo(made.person.id)
    if made.password:
        click.echo(f"{TEXTS.say('password_once', name=name)} {made.password}")


@click.group()
def enrol() -> None:
    """Phones."""


@enrol.command("new")
@click.option("--programme", required=True)
@click.option("--place", required=True, help="Code of the place whose subtree the phone is for.")
@click.option(
    "--role", default=PHONE_ROLES[0], show_default=True, type=click.Choice(PHONE_ROLES), help=roles_help(PHONE_ROLES)
)
@click.option("--person", help="Name of who will hold the phone.")
@click.option("--days", default=actions.CODE_DAYS, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def new_code(*, programme: str, place: str, role: str, person: str | None, days: int, as_json: bool) -> None:
    """Make a one-time code, as link and QR code."""
    settings: Settings = current_app.extensions["echo_settings"]
    with _refusals(), transaction() as session:
        made = actions.new_code(
            session, programme=programme, place=place, role=role, person=person, days=days, now=clock.now(),
            public_url=settings.public_url,
        )  # fmt: skip
    if as_json:
        click.echo(json.dumps({"code": made.code, "link": made.link, "expires_at": clock.iso(made.expires_at)}))
        return
    click.echo(f"{made.link}\n{made.code}   {TEXTS.say('until', day=made.expires_at.date().isoformat())}\n")
    click.echo("\n".join(terminal(made.link)))


@enrol.command("revoke")
@click.argument("device", type=click.UUID)
def revoke(device: UUID) -> None:
    """Withdraw a phone's right to speak; what it holds stays on it."""
    with _refusals(), transaction() as session:
        actions.revoke(session, device, clock.now())


class _refusals:  # noqa: N801
    """A problem becomes a sentence and a status, as a command line says it."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Problem):
            _refuse(error)


def _refuse(problem: Problem) -> NoReturn:
    errors = problem.details.get("errors") or {}
    raise click.ClickException(f"{problem.kind.fr} {', '.join(f'{k}: {v}' for k, v in errors.items())}") from None


__all__ = ["enrol", "people", "places", "programme", "projects"]
