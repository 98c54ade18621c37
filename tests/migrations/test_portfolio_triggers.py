"""A database of before gets what the portfolio keeps: what waits to be compared, what waits to be assigned, its triggers."""

from __future__ import annotations

import uuid

from sqlalchemy import Engine, text

from feedback_app.migrations import upgrade
from tests.migrations.test_upgrades import empty, insert, key

__all__ = ["empty"]

DAY = "2026-11-23 00:00:00.000000"
TABLES = {
    "record", "record_suspension", "review_case", "portfolio_item", "portfolio_batch", "programme", "place",
    "place_shape", "instrument", "organisation", "project", "project_funder", "theme", "solution", "solution_theme",
}  # fmt: skip


def case(engine: Engine, connection: object, name: uuid.UUID, state: str, *, position: int) -> None:
    insert(
        connection, "review_case", programme_id="pilote", record_id=key(engine, name), state=state, rev=1,
        position=position, instrument="besoin", place_code="V1", place_path="/XX/V1/", received_at=DAY, decided_at=DAY,
        summary="", search="",
    )  # fmt: skip
    insert(
        connection, "record", programme_id="pilote", id=key(engine, name), rev=1, position=position, digest="d",
        quarantined=False, instrument="besoin", first_received_at=DAY, received_at=DAY, media_count=0,
    )  # fmt: skip


def item(engine: Engine, connection: object, name: uuid.UUID, *, rev: int = 1) -> None:
    insert(
        connection, "portfolio_item", programme_id="pilote", record_id=key(engine, name), rev=rev, domain="eau",
        place_code="XX", place_path="/XX/", rule="r", accepted_at=DAY,
    )  # fmt: skip


def test_what_was_not_followed_yet_is_pending_and_what_waits_is_listed_by_its_true_place(empty: Engine) -> None:
    followed, new, left, corrected = (uuid.uuid4() for _ in range(4))
    with empty.begin() as connection:
        upgrade(connection, "0027")
        insert(connection, "place", code="XX", level="country", name="Pays", path="/XX/", label="Pays", search="pays")
        insert(
            connection, "programme", id="pilote", name="{}", languages="[]", place_code="XX", consent="{}",
            created_at=DAY, settings="{}",
        )  # fmt: skip
        case(empty, connection, followed, "accepted", position=1)
        case(empty, connection, new, "accepted", position=2)
        insert(
            connection, "record_fact", programme_id="pilote", record_id=key(empty, new), meaning="need", n=0, question="",
            code="eau",
        )  # fmt: skip
        case(empty, connection, uuid.uuid4(), "accepted", position=5)  # no need
        case(empty, connection, left, "received", position=3)
        case(empty, connection, corrected, "accepted", position=4)
        for name in (followed, left):
            item(empty, connection, name)
        item(empty, connection, corrected, rev=2)
    with empty.begin() as connection:
        upgrade(connection)
        pending = {str(one) for one in connection.execute(text("select record_id from portfolio_pending")).scalars()}
        assert {uuid.UUID(one) for one in pending} == {new, left, corrected}
        rows = connection.execute(text("select record_id, place_path, domain from portfolio_unassigned")).all()
        assert {(uuid.UUID(str(one)), path, domain) for one, path, domain in rows} == {
            (name, "/XX/V1/", "eau") for name in (followed, left, corrected)
        }
        marks = connection.execute(text("select programme_id, domain from portfolio_counts_change")).all()
        assert {tuple(one) for one in marks} == {("", ""), ("pilote", "*")}


def test_every_table_that_the_portfolio_follows_has_its_triggers(empty: Engine) -> None:
    """A later step that copies a table on SQLite loses them: make them anew there."""
    with empty.begin() as connection:
        upgrade(connection)
        found = (
            "select tbl_name from sqlite_master where type = 'trigger' and name like 'portfolio_%'"
            if empty.dialect.name == "sqlite"
            else "select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname like 'portfolio_%'"
        )
        counted = list(connection.execute(text(found)).scalars())
    assert set(counted) == TABLES
    if empty.dialect.name == "sqlite":
        assert len(counted) == 47
