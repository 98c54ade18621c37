"""An operator reads in operate.md what a programme's rule of disclosure is when nothing is set."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedback_app.insight.disclosure import (
    K_SENSITIVE,
    LEAST_K,
    LEAST_K_IN_VILLAGES,
    LEAST_POPULATION,
    K,
    levels,
    read_rule,
)

OPERATE = Path(__file__).parents[2] / "docs" / "operate.md"
DEFAULTS = {
    "public": "true", "public_level": levels()[-2], "public_population": LEAST_POPULATION, "k_public": K,
    "k_sensitive": K_SENSITIVE, "demo": "false",
}  # fmt: skip


def undocumented(text: str) -> list[str]:
    """Settings that a page does not document, or with another default."""
    return [name for name, value in DEFAULTS.items() if f"| `{name}` | `{value}` |" not in text]


def test_an_operator_reads_the_defaults_that_the_code_uses() -> None:
    assert undocumented(OPERATE.read_text()) == []
    assert undocumented("| `public` | `true` | … |\n| `k_public` | `4` | … |")[2] == "k_public"


def test_each_documented_setting_changes_the_rule() -> None:
    others = {"public": False, "public_level": "region", "public_population": 1, "k_public": 4, "k_sensitive": 3}
    others["demo"] = True
    assert set(others) == set(DEFAULTS)
    assert all(read_rule({name: value}) != read_rule({}) for name, value in others.items())


@pytest.mark.parametrize(
    ("level", "least"), [("sous_prefecture", LEAST_K), ("locality", LEAST_K_IN_VILLAGES), ("own", 5)]
)
def test_no_setting_shows_a_figure_of_one_or_two_people(level: str, least: int) -> None:
    rule = read_rule({"public_level": level, "k_public": 1, "k_sensitive": 1})
    assert (rule.k, rule.k_sensitive, rule.made_up) == (least, least, False)


@pytest.mark.parametrize(("demo", "k"), [(True, 1), (False, LEAST_K), ("true", LEAST_K), (1, LEAST_K)])
def test_only_what_is_marked_as_made_up_is_exact(demo: object, k: int) -> None:
    assert read_rule({"demo": demo, "k_public": 1}).k == k
