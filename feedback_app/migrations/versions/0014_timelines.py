"""timelines: what became of each record, one row an event; filled from the rows that phones pull."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

FEED = sa.table(
    "feed_row",
    sa.column("id", sa.Uuid()), sa.column("programme_id"), sa.column("kind"), sa.column("name"), sa.column("body"),
)  # fmt: skip
TIE = sa.table("portfolio_tie", sa.column("id", sa.Uuid()))
NEWS = sa.table(
    "portfolio_news",
    sa.column("id", sa.Uuid()), sa.column("programme_id"), sa.column("solution_id", sa.Uuid()),
    sa.column("theme_id", sa.Uuid()),
)  # fmt: skip
AT_ONCE = 500
"""Timelines that are read and written in one go."""


def upgrade() -> None:
    events = op.create_table(
        "timeline_event",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("id", sa.String(120), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("message", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_timeline_event_programme_id")),
        sa.PrimaryKeyConstraint("programme_id", "record_id", "source", "id", name=op.f("pk_timeline_event")),
    )
    connection = op.get_bind()
    ties = {str(one) for one in connection.scalars(sa.select(TIE.c.id))}
    for rows in _timelines(connection):
        if found := [event for row in rows for event in _events(row, ties)]:
            connection.execute(sa.insert(events), found)
    _publish_again(connection)


def _timelines(connection: sa.Connection) -> Iterator[Sequence[sa.Row[Any]]]:
    """The published timelines, page by page."""
    page = sa.select(FEED).where(FEED.c.kind == "record", FEED.c.body.is_not(None)).order_by(FEED.c.id).limit(AT_ONCE)
    rows = connection.execute(page).all()
    while rows:
        yield rows
        rows = connection.execute(page.where(FEED.c.id > rows[-1].id)).all()


def _events(row: sa.Row[Any], ties: set[str]) -> Iterator[dict[str, Any]]:
    """The events of one timeline as it was published. Those of ties are the portfolio's, and bear no revision."""
    for n, event in enumerate(json.loads(row.body).get("events", [])):
        ours = event["id"].split(".")[0] in ties
        yield {
            "programme_id": row.programme_id, "record_id": uuid.UUID(row.name), "n": n, "id": event["id"],
            "source": "portfolio" if ours else "review", "state": event["state"],
            "at": dt.datetime.fromisoformat(event["at"]), "rev": None if ours else event["rev"],
            "reason": event.get("reason"), "message": event.get("message"),
        }  # fmt: skip


def _publish_again(connection: sa.Connection) -> None:
    """Where review had published last, what the portfolio knows was still to be added: the job does it for all."""
    for table, column in (("theme", "theme_id"), ("solution", "solution_id")):
        kept = sa.table(table, sa.column("id", sa.Uuid()), sa.column("programme_id"))
        for one in connection.execute(sa.select(kept.c.id, kept.c.programme_id)).all():
            again = {"id": uuid.uuid4(), "programme_id": one.programme_id, column: one.id}
            connection.execute(sa.insert(NEWS).values(again))


def downgrade() -> None:
    op.drop_table("timeline_event")
