"""likeness of cases: bands of their texts, and which were merged into which. The bands of cases that are there are worked
out by the job `likeness`, in slices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_app.base.db import UtcDateTime

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

OF_MERGE = "i.programme_id = {row}.programme_id AND i.record_id = {row}.into_id"
OF_SUSPENSION = (
    "JOIN review_merge m ON m.programme_id = i.programme_id AND m.into_id = i.record_id AND m.holds"
    " WHERE m.programme_id = {row}.programme_id AND m.record_id = {row}.record_id"
)


def upgrade() -> None:
    op.add_column("review_case", sa.Column("written", sa.String()))
    op.create_table(
        "review_band",
        sa.Column("key", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("position", sa.BigInteger(), primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "review_merge",
        sa.Column("decision_id", sa.Uuid(), primary_key=True),
        sa.Column("programme_id", sa.String(60), sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("into_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("is_voice", sa.Boolean(), nullable=False),
        sa.Column("before", sa.String(20), nullable=False),
        sa.Column("decided_before", UtcDateTime(timezone=True)),
        sa.Column("notified_state", sa.String(20)),
        sa.Column("notified_rev", sa.Integer()),
        sa.Column("notice", sa.String(300)),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("is_loose", sa.Boolean(), nullable=False),
        sa.Column("ended_by", sa.Uuid()),
    )
    op.create_index("ix_review_merge_record", "review_merge", ["programme_id", "record_id"])
    op.create_index("ix_review_merge_into", "review_merge", ["programme_id", "into_id"])
    op.create_index(
        "ix_review_merge_loose", "review_merge", ["programme_id"],
        sqlite_where=sa.text("is_loose = 1"), postgresql_where=sa.text("is_loose"),
    )  # fmt: skip
    for statement in _triggers():
        op.execute(statement)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _triggers() -> list[str]:
    """Whatever changes how many voices an item has marks its domain: it is counted anew (0030)."""
    return _sqlite() if _is_sqlite() else _postgresql()


def _sqlite() -> list[str]:
    mark = (
        "INSERT INTO portfolio_counts_change (programme_id, domain, id)"
        " SELECT i.programme_id, i.domain, lower(hex(randomblob(16))) FROM portfolio_item i"
    )
    made = []
    for event in ("INSERT", "UPDATE", "DELETE"):
        row = "OLD" if event == "DELETE" else "NEW"
        made += [
            f"CREATE TRIGGER review_merge_{event.lower()} AFTER {event} ON review_merge"
            f" BEGIN {mark} WHERE {OF_MERGE.format(row=row)}; END",
            f"CREATE TRIGGER review_merge_suspension_{event.lower()} AFTER {event} ON record_suspension"
            f" BEGIN {mark} {OF_SUSPENSION.format(row=row)}; END",
        ]
    return made


def _postgresql() -> list[str]:
    mark = (
        "INSERT INTO portfolio_counts_change (programme_id, domain, id)"
        " SELECT i.programme_id, i.domain, gen_random_uuid() FROM portfolio_item i"
    )
    made = []
    for name, table, found in (
        ("review_merge", "review_merge", "WHERE " + OF_MERGE),
        ("review_merge_suspension", "record_suspension", OF_SUSPENSION),
    ):
        old, new = found.format(row="OLD"), found.format(row="NEW")
        made += [
            f"CREATE FUNCTION {name}_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF TG_OP = 'DELETE' THEN {mark} {old}; ELSE {mark} {new}; END IF; RETURN NULL; END $$",
            f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}_changed()",
        ]
    return made


def downgrade() -> None:
    if _is_sqlite():
        for statement in _sqlite():
            op.execute(f"DROP TRIGGER {statement.split()[2]}")
    else:
        for name in ("review_merge", "review_merge_suspension"):
            op.execute(f"DROP FUNCTION {name}_changed() CASCADE")
    op.drop_table("review_merge")
    op.drop_table("review_band")
    op.drop_column("review_case", "written")
