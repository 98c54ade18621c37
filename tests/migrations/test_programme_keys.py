"""A programme's key of before becomes its first of several, and rows that others see go on being called what they are."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import Engine, delete, text

from feedback_app.ledger.need_names import need_name, status_name
from feedback_app.migrations import upgrade
from feedback_app.register.copy_store import COPIES
from feedback_app.register.keys import NEEDS, STATUSES, naming_key
from feedback_app.register.tables import ProgrammeKey
from feedback_app.safe.access import merged_row
from sync import sealing
from tests.migrations.test_upgrades import empty, insert
from tests.people import World

__all__ = ["empty"]
RECORD = uuid.UUID("018f0000-0000-7000-8000-000000000001")


def test_the_key_stays_and_its_names_do(empty: Engine) -> None:
    private = sealing.new_private_key()
    with empty.begin() as connection:
        upgrade(connection, "0026")
        insert(connection, "place", code="XX", level="country", name="Pays", path="/XX/", label="Pays", search="pays")
        insert(
            connection, "programme", id="pilote", name="{}", languages="[]", place_code="XX", consent="{}",
            created_at="2026-11-23 00:00:00+00:00", settings="{}",
        )  # fmt: skip
        insert(
            connection, "programme_key", programme_id="pilote", private_key=private,
            created_at="2026-11-23 00:00:00+00:00",
        )  # fmt: skip
        upgrade(connection)
        row = connection.execute(text("select * from programme_key")).mappings().one()
    assert (row["programme_id"], row["number"], bytes(row["private_key"])) == ("pilote", 1, private)
    assert row["retired_at"] is None and row["deleted_at"] is None
    needs, statuses = bytes(row["naming"])[:32], bytes(row["naming"])[32:]
    assert need_name(needs, RECORD) == need_name(naming_key(private, NEEDS), RECORD)
    assert status_name(statuses, RECORD) == status_name(naming_key(private, STATUSES), RECORD)


def test_a_note_of_before_beside_a_backup_is_written_as_a_first_key(session: Any, world: World) -> None:
    """It has no number and no keys of names."""
    copy = next(one for one in COPIES if one.table is ProgrammeKey)
    (row,) = [one for one in copy.rows(session).values() if one["programme_id"] == "pilote"]
    before = {name: row[name] for name in ("programme_id", "private_key", "created_at")}
    copy.write(session, before, merged_row)
    assert len(copy.rows(session)) == 2, "it is there"
    session.execute(delete(ProgrammeKey))
    session.expire_all()
    copy.write(session, before, merged_row)
    assert copy.rows(session) == {"pilote|1": row}
