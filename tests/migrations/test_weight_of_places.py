"""A village of which little was heard comes first among what waits from before places had a weight, too."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import Engine, text

from feedback_app.migrations import upgrade
from tests.migrations.test_upgrades import empty, insert

__all__ = ["empty"]
DAY = "2026-11-23 10:00:00+00:00"
CASES = [
    ("/XX/V1/", "received", 2), ("/XX/V2/", "received", 2), ("/XX/V2/", "received", 0), ("/XX/V2/", "received", 6),
    ("/XX/V2/", "accepted", 2), ("/XX/V2/", "received", 3), ("", "received", 2), ("/XX/V3/", "received", 2),
]  # fmt: skip
AFTER = [2, 3, 1, 6, 2, 3, 2, 3]
"""From V1 twelve came in the week, from V2 five; V3 has 30,000 people, and thirty records."""


def test_only_what_waits_and_comes_from_a_place_little_heard_has_more_weight(empty: Engine) -> None:
    with empty.begin() as connection:
        upgrade(connection, "0066")
        fill(empty, connection)
        upgrade(connection)
        found = connection.execute(text("SELECT urgency FROM review_case ORDER BY position")).scalars().all()
    assert list(found) == AFTER


def fill(engine: Engine, connection: Any) -> None:
    def key(n: int) -> Any:
        return uuid.UUID(int=n).hex if engine.dialect.name == "sqlite" else uuid.UUID(int=n)

    for code, people in (("XX", None), ("V1", None), ("V2", 900), ("V3", 30_000)):
        path = "/XX/" if code == "XX" else f"/XX/{code}/"
        insert(
            connection, "place", code=code, level="country", name=code, path=path, label=code, search=code,
            population=people,
        )  # fmt: skip
    insert(
        connection, "programme", id="pilote", name="{}", languages="[]", place_code="XX", consent="{}",
        created_at=DAY, settings="{}",
    )  # fmt: skip
    insert(connection, "person", id=key(99), name="Awa", language="fr", active=True, created_at=DAY)
    for path, n in (("/XX/V1/", 12), ("/XX/V2/", 5), ("/XX/V3/", 30)):
        insert(
            connection, "review_inflow", programme_id="pilote", kind="form", week="2026-11-23", place_path=path,
            value="besoin", n=n, accepted=0, rejected=0,
        )  # fmt: skip
    for n, (path, state, urgency) in enumerate(CASES):
        insert(
            connection, "record", id=key(n), programme_id="pilote", rev=1, position=n, place_path=path, received_at=DAY,
            first_received_at=DAY, digest="0", quarantined=False, media_count=0, recorded_at=DAY, author_id=key(99),
        )  # fmt: skip
        insert(
            connection, "review_case", programme_id="pilote", record_id=key(n), rev=1, position=n, place_path=path,
            received_at=DAY, state=state, urgency=urgency, instrument="besoin", place_code="V1", author_id=key(99),
            summary="", search="awa",
        )  # fmt: skip
