"""The passphrase that protection officers shared becomes one for one use: each has the key, and sets their own."""

from __future__ import annotations

import uuid

from sqlalchemy import Engine, text

from feedback_app.migrations import upgrade
from tests.migrations.test_upgrades import empty, insert

__all__ = ["empty"]
FATOU, INES, NOEL, ADJOUA = (uuid.UUID(int=n) for n in range(1, 5))
NOW = "2026-11-23 00:00:00+00:00"


def test_every_officer_of_the_programme_has_the_key_and_who_made_it_too(empty: Engine) -> None:
    """Fatou made it, and is no officer any more; Noel is one of another programme."""
    with empty.begin() as connection:
        sqlite = connection.dialect.name == "sqlite"
        upgrade(connection, "0065")
        insert(connection, "place", code="XX", level="country", name="Pays", path="/XX/", label="Pays", search="pays")
        for programme in ("pilote", "ailleurs"):
            insert(
                connection, "programme", id=programme, name="{}", languages="[]", place_code="XX", consent="{}",
                created_at=NOW, settings="{}",
            )  # fmt: skip
        for person in (FATOU, INES, NOEL, ADJOUA):
            key = person.hex if sqlite else str(person)
            insert(connection, "person", id=key, name="P", language="fr", created_at=NOW, active=True)
            if person != FATOU:
                insert(
                    connection, "membership", id=key, person_id=key, place_code="XX",
                    programme_id="ailleurs" if person == NOEL else "pilote",
                    role="reviewer" if person == ADJOUA else "protection_officer",
                )  # fmt: skip
        insert(
            connection, "protection_key", id="k1", programme_id="pilote", public_key="p", wrapped="{}", made_at=NOW,
            made_by=FATOU.hex if sqlite else str(FATOU),
        )  # fmt: skip
        upgrade(connection)
        rows = connection.execute(text("SELECT person_id, key_id, wrapped, once FROM protection_wrap")).all()
    assert {uuid.UUID(str(row.person_id)) for row in rows} == {FATOU, INES}
    assert {(row.key_id, row.wrapped, bool(row.once)) for row in rows} == {("k1", "{}", True)}
