"""Photos that were in a backup before the upgrade are so afterwards, for each entry that names one; others are not."""

from __future__ import annotations

import uuid

from sqlalchemy import Engine, inspect, text

from feedback_app.migrations import upgrade
from tests.migrations.test_upgrades import empty, insert

__all__ = ["empty"]
PERSON, PHONE = (uuid.UUID(int=n).hex for n in (1, 2))


def test_what_entries_name_is_as_safe_as_it_was(empty: Engine) -> None:
    at = "2026-11-23 00:00:00+00:00"
    with empty.begin() as connection:
        upgrade(connection, "0027")
        insert(connection, "place", code="XX", level="country", name="Pays", path="/XX/", label="Pays", search="pays")
        insert(
            connection, "programme", id="pilote", name="{}", languages="[]", place_code="XX", consent="{}",
            created_at=at, settings="{}",
        )  # fmt: skip
        insert(connection, "person", id=PERSON, name="Awa", language="fr", active=True, created_at=at)
        insert(
            connection, "device", id=PHONE, token_hash="t", programme_id="pilote", person_id=PERSON, place_code="XX",
            role="surveyor", name="T", platform="A", app_version="1", enrolled_at=at,
        )  # fmt: skip
        for sha256, safe in (("a" * 64, True), ("b" * 64, False)):
            insert(
                connection, "media", programme_id="pilote", sha256=sha256, type="image/jpeg", bytes=3, received_at=at,
                state="ready", safe=safe,
            )  # fmt: skip
        for n, sha256 in enumerate(("a" * 64, "b" * 64, "c" * 64)):
            insert(
                connection, "media_use", programme_id="pilote", record_id=uuid.UUID(int=n).hex, rev=1, sha256=sha256,
                question="photo", device_id=PHONE, type="image/jpeg", bytes=3,
            )  # fmt: skip
    with empty.begin() as connection:
        upgrade(connection)
        rows = connection.execute(text("select sha256, safe from media_use order by sha256")).all()
        assert [(sha256[0], bool(safe)) for sha256, safe in rows] == [("a", True), ("b", False), ("c", False)]
    by_name = {one["name"]: one["column_names"] for one in inspect(empty).get_indexes("ledger_entry")}
    assert by_name["ix_ledger_entry_device"] == ["device_id", "position"]
