"""The command line of the desk's cases."""

from __future__ import annotations

import click

from feedback_app.audit.log import note_event
from feedback_app.base.db import db, transaction
from feedback_app.forms.texts import TEXTS
from feedback_app.register.lookup_store import programme_by_id
from feedback_app.review.case_change_store import work_out_anew


@click.group()
def review() -> None:
    """Cases at the desk."""


@review.command("recount")
@click.option("--programme", required=True)
def recount(programme: str) -> None:
    """Count cases and index their words anew, should the desk's counts or its search ever be wrong."""
    if programme_by_id(db.session, programme) is None:
        raise click.ClickException(TEXTS.say("no_programme", name=programme))
    with transaction() as session:
        cases = work_out_anew(session, programme)
        note_event(session, "cases_recounted", programme=programme, cases=cases)
    click.echo(f"cases {cases}")
