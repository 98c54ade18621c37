"""portfolio: what is to be compared, what waits to be assigned and the counts of the public list are kept by triggers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

WORDS = (
    "place", "place_shape", "programme", "instrument", "organisation", "project", "project_funder", "theme", "solution",
    "solution_theme",
)  # fmt: skip
"""The tables that lines of the public list are made of beside their counts."""
COUNTED = (
    "place_code, place_path, domain, subcategory, gravity, recorded_month, accepted_at, theme_id, solution_id"  # of an item
)
NEW_ID = "lower(hex(randomblob(16)))"
"""Of a row, in SQLite. Drawn at random, so that no state of before has the marks of one that came after a restore."""
ACCEPTED = "state, rev, decided_at, received_at, place_path"
RECORD = "rev, danger, facts_stamp"


def upgrade() -> None:
    op.create_table(
        "portfolio_pending",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio_pending")),
    )
    op.create_index("ix_portfolio_pending_order", "portfolio_pending", ["programme_id", "position"])
    op.create_table(
        "portfolio_unassigned",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("place_path", sa.String(length=400), nullable=False),
        sa.Column("domain", sa.String(length=20), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("programme_id", "record_id", name=op.f("pk_portfolio_unassigned")),
    )
    op.create_table(
        "portfolio_counts",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("domain", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Uuid(), nullable=False),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("programme_id", "domain", name=op.f("pk_portfolio_counts")),
    )
    op.create_table(
        "portfolio_counts_change",
        sa.Column("programme_id", sa.String(length=60), nullable=False),
        sa.Column("domain", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("programme_id", "domain", "id", name=op.f("pk_portfolio_counts_change")),
    )
    _fill(NEW_ID if _is_sqlite() else "gen_random_uuid()")
    _index()
    for statement in _sqlite(NEW_ID) if _is_sqlite() else _postgresql():
        op.execute(statement)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _fill(new_id: str) -> None:
    """What is there: needs that wait, and whatever the portfolio may not have followed yet."""
    op.execute(
        "INSERT INTO portfolio_unassigned (programme_id, record_id, place_path, domain, accepted_at)"
        " SELECT i.programme_id, i.record_id, c.place_path, i.domain, i.accepted_at FROM portfolio_item i"
        " JOIN review_case c ON c.programme_id = i.programme_id AND c.record_id = i.record_id WHERE i.theme_id IS NULL"
    )
    pending = (
        f"INSERT INTO portfolio_pending (id, programme_id, position, record_id) SELECT {new_id}, programme_id, position,"
        " record_id FROM"
    )
    op.execute(
        f"{pending} (SELECT c.programme_id, c.position, c.record_id FROM review_case c"
        " LEFT JOIN portfolio_item i ON i.programme_id = c.programme_id AND i.record_id = c.record_id"
        " LEFT JOIN record r ON r.programme_id = c.programme_id AND r.id = c.record_id"
        " WHERE c.state = 'accepted' AND (i.rev <> c.rev OR r.rev IS NULL OR r.rev <> c.rev"
        " OR i.accepted_at <> coalesce(c.decided_at, c.received_at)"
        " OR (i.rev IS NULL AND EXISTS (SELECT 1 FROM record_fact f WHERE f.programme_id = c.programme_id"
        " AND f.record_id = c.record_id AND f.meaning = 'need')))) AS changed"
    )
    op.execute(
        f"{pending} (SELECT i.programme_id, 0 AS position, i.record_id FROM portfolio_item i"
        " LEFT JOIN review_case c ON c.programme_id = i.programme_id AND c.record_id = i.record_id"
        " WHERE c.state IS NULL OR c.state <> 'accepted') AS changed"
    )
    op.execute(f"{pending} (SELECT programme_id, 0 AS position, record_id FROM record_suspension) AS changed")
    change = "INSERT INTO portfolio_counts_change (programme_id, domain, id)"
    op.execute(f"{change} SELECT id, '*', {new_id} FROM programme")
    op.execute(f"{change} VALUES ('', '', {new_id})")


def _index() -> None:
    op.create_index(
        "ix_portfolio_unassigned_latest", "portfolio_unassigned",
        ["programme_id", "accepted_at", "record_id", "place_path", "domain"],
    )  # fmt: skip
    op.create_index("ix_portfolio_item_rule", "portfolio_item", ["programme_id", "rule"])
    op.create_index("ix_portfolio_item_domain", "portfolio_item", ["programme_id", "domain"])
    op.create_index("ix_portfolio_item_theme", "portfolio_item", ["programme_id", "theme_id", "accepted_at", "record_id"])


def _sqlite(new_id: str) -> list[str]:
    def trigger(name: str, when: str, *body: str, condition: str = "") -> str:
        return f"CREATE TRIGGER portfolio_{name} AFTER {when} {condition} BEGIN {'; '.join(body)}; END"

    def pending(row: str, record: str = "record_id", position: str = "position") -> str:
        return (
            "INSERT INTO portfolio_pending (id, programme_id, position, record_id)"
            f" VALUES ({new_id}, {row}.programme_id, {row}.{position}, {row}.{record})"
        )

    def changed(source: str) -> tuple[str, str]:
        """Marks of (programme, domain) in a select; one writer at a time, so that one mark of each is enough."""
        return (
            f"DELETE FROM portfolio_counts_change WHERE (programme_id, domain) IN ({source})",
            f"INSERT INTO portfolio_counts_change (programme_id, domain, id) SELECT programme_id, domain, {new_id}"
            f" FROM (SELECT DISTINCT programme_id, domain FROM ({source}))",
        )

    def counted(row: str) -> str:
        return (
            f"SELECT {row}.programme_id AS programme_id, {row}.domain AS domain FROM programme p"
            f" LEFT JOIN portfolio_batch b ON b.programme_id = p.id WHERE p.id = {row}.programme_id"
            f" AND ({row}.accepted_at < b.until OR json_extract(p.settings, '$.demo') IS NOT NULL)"
        )

    def unassigned(row: str) -> str:
        return (
            "INSERT OR REPLACE INTO portfolio_unassigned (programme_id, record_id, place_path, domain, accepted_at)"
            f" SELECT i.programme_id, i.record_id, c.place_path, i.domain, i.accepted_at FROM portfolio_item i"
            " JOIN review_case c ON c.programme_id = i.programme_id AND c.record_id = i.record_id"
            f" WHERE i.programme_id = {row}.programme_id AND i.record_id = {row}.record_id AND i.theme_id IS NULL"
        )

    def assigned(row: str) -> str:
        return (
            "DELETE FROM portfolio_unassigned"
            f" WHERE programme_id = {row}.programme_id AND record_id = {row}.record_id"
        )

    def of_item(row: str) -> str:
        return (
            "SELECT programme_id, domain FROM portfolio_item"
            f" WHERE programme_id = {row}.programme_id AND record_id = {row}.record_id"
        )

    has_case = (
        "EXISTS (SELECT 1 FROM review_case c WHERE c.programme_id = OLD.programme_id AND c.record_id = OLD.id"
        " AND c.state = 'accepted')"
    )
    is_other = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in RECORD.split(", "))
    made = [
        trigger(
            "case_insert", "INSERT ON review_case", pending("NEW"), unassigned("NEW"),
            condition="WHEN NEW.state = 'accepted'",
        ),
        trigger(
            "case_update", f"UPDATE OF {ACCEPTED} ON review_case", pending("NEW"),
            "UPDATE portfolio_unassigned SET place_path = NEW.place_path WHERE programme_id = NEW.programme_id"
            " AND record_id = NEW.record_id AND place_path <> NEW.place_path",
            condition="WHEN NEW.state = 'accepted' OR OLD.state = 'accepted'",
        ),
        trigger(
            "case_delete", "DELETE ON review_case", pending("OLD"), assigned("OLD"),
            condition="WHEN OLD.state = 'accepted'",
        ),
        trigger(
            "record_update", f"UPDATE OF {RECORD} ON record", pending("NEW", "id"),
            condition=f"WHEN ({is_other}) AND {has_case}",
        ),
        trigger("record_delete", "DELETE ON record", pending("OLD", "id"), condition=f"WHEN {has_case}"),
        trigger("item_insert", "INSERT ON portfolio_item", unassigned("NEW"), *changed(counted("NEW"))),
        trigger(
            "item_update", f"UPDATE OF {COUNTED} ON portfolio_item", assigned("NEW"), unassigned("NEW"),
            *changed(f"{counted('OLD')} UNION ALL {counted('NEW')}"),
        ),
        trigger("item_delete", "DELETE ON portfolio_item", assigned("OLD"), *changed(counted("OLD"))),
        trigger(
            "programme_settings", "UPDATE OF settings ON programme",
            *changed("SELECT NEW.id AS programme_id, '*' AS domain"),
        ),
        trigger(
            "programme_made", "INSERT ON programme", *changed("SELECT NEW.id AS programme_id, '*' AS domain"),
        ),
    ]  # fmt: skip
    for event, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        of_all = f"SELECT {row}.programme_id AS programme_id, '*' AS domain"
        made += [
            trigger(f"batch_{event.lower()}", f"{event} ON portfolio_batch", *changed(of_all)),
            trigger(
                f"suspension_{event.lower()}", f"{event} ON record_suspension",
                "INSERT INTO portfolio_pending (id, programme_id, position, record_id)"
                f" VALUES ({new_id}, {row}.programme_id, 0, {row}.record_id)",
                *changed(of_item(row)),
            ),
        ]  # fmt: skip
        words = changed("SELECT '' AS programme_id, '' AS domain")
        made += [trigger(f"words_{table}_{event.lower()}", f"{event} ON {table}", *words) for table in WORDS]
    return made


def _postgresql() -> list[str]:
    """Marks are only appended: no two writers wait for one another's row."""
    change = "INSERT INTO portfolio_counts_change (programme_id, domain, id)"
    pending = "INSERT INTO portfolio_pending (id, programme_id, position, record_id) VALUES (gen_random_uuid(),"
    counted = """
        IF EXISTS (SELECT 1 FROM programme p LEFT JOIN portfolio_batch b ON b.programme_id = p.id
                   WHERE p.id = {row}.programme_id
                   AND ({row}.accepted_at < b.until OR p.settings ->> 'demo' IS NOT NULL)) THEN
            INSERT INTO portfolio_counts_change (programme_id, domain, id)
            VALUES ({row}.programme_id, {row}.domain, gen_random_uuid());
        END IF;"""
    unassigned = """
        INSERT INTO portfolio_unassigned (programme_id, record_id, place_path, domain, accepted_at)
        SELECT i.programme_id, i.record_id, c.place_path, i.domain, i.accepted_at FROM portfolio_item i
        JOIN review_case c ON c.programme_id = i.programme_id AND c.record_id = i.record_id
        WHERE i.programme_id = NEW.programme_id AND i.record_id = NEW.record_id AND i.theme_id IS NULL
        ON CONFLICT (programme_id, record_id) DO UPDATE SET place_path = excluded.place_path,
            domain = excluded.domain, accepted_at = excluded.accepted_at;"""
    assigned = "DELETE FROM portfolio_unassigned WHERE programme_id = {0}.programme_id AND record_id = {0}.record_id;"
    has_case = """EXISTS (SELECT 1 FROM review_case c WHERE c.programme_id = OLD.programme_id
        AND c.record_id = OLD.id AND c.state = 'accepted')"""
    is_other = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in RECORD.split(", "))
    functions = {
        "case": f"""
            IF TG_OP = 'DELETE' THEN
                {pending} OLD.programme_id, OLD.position, OLD.record_id);
                {assigned.format("OLD")}
                RETURN NULL;
            END IF;
            {pending} NEW.programme_id, NEW.position, NEW.record_id);
            IF TG_OP = 'INSERT' THEN {unassigned} ELSE
                UPDATE portfolio_unassigned SET place_path = NEW.place_path WHERE programme_id = NEW.programme_id
                AND record_id = NEW.record_id AND place_path <> NEW.place_path;
            END IF;""",
        "record": f"IF {has_case} THEN {pending} OLD.programme_id, OLD.position, OLD.id); END IF;",
        "item": f"""
            IF TG_OP <> 'INSERT' THEN
                {assigned.format("OLD")} {counted.format(row="OLD")}
            END IF;
            IF TG_OP <> 'DELETE' THEN
                {unassigned} {counted.format(row="NEW")}
            END IF;""",
        "suspension": f"""
            {pending} coalesce(NEW.programme_id, OLD.programme_id), 0, coalesce(NEW.record_id, OLD.record_id));
            {change} SELECT programme_id, domain, gen_random_uuid() FROM portfolio_item
            WHERE programme_id = coalesce(NEW.programme_id, OLD.programme_id)
            AND record_id = coalesce(NEW.record_id, OLD.record_id);""",
        "batch": f"{change} VALUES (coalesce(NEW.programme_id, OLD.programme_id), '*', gen_random_uuid());",
        "programme": f"{change} VALUES (NEW.id, '*', gen_random_uuid());",
        "words": f"{change} VALUES ('', '', gen_random_uuid());",
    }
    made = [
        f"CREATE FUNCTION portfolio_{name}_changed() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN {body} RETURN NULL; END $$"
        for name, body in functions.items()
    ]

    def trigger(name: str, when: str, function: str, *, condition: str = "") -> str:
        return (
            f"CREATE TRIGGER portfolio_{name} AFTER {when} FOR EACH ROW {condition}"
            f" EXECUTE FUNCTION portfolio_{function}_changed()"
        )

    made += [
        trigger("case_insert", "INSERT ON review_case", "case", condition="WHEN (NEW.state = 'accepted')"),
        trigger(
            "case_update", f"UPDATE OF {ACCEPTED} ON review_case", "case",
            condition="WHEN (NEW.state = 'accepted' OR OLD.state = 'accepted')",
        ),
        trigger("case_delete", "DELETE ON review_case", "case", condition="WHEN (OLD.state = 'accepted')"),
        trigger("record_update", f"UPDATE OF {RECORD} ON record", "record", condition=f"WHEN ({is_other})"),
        trigger("record_delete", "DELETE ON record", "record"),
        trigger("item", f"INSERT OR DELETE OR UPDATE OF {COUNTED} ON portfolio_item", "item"),
        trigger("suspension", "INSERT OR DELETE OR UPDATE ON record_suspension", "suspension"),
        trigger("batch", "INSERT OR DELETE OR UPDATE ON portfolio_batch", "batch"),
        trigger("programme", "INSERT OR UPDATE OF settings ON programme", "programme"),
    ]  # fmt: skip
    return made + [
        f"CREATE TRIGGER portfolio_words AFTER INSERT OR DELETE OR UPDATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION portfolio_words_changed()"
        for table in WORDS
    ]


def downgrade() -> None:
    if _is_sqlite():
        for statement in _sqlite(NEW_ID):
            op.execute(f"DROP TRIGGER {statement.split()[2]}")
    else:
        for name in ("case", "record", "item", "suspension", "batch", "programme", "words"):
            op.execute(f"DROP FUNCTION portfolio_{name}_changed() CASCADE")
    for name in ("rule", "domain", "theme"):
        op.drop_index(f"ix_portfolio_item_{name}", "portfolio_item")
    for table in ("pending", "unassigned", "counts", "counts_change"):
        op.drop_table(f"portfolio_{table}")
