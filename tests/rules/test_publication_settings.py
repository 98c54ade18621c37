"""An operator reads in operate.md what a programme's rule of disclosure is when nothing is set."""

from __future__ import annotations

from pathlib import Path

from feedback_app.insight.disclosure import K_SENSITIVE, LEAST_POPULATION, K, levels, read_rule

OPERATE = Path(__file__).parents[2] / "docs" / "operate.md"
DEFAULTS = {
    "public": "true", "public_level": levels()[-2], "public_population": LEAST_POPULATION, "k_public": K,
    "k_sensitive": K_SENSITIVE,
}  # fmt: skip


def undocumented(text: str) -> list[str]:
    """Settings that a page does not document, or with another default."""
    return [name for name, value in DEFAULTS.items() if f"| `{name}` | `{value}` |" not in text]


def test_an_operator_reads_the_defaults_that_the_code_uses() -> None:
    assert undocumented(OPERATE.read_text()) == []
    assert undocumented("| `public` | `true` | … |\n| `k_public` | `4` | … |")[2] == "k_public"


def test_each_documented_setting_changes_the_rule() -> None:
    others = {"public": False, "public_level": "region", "public_population": 1, "k_public": 2, "k_sensitive": 3}
    assert set(others) == set(DEFAULTS)
    assert all(read_rule({name: value}) != read_rule({}) for name, value in others.items())
