"""In a database of before, every record gets the code that its phone says: the one that its body names, else that of its id."""

from __future__ import annotations

import uuid

from sqlalchemy import Engine, text

from feedback_app.migrations import upgrade
from sync.spoken_code import code_of
from tests.migrations.test_upgrades import empty, insert, key

__all__ = ["empty"]

DAY = "2026-11-23 00:00:00.000000"


def test_a_record_without_a_code_gets_that_of_its_name_on_phones_and_one_with_a_code_stays(empty: Engine) -> None:
    plain, drawn, renamed, known_as = (uuid.uuid4() for _ in range(4))
    with empty.begin() as connection:
        upgrade(connection, "0030")
        insert(connection, "place", code="XX", level="country", name="Pays", path="/XX/", label="Pays", search="pays")
        insert(
            connection, "programme", id="pilote", name="{}", languages="[]", place_code="XX", consent="{}",
            created_at=DAY, settings="{}",
        )  # fmt: skip
        for position, (name, code, other) in enumerate(
            [(plain, None, None), (drawn, "1234567816", None), (renamed, None, known_as)], 1
        ):
            insert(
                connection, "record", programme_id="pilote", id=key(empty, name), rev=1, position=position, digest="d",
                quarantined=False, instrument="besoin", first_received_at=DAY, received_at=DAY, media_count=0,
                code=code, known_as=key(empty, other) if other else None,
            )  # fmt: skip
    with empty.begin() as connection:
        upgrade(connection)
        found = {uuid.UUID(str(one)): code for one, code in connection.execute(text("select id, code from record"))}
    assert found == {plain: code_of(plain), drawn: "1234567816", renamed: code_of(known_as)}
