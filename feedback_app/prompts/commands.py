"""The command line of recorded prompts."""

from __future__ import annotations

import click
import orjson

from feedback_app.base import clock
from feedback_app.base.db import db, transaction
from feedback_app.forms.texts import TEXTS
from feedback_app.prompts import actions, store
from feedback_app.prompts.tables import Prompt
from feedback_app.register.lookup_store import programme_by_id


@click.group()
def prompts() -> None:
    """Recorded questions of forms."""


@prompts.command("list")
@click.option("--programme", required=True)
@click.option("--json", "as_json", is_flag=True)
def show(programme: str, *, as_json: bool) -> None:
    """What is recorded, and can be heard."""
    if programme_by_id(db.session, programme) is None:
        raise click.ClickException(TEXTS.say("no_programme", name=programme))
    newest = {(one.instrument, one.language, one.part): one for one in store.counting(db.session, programme)}
    rows = [_listed(one) for _, one in sorted(newest.items())]
    if as_json:
        click.echo(orjson.dumps(rows).decode())
        return
    for one in rows:
        click.echo("  ".join(str(one[name]) for name in ("instrument", "language", "part", "at", "sha256")))


@prompts.command("approve")
@click.option("--programme", required=True)
def approve(programme: str) -> None:
    """Approve all recordings that wait, for whoever has heard them elsewhere."""
    with transaction() as session:
        if programme_by_id(session, programme) is None:
            raise click.ClickException(TEXTS.say("no_programme", name=programme))
        waiting = list(store.waiting(session, programme).values())
        for one in waiting:
            actions.approve(session, programme, one, now=clock.now(), by="")
    click.echo(len(waiting))


def _listed(one: Prompt) -> dict[str, object]:
    return {
        "instrument": one.instrument, "language": one.language, "part": one.part, "words": one.words,
        "sha256": one.sha256, "bytes": one.bytes, "at": clock.iso(one.at),
    }  # fmt: skip
