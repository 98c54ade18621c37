"""audit: who did what, append-only by triggers; hashes over the ledger's entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

CONTENT = (
    "id", "at", "event", "programme_id", "actor_kind", "actor_id", "network", "about", "details", "request_id",
)  # fmt: skip
"""What no update may change. The rest, an event's place in the hash chain, is given once."""
NEVER = "audit events are never changed"


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("programme_id", sa.String(60), nullable=True),
        sa.Column("actor_kind", sa.String(12), nullable=False),
        sa.Column("actor_id", sa.String(64), nullable=True),
        sa.Column("network", sa.String(50), nullable=True),
        sa.Column("about", sa.String(160), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("request_id", sa.String(32), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("previous", sa.String(64), nullable=True),
        sa.Column("hash", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("position", name=op.f("uq_audit_event_position")),
    )
    waiting = sa.text("position IS NULL")
    op.create_index("ix_audit_event_waiting", "audit_event", ["id"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_index("ix_audit_event_programme_position", "audit_event", ["programme_id", "position"])
    op.create_table(
        "audit_mark",
        sa.Column("name", sa.String(10), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_audit_mark")),
    )
    op.create_table(
        "ledger_segment",
        sa.Column("programme_id", sa.String(60), nullable=False),
        sa.Column("last", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_ledger_segment_programme_id")),
        sa.PrimaryKeyConstraint("programme_id", "last", name=op.f("pk_ledger_segment")),
    )
    op.create_table(
        "ledger_replaced",
        sa.Column("programme_id", sa.String(60), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_ledger_replaced_programme_id")),
        sa.PrimaryKeyConstraint("programme_id", "position", name=op.f("pk_ledger_replaced")),
    )
    for statement in _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgresql():
        op.execute(statement)


def _sqlite() -> list[str]:
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in CONTENT)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{NEVER}'); END"
    return [
        "CREATE TRIGGER audit_event_update BEFORE UPDATE ON audit_event "
        f"WHEN OLD.position IS NOT NULL OR NEW.position IS NULL OR {changed} {refuse}",
        "CREATE TRIGGER audit_event_delete BEFORE DELETE ON audit_event "
        "WHEN OLD.position IS NULL OR OLD.position > "
        f"coalesce((SELECT position FROM audit_mark WHERE name = 'cut'), 0) {refuse}",
        # INSERT OR REPLACE deletes without asking the trigger above.
        "CREATE TRIGGER audit_event_insert BEFORE INSERT ON audit_event "
        f"WHEN NEW.position IS NOT NULL OR EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id) {refuse}",
    ]


def _postgresql() -> list[str]:
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in CONTENT)
    refuse = f"RAISE EXCEPTION '{NEVER}';"
    return [
        f"""CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'INSERT' THEN
                    IF NEW.position IS NOT NULL THEN {refuse} END IF;
                    RETURN NEW;
                ELSIF TG_OP = 'UPDATE' THEN
                    IF OLD.position IS NOT NULL OR NEW.position IS NULL OR {changed} THEN {refuse} END IF;
                    RETURN NEW;
                ELSIF TG_OP = 'DELETE' THEN
                    IF OLD.position IS NULL OR OLD.position >
                        coalesce((SELECT position FROM audit_mark WHERE name = 'cut'), 0) THEN {refuse} END IF;
                    RETURN OLD;
                END IF;
                {refuse}
            END $$""",
        "CREATE TRIGGER audit_event_rows BEFORE INSERT OR UPDATE OR DELETE ON audit_event "
        "FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()",
        "CREATE TRIGGER audit_event_truncate BEFORE TRUNCATE ON audit_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse()",
    ]


def downgrade() -> None:
    op.drop_table("ledger_replaced")
    op.drop_table("ledger_segment")
    op.drop_table("audit_event")
    op.drop_table("audit_mark")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION audit_event_refuse()")
