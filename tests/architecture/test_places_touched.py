"""How many places a change touches: each row of the table in `docs/map.md` is held by a test."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HELD_BY = {
    "a need category, an emotion, a reason code": "tests.rules.test_vocabulary",
    "a meaning of questions": "tests.rules.test_xlsform_meaning",
    "a need form of a programme in the portfolio": "tests.http.test_needs_of_any_form",
    "a state of a record": "tests.architecture.test_states",
    "a role": "tests.architecture.test_roles",
    "a permission": "tests.architecture.test_roles",
    "an entry of the menu": "tests.http.test_desk_menu",
    "an instrument of ours": "tests.rules.test_instruments_shipped",
    "an instrument of a programme": "tests.http.test_instrument_import",
    "a language to listen in": "tests.http.test_prompts",
    "a danger door in a form": "tests.rules.test_danger_door",
    "a helpline of a country": "tests.http.test_trusted_contacts",
    "a problem": "tests.architecture.test_house",
    "a setting": "tests.architecture.test_house",
    "a job": "tests.architecture.test_house",
    "a column": "tests.migrations",
    "a door": "tests.http.test_permissions",
    "a field on the wire": "tests.architecture.test_wire",
    "a JSON endpoint": "tests.http.test_declared_answers",
    "a kind of row that travels down": "tests.http.test_declared_answers",
    "a format of the portfolio": "tests.architecture.test_formats",
    "what a reviewer may do with a record": "tests.architecture.test_desk_actions",
    "a sentence on the phone": "tests/pwa/words.test.ts",
}
"""The test that fails when a change of this kind needs more, or when a part of it was forgotten."""


def rows(page: str) -> list[str]:
    """The first cell of each row of the table."""
    table = page.partition("## How many places does it touch?")[2]
    return re.findall(r"^\| (?!to add|---)([^|]+?) \|", table, flags=re.MULTILINE)


def test_every_row_of_the_table_is_held_by_a_test() -> None:
    assert sorted(rows((ROOT / "docs" / "map.md").read_text(encoding="utf-8"))) == sorted(HELD_BY)


@pytest.mark.parametrize("test", sorted(set(HELD_BY.values())))
def test_the_test_that_holds_a_row_is_there(test: str) -> None:
    if test.endswith(".ts"):
        assert "test(" in (ROOT / test).read_text(encoding="utf-8")
        return
    found = import_module(test)
    folder = Path(found.__file__ or "").parent
    files = (
        [found]
        if not hasattr(found, "__path__")
        else [import_module(f"{test}.{one.stem}") for one in folder.glob("test_*.py")]
    )
    assert any(name.startswith(("test_", "Test")) for one in files for name in vars(one))


def test_a_row_without_a_test_would_be_noticed() -> None:
    page = "## How many places does it touch?\n\n| to add | places |\n| --- | --- |\n| a colour | 7: here and there |\n"
    assert rows(page) == ["a colour"] and "a colour" not in HELD_BY
