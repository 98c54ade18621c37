"""What every command line says the same way."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from feedback_app.base.problem import Problem

existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)


def os_user() -> str:
    """The account that runs this command; by its number where it has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


@contextmanager
def refusals() -> Iterator[None]:
    """A problem ends the command with its sentence and a status."""
    try:
        yield
    except Problem as problem:
        errors = problem.details.get("errors") or {}
        wrong = ", ".join(f"{key}: {value}" for key, value in errors.items())
        raise click.ClickException(f"{problem.kind.fr} {wrong}") from None
