"""The command line of second factors."""

from __future__ import annotations

import click

from feedback_app.base import clock
from feedback_app.base.command_line import refusals
from feedback_app.base.db import transaction
from feedback_app.base.problem import Problem
from feedback_app.enrol import store as people_store
from feedback_app.enrol.second_factor import actions


@click.group()
def factors() -> None:
    """Second factors: passkeys, apps, recovery codes."""


@factors.command("reset")
@click.argument("login")
def reset(login: str) -> None:
    """Take all second factors off a person who lost them, and end their sessions."""
    with refusals(), transaction() as session:
        person = people_store.person_by_login(session, login.strip().lower())
        if person is None:
            raise Problem("not-found")
        actions.reset(session, person.id, now=clock.now())
