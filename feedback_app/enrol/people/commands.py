"""The command line of accounts."""

from __future__ import annotations

import datetime as dt

import click
from flask import current_app

from feedback_app.base import audience, clock
from feedback_app.base.command_line import refusals
from feedback_app.base.db import AnySession, db, transaction
from feedback_app.enrol import actions as enrol_actions
from feedback_app.enrol import sign_in_store
from feedback_app.enrol.commands import people, roles_help
from feedback_app.enrol.people import actions, store
from feedback_app.enrol.people.texts import TEXTS
from feedback_app.enrol.qr import terminal
from feedback_app.enrol.sign_in import as_login, login_key
from feedback_app.enrol.store import person_by_login
from feedback_app.enrol.tables import Person
from feedback_app.settings import Settings
from schemas.roles import ROLES

EVEN_LAST = click.option("--even-last", is_flag=True, help="Even the last coordinator of a programme.")
ROLE = click.option("--role", required=True, type=click.Choice(list(ROLES)), help=roles_help(ROLES))
PROGRAMME = click.option("--programme", required=True)


def _settings() -> Settings:
    found: Settings = current_app.extensions["echo_settings"]
    return found


def _person(session: AnySession, login: str) -> Person:
    person = person_by_login(session, as_login(login))
    if person is None:
        raise click.ClickException(TEXTS.say("no_login", login=login))
    return person


def _show_link(session: AnySession, person: Person) -> None:
    made = actions.new_link(session, person, by=None, now=clock.now(), public_url=_settings().public_url)
    click.echo(f"{made.link}\n{TEXTS.say('until', day=made.expires_at.date().isoformat())}\n")
    click.echo("\n".join(terminal(made.link)))


@people.command("invite")
@click.option("--name", required=True)
@click.option("--login", required=True)
@ROLE
@PROGRAMME
@click.option("--place")
def invite(*, name: str, login: str, role: str, programme: str, place: str | None) -> None:
    """Add a person who chooses a password by a one-time link."""
    with refusals(), transaction() as session:
        free = enrol_actions.free_login(session, login)
        made = enrol_actions.add_person(
            session, name=name, login=None, programme=programme, role=role, place=place, now=clock.now()
        )
        made.person.login = free
        _show_link(session, made.person)


@people.command("reset")
@click.argument("login")
def reset(login: str) -> None:
    """Make a one-time link by which a person chooses another password."""
    with refusals(), transaction() as session:
        _show_link(session, _person(session, login))


@people.command("deactivate")
@click.argument("login")
@click.option("--revoke-phones", is_flag=True, help="Their phones too; what these hold stays on them.")
@EVEN_LAST
def deactivate(login: str, *, revoke_phones: bool, even_last: bool) -> None:
    """End all that a person may do at the desk."""
    with refusals(), transaction() as session:
        person = _person(session, login)
        phones = [one.id for one in store.phones_of(session, person.id)]
        actions.deactivate(
            session, person, phones=phones if revoke_phones else (), now=clock.now(), even_last=even_last
        )
    click.echo(TEXTS.say("deactivated", name=person.name, n=0 if revoke_phones else len(phones)))


@people.command("activate")
@click.argument("login")
def activate(login: str) -> None:
    """Let a person sign in again."""
    with refusals(), transaction() as session:
        actions.activate(session, _person(session, login))


@people.command("unlock")
@click.argument("login")
def unlock(login: str) -> None:
    """Let a person sign in at once after many wrong passwords."""
    with refusals(), transaction() as session:
        person = _person(session, login)
        actions.unlock(session, person, login_key=login_key(person.login or "", audience.fingerprint))


@people.command("grant")
@click.argument("login")
@ROLE
@PROGRAMME
@click.option("--place")
def grant(login: str, *, role: str, programme: str, place: str | None) -> None:
    """Give a person a role."""
    with refusals(), transaction() as session:
        actions.give_role(session, _person(session, login), programme=programme, role=role, place=place)


@people.command("revoke")
@click.argument("login")
@ROLE
@PROGRAMME
@EVEN_LAST
def revoke(login: str, *, role: str, programme: str, even_last: bool) -> None:
    """Take a role from a person."""
    with refusals(), transaction() as session:
        actions.take_role(session, _person(session, login), programme=programme, role=role, even_last=even_last)


@people.command("sessions")
@click.argument("login")
def sessions(login: str) -> None:
    """List where a person is signed in."""
    now: dt.datetime = clock.now()
    person = _person(db.session, login)
    for one in sign_in_store.open_sessions(db.session, [person.id], now=now, unused_since=now - _settings().idle):
        click.echo(f"{clock.iso(one.created_at)}  {clock.iso(one.last_used_at)}  {one.network}  {one.browser}")


@people.command("end-sessions")
@click.argument("login")
def end_sessions(login: str) -> None:
    """Sign a person out everywhere."""
    with refusals(), transaction() as session:
        click.echo(actions.end_sessions(session, _person(session, login)))


__all__ = ["people"]
