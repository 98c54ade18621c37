"""`python -m tools.migration "a colour for places"`: writes the next step of the database's history.

It holds what the tables have and the last step has not; whoever runs it reads it, and adds what rows need.
"""

from __future__ import annotations

import sys

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from feedback_app.migrations import config, upgrade


def write(title: str) -> None:
    """The file, named by its number and title."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection)
        settings = config(connection)
        last = ScriptDirectory.from_config(settings).get_current_head() or "0000"
        command.revision(settings, message=title, rev_id=f"{int(last) + 1:04}", autogenerate=True)


if __name__ == "__main__":
    write(" ".join(sys.argv[1:]) or sys.exit("Say in a few words what changes."))
