"""areas and programmes: which programme added a place, which places a carried file concerns; words of themes and solutions
that wait for a second person, and what changed of them; recordings of questions that a coordinator has approved."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_owner",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["place.code"], name=op.f("fk_place_owner_code")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_place_owner_programme_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_place_owner")),
    )
    op.create_index(op.f("ix_place_owner_programme_id"), "place_owner", ["programme_id"])
    op.create_table(
        "carried_file_place",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("place_path", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["carried_file.id"], name=op.f("fk_carried_file_place_file_id")),
        sa.PrimaryKeyConstraint("file_id", "place_path", name=op.f("pk_carried_file_place")),
    )
    _note_places()
    for table in ("theme", "solution"):  # what was there before is public
        op.add_column(table, sa.Column("published", sa.Boolean(), nullable=False, server_default=sa.true()))
    _portfolio_tables()
    op.add_column("prompt", sa.Column("approved_at", UtcDateTime(timezone=True), nullable=True))
    op.add_column("prompt", sa.Column("approved_by", sa.String(length=200), nullable=True))
    op.execute("update prompt set approved_at = at, approved_by = '' where heard")  # phones have them


def _portfolio_tables() -> None:
    op.create_table(
        "portfolio_proposal",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_portfolio_proposal_programme_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_portfolio_proposal_by")),
        sa.PrimaryKeyConstraint("subject_id", name=op.f("pk_portfolio_proposal")),
    )
    op.create_index(op.f("ix_portfolio_proposal_programme_id"), "portfolio_proposal", ["programme_id"])
    op.create_table(
        "portfolio_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_portfolio_change_programme_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_portfolio_change_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio_change")),
    )
    op.create_index("ix_portfolio_change_subject", "portfolio_change", ["subject_id", "at"])


FILES = sa.table("carried_file", sa.column("id", sa.Uuid), sa.column("programme_id"), sa.column("outcomes", sa.JSON))
RECORDS = sa.table("record", sa.column("programme_id"), sa.column("id", sa.Uuid), sa.column("place_path"))
DEVICES = sa.table("device", sa.column("id", sa.Uuid), sa.column("place_code"))
PLACES = sa.table("place", sa.column("code"), sa.column("path"))
PROGRAMMES = sa.table("programme", sa.column("id"), sa.column("place_code"))
CONCERNED = sa.table("carried_file_place", sa.column("file_id", sa.Uuid), sa.column("place_path"))


def _note_places() -> None:
    """Of the files that are known: the places of their records and phones, or else of their programme."""
    connection = op.get_bind()
    for file, programme, outcomes in connection.execute(sa.select(*FILES.c)).all():
        items = json.loads(outcomes) if isinstance(outcomes, str) else outcomes or []
        paths = {path for item in items for path in _paths(connection, programme, item)}
        home = sa.select(PLACES.c.path).join(PROGRAMMES, PROGRAMMES.c.place_code == PLACES.c.code)
        paths = paths or set(connection.execute(home.where(PROGRAMMES.c.id == programme)).scalars())
        for path in sorted(paths):
            connection.execute(CONCERNED.insert().values(file_id=file, place_path=path))


def _paths(connection: sa.Connection, programme: str, item: dict[str, Any]) -> Iterator[str]:
    kind, _, rest = str(item.get("name")).partition("/")
    record, device = _uuid(rest.partition(".")[0]) if kind == "entries" else None, _uuid(str(item.get("device")))
    of_record = sa.select(RECORDS.c.place_path).where(RECORDS.c.programme_id == programme, RECORDS.c.id == record)
    of_device = sa.select(PLACES.c.path).join(DEVICES, DEVICES.c.place_code == PLACES.c.code)
    found = [*connection.execute(of_record).scalars(), *connection.execute(of_device.where(DEVICES.c.id == device)).scalars()]
    yield from (path for path in found if path)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def downgrade() -> None:
    for column in ("approved_by", "approved_at"):
        op.drop_column("prompt", column)
    op.drop_table("portfolio_change")
    op.drop_table("portfolio_proposal")
    for table in ("solution", "theme"):
        op.drop_column(table, "published")
    op.drop_table("carried_file_place")
    op.drop_table("place_owner")
