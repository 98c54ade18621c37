"""The command line of people and enrolment."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from uuid import UUID

import click
from flask import current_app

from feedback_app.base import clock, ids
from feedback_app.base.command_line import refusals
from feedback_app.base.db import transaction
from feedback_app.enrol import actions
from feedback_app.enrol.qr import terminal
from feedback_app.enrol.second_factor.commands import factors
from feedback_app.enrol.texts import TEXTS
from feedback_app.register.commands import places, programme, projects
from feedback_app.settings import Settings
from schemas.roles import PHONE_ROLES, ROLES


def roles_help(codes: Iterable[str]) -> str:
    """What each of these roles allows."""
    return " ".join(f"{code}: {ROLES[code].may['en']}" for code in codes)


@click.group()
def people() -> None:
    """People with roles."""


people.add_command(factors)


@people.command("add")
@click.option("--name", required=True)
@click.option("--login")
@click.option("--role", required=True, type=click.Choice(list(ROLES)), help=roles_help(ROLES))
@click.option("--programme", required=True)
@click.option("--place")
def add_person(*, name: str, login: str | None, role: str, programme: str, place: str | None) -> None:
    """Add a person; with a login, a password is made and shown this once, to be changed when it is first used."""
    now = clock.now()
    with refusals(), transaction() as session:
        made = actions.add_person(
            session, name=name, login=login, programme=programme, role=role, place=place, now=now,
            password_until=now + dt.timedelta(days=actions.INITIAL_PASSWORD_DAYS),
        )  # fmt: skip
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
    with refusals(), transaction() as session:
        made = actions.new_code(
            session, programme=programme, place=place, role=role, person=person, days=days, now=clock.now(),
            public_url=settings.public_url,
        )  # fmt: skip
    if as_json:
        click.echo(json.dumps({"code": made.code, "link": made.link, "expires_at": clock.iso(made.expires_at)}))
        return
    click.echo(f"{made.link}\n{made.code}   {TEXTS.say('until', day=made.expires_at.date().isoformat())}\n")
    click.echo("\n".join(terminal(made.link)))


@enrol.command("withdraw")
@click.argument("code")
def withdraw(code: str) -> None:
    """Withdraw a one-time code that nobody has used yet."""
    with refusals(), transaction() as session:
        actions.withdraw_code(session, ids.hash_token(ids.plain_code(code)), clock.now())


@enrol.command("revoke")
@click.argument("device", type=click.UUID)
def revoke(device: UUID) -> None:
    """Withdraw a phone's right to speak; what it holds stays on it."""
    with refusals(), transaction() as session:
        actions.revoke(session, device, clock.now())


__all__ = ["enrol", "people", "places", "programme", "projects"]
