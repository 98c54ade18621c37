"""What answered a theme before still answers it in a database of today, and needs stay under their themes."""

from __future__ import annotations

import uuid

from sqlalchemy import Engine, inspect, text

from feedback_app.migrations import upgrade
from tests.migrations.test_upgrades import empty, insert, key

__all__ = ["empty"]

DAY = "2026-11-23 00:00:00+00:00"


def test_each_themes_solution_becomes_a_pair_and_needs_stay(empty: Engine) -> None:
    person, solution, record = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    themes = {uuid.uuid4(): solution, uuid.uuid4(): solution, uuid.uuid4(): None}
    with empty.begin() as connection:
        upgrade(connection, "0016")
        insert(connection, "place", code="XX", level="country", name="Pays", path="/XX/", label="Pays", search="pays")
        insert(
            connection, "programme", id="pilote", name="{}", languages="[]", place_code="XX", consent="{}",
            created_at=DAY, settings="{}",
        )  # fmt: skip
        by = {"programme_id": "pilote", "created_at": DAY, "created_by": key(empty, person)}
        insert(
            connection, "person", id=key(empty, person), name="Adjoua", language="fr", active=True, failed_logins=0,
            created_at=DAY,
        )  # fmt: skip
        insert(connection, "solution", id=key(empty, solution), title="Réparer", description="", **by)
        for theme, answer in themes.items():
            insert(
                connection, "theme", id=key(empty, theme), title=str(theme),
                solution_id=key(empty, answer) if answer else None, **by,
            )  # fmt: skip
        insert(
            connection, "portfolio_item", programme_id="pilote", record_id=key(empty, record), rev=1, domain="eau",
            place_code="XX", place_path="/XX/", rule="r", accepted_at=DAY, theme_id=key(empty, next(iter(themes))),
        )  # fmt: skip
    with empty.begin() as connection:
        upgrade(connection)
        pairs = connection.execute(text("select theme_id, solution_id from solution_theme")).all()
        theme_of_item = connection.execute(text("select theme_id from portfolio_item")).scalar_one()
        titles = set(connection.execute(text("select title from theme")).scalars())
    answered = {theme: answer for theme, answer in themes.items() if answer}
    assert {uuid.UUID(str(theme)): uuid.UUID(str(answer)) for theme, answer in pairs} == answered
    assert uuid.UUID(str(theme_of_item)) == next(iter(themes)) and titles == {str(theme) for theme in themes}
    assert "solution_id" not in {column["name"] for column in inspect(empty).get_columns("theme")}
