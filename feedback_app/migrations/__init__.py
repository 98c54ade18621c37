"""The database's history, one numbered step a file, without gaps."""

from __future__ import annotations

from importlib import import_module

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

PACKAGES = (
    "register",
    "enrol",
    "media",
    "forms",
    "ledger",
    "prompts",
    "safe",
    "carry",
    "review",
    "portfolio",
    "receipt",
)


def tables() -> None:
    """Loads every table of the road into the metadata."""
    for package in PACKAGES:
        import_module(f"feedback_app.{package}.tables")


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
