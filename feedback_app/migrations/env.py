"""Alembic's entry: runs the numbered steps on the app's own connection."""

from __future__ import annotations

from alembic import context

from feedback_app.base.db import db
from feedback_app.migrations import tables

connection = context.config.attributes["connection"]
tables()
context.configure(connection=connection, target_metadata=db.metadata, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
