"""The command line of demo programmes: `feedback-app demo fill` and `demo empty`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click
from flask import current_app

from feedback_app.base import clock
from feedback_app.demo import transactions
from feedback_app.demo.cast import CannotFill
from feedback_app.demo.transactions import Progress
from feedback_app.enrol.demo import DEMO
from feedback_app.media.actions import files_of

SEED = 1


@click.group()
def demo() -> None:
    """The made-up records of a demo programme."""


@demo.command("fill")
@click.option("--programme", default=DEMO, show_default=True)
@click.option("--seed", default=SEED, show_default=True, help="The same seed makes up the same records.")
@click.option("--share", default=100, show_default=True, type=click.IntRange(20, 100), help="How many percent of them.")
def fill_demo(*, programme: str, seed: int, share: int) -> None:
    """Add made-up records of half a year, in every state. Those that are there are not added again."""
    try:
        before = transactions.is_filled(programme)
        if not before and (passphrase := transactions.open_channel(programme, now=clock.now())):
            click.echo(f"  passphrase of the protection officer   {passphrase}   (shown this once)")
        show(fill(programme, seed=seed, share=share), "made-up records")
    except CannotFill as why:
        raise click.ClickException(str(why)) from None
    click.echo(f"{programme}: {'the made-up records are there already' if before else 'filled with made-up records'}")


@demo.command("empty")
@click.option("--programme", default=DEMO, show_default=True)
def empty_demo(*, programme: str) -> None:
    """Take the made-up records away. What people recorded themselves stays."""
    files = files_of(current_app.extensions["echo_settings"])
    try:
        count = show(transactions.empty(programme, files, now=clock.now()), "records taken away")
    except CannotFill as why:
        raise click.ClickException(str(why)) from None
    click.echo(f"{programme}: {count} made-up records taken away" if count else f"{programme}: nothing made up is here")


def fill(programme: str, *, seed: int, share: int) -> Iterator[Progress]:
    """Fills a programme of the running app; says how far it is."""
    files = files_of(current_app.extensions["echo_settings"])
    return transactions.fill(programme, files, seed=seed, now=clock.now(), share=share)


def show(parts: Iterator[Progress], what: str) -> int:
    """Shows how far it is while it goes on, and returns how much there was."""
    last = 0
    for part in parts:
        last = part.of
        if sys.stderr.isatty() or part.done == part.of:
            click.echo(f"\r  {what}: {part.done * 100 // max(1, part.of)} %", nl=part.done == part.of, err=True)
    return last
