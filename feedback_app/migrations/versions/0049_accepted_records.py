"""insight: accepted records of every instrument, counted by place and month, and which figures were shown of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

CASE = "state, rev, decided_at, received_at, place_path"
RECORD = "rev, danger, facts_stamp"
MERGE = "holds, is_voice, into_id"
IS_OTHER = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in RECORD.split(", "))
HAS_CASE = (
    "EXISTS (SELECT 1 FROM review_case c WHERE c.programme_id = OLD.programme_id AND c.record_id = OLD.id"
    " AND c.state = 'accepted')"
)


def upgrade() -> None:
    op.create_table(
        "insight_record",
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), primary_key=True),
        sa.Column("record_id", sa.Uuid(), primary_key=True),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("accepted_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.String(80), nullable=False),
        sa.Column("speaker", sa.String(20), nullable=False),
        sa.Column("place_code", sa.String(40), nullable=False),
        sa.Column("place_path", sa.String(400), nullable=False),
        sa.Column("month", sa.String(10), nullable=False),
        sa.Column("project_id", sa.String(80)),
        sa.Column("voice", sa.String(32), nullable=False),
    )
    op.create_index("ix_insight_record_count", "insight_record", ["programme_id", "place_path", "month"])
    op.create_index("ix_insight_record_rule", "insight_record", ["programme_id", "rule"])
    op.create_table(
        "insight_pending",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("programme_id", sa.String(60), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
    )
    op.create_index("ix_insight_pending_programme", "insight_pending", ["programme_id", "id"])
    for name, more in (("insight_outdated", ()), ("insight_count", _counted())):
        op.create_table(
            name,
            sa.Column("programme_id", sa.String(60), primary_key=True),
            sa.Column("place_path", sa.String(400), primary_key=True),
            sa.Column("month", sa.String(10), primary_key=True),
            *more,
        )
    op.create_table(
        "insight_release",
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), primary_key=True),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("tables", sa.LargeBinary(), nullable=False),
    )
    new_id = "lower(hex(randomblob(16)))" if _is_sqlite() else "gen_random_uuid()"
    op.execute(
        f"INSERT INTO insight_pending (id, programme_id, record_id) SELECT {new_id}, programme_id, record_id"
        " FROM review_case WHERE state = 'accepted'"
    )
    for statement in _sqlite(new_id) if _is_sqlite() else _postgresql(new_id):
        op.execute(statement)


def _counted() -> tuple[sa.Column[str], sa.Column[bytes]]:
    return (
        sa.Column("place_code", sa.String(40), nullable=False),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
    )


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _events() -> list[tuple[str, str, str, str]]:
    """(name, event, condition, the record that is pending) of what an accepted record depends on."""
    made = [
        ("case_insert", "INSERT ON review_case", "NEW.state = 'accepted'", "NEW.record_id"),
        ("case_update", f"UPDATE OF {CASE} ON review_case", "NEW.state = 'accepted' OR OLD.state = 'accepted'", "NEW.record_id"),
        ("case_delete", "DELETE ON review_case", "OLD.state = 'accepted'", "OLD.record_id"),
        ("record_update", f"UPDATE OF {RECORD} ON record", f"({IS_OTHER})", "OLD.id"),
        ("record_delete", "DELETE ON record", "", "OLD.id"),
    ]  # fmt: skip
    for event, row in (("insert", "NEW"), ("update", "NEW"), ("delete", "OLD")):
        made.append((f"suspension_{event}", f"{event.upper()} ON record_suspension", "", f"{row}.record_id"))
        of = f" OF {MERGE}" if event == "update" else ""
        made.append((f"merge_{event}", f"{event.upper()}{of} ON review_merge", "", f"{row}.into_id"))
    return made


def _sqlite(new_id: str) -> list[str]:
    statements = []
    for name, event, condition, record in _events():
        if " ON record" in event and not event.endswith("suspension"):
            condition = f"{condition} AND {HAS_CASE}" if condition else HAS_CASE
        when = f"WHEN {condition}" if condition else ""
        insert = (
            "INSERT INTO insight_pending (id, programme_id, record_id)"
            f" VALUES ({new_id}, {record.split('.')[0]}.programme_id, {record})"
        )
        statements.append(f"CREATE TRIGGER insight_{name} AFTER {event} {when} BEGIN {insert}; END")
    return statements


def _postgresql(new_id: str) -> list[str]:
    statements = []
    for name, event, condition, record in _events():
        insert = (
            "INSERT INTO insight_pending (id, programme_id, record_id)"
            f" VALUES ({new_id}, {record.split('.')[0]}.programme_id, {record});"
        )
        if " ON record" in event and not event.endswith("suspension"):
            insert = f"IF {HAS_CASE} THEN {insert} END IF;"
        when = f"WHEN ({condition})" if condition else ""
        statements += [
            f"CREATE FUNCTION insight_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {insert} RETURN NULL; END $$",
            f"CREATE TRIGGER insight_{name} AFTER {event} FOR EACH ROW {when} EXECUTE FUNCTION insight_{name}()",
        ]
    return statements


def downgrade() -> None:
    for name, *_ in _events():
        op.execute(f"DROP TRIGGER insight_{name}" if _is_sqlite() else f"DROP FUNCTION insight_{name}() CASCADE")
    for table in ("release", "count", "outdated", "pending", "record"):
        op.drop_table(f"insight_{table}")
