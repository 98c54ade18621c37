"""The database's history, one numbered step a file, without gaps."""

from __future__ import annotations

from importlib import import_module

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

import feedback_app
from feedback_app.base import discovery


def tables() -> None:
    """Loads every table into the metadata, in whichever package it is."""
    for module in discovery.modules_named(feedback_app.__path__, "feedback_app", {"tables"}):
        import_module(module)


def config(connection: Connection) -> Config:
    """Alembic's configuration on an open connection; no ini file."""
    made = Config()
    made.set_main_option("script_location", "feedback_app:migrations")
    made.attributes["connection"] = connection
    return made


def is_current(connection: Connection) -> bool:
    """Whether the database stands at the last step."""
    head = ScriptDirectory.from_config(config(connection)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head


def upgrade(connection: Connection, to: str = "head") -> None:
    """Brings the database up to the step `to`; the caller commits."""
    command.upgrade(config(connection), to)
