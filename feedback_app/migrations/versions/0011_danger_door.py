"""danger door: records that say that somebody is in danger are marked, also those that came before the mark."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

record = sa.table(
    "record",
    sa.column("programme_id", sa.String), sa.column("id", sa.Uuid), sa.column("instrument", sa.String),
    sa.column("answers", sa.JSON), sa.column("danger", sa.String),
)  # fmt: skip
case = sa.table(
    "review_case",
    sa.column("programme_id", sa.String), sa.column("record_id", sa.Uuid), sa.column("summary", sa.String),
    sa.column("search", sa.Text),
)  # fmt: skip


def upgrade() -> None:
    op.add_column("record", sa.Column("danger", sa.String(length=10), nullable=False, server_default=""))
    connection = op.get_bind()
    chosen = sa.select(record.c.programme_id, record.c.id, record.c.answers)
    chosen = chosen.where(record.c.instrument.in_(("besoin", "retour")))
    marked = [(row.programme_id, row.id) for row in connection.execute(chosen) if _passed_a_door(row.answers)]
    for programme_id, record_id in marked:
        same = record.c.programme_id == programme_id, record.c.id == record_id
        connection.execute(record.update().where(*same).values(danger="maybe"))
        # Their words were in the queue's lines, and a search found them.
        of = case.c.programme_id == programme_id, case.c.record_id == record_id
        connection.execute(case.update().where(*of).values(summary="", search=""))
    # More records are secret than before: the job reads all from the beginning, and phones forget those.
    op.execute("update ledger_follower set position = 0 where name = 'receipt'")


def _passed_a_door(answers: Any) -> bool:
    """Whether the first versions of our forms showed the door's note for these answers."""
    given = json.loads(answers) if isinstance(answers, str) else answers
    if not isinstance(given, dict):
        return False
    problems = given.get("problemes")
    return given.get("domaine") in ("gen", "enf", "pax") or (isinstance(problems, list) and "grave" in problems)


def downgrade() -> None:
    op.drop_column("record", "danger")
