"""Decisions: what is cited is there, and the one on disclosure says what the code does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from feedback_app.portfolio.publication import K_SENSITIVE, LEAST_POPULATION, K, is_sensitive, levels
from schemas.vocabulary import vocabulary

ROOT = Path(__file__).parents[2]
DECISIONS = ROOT / "docs/decisions"
READ = (
    "feedback_app/**/*.py",
    "schemas/**/*.py",
    "sync/*.py",
    "static/pwa/src/**/*.ts*",
    "docs/*.md",
    "docs/decisions/*.md",
)
DISCLOSURE = next(DECISIONS.glob("*-what-may-be-shown-to-anyone.md"))


def missing(text: str, numbers: Iterable[int]) -> list[int]:
    """Decisions that a text cites and that are not there."""
    there = set(numbers)
    return [int(cited) for cited in re.findall(r"\b[Dd]ecision (\d+)", text) if int(cited) not in there]


def numbers() -> list[int]:
    return [int(file.name[:4]) for file in DECISIONS.glob("*.md")]


def test_every_decision_that_is_cited_is_there() -> None:
    files = [file for pattern in READ for file in ROOT.glob(pattern)]
    assert len(files) > 100
    assert [(file.name, gone) for file in files if (gone := missing(file.read_text(), numbers()))] == []


def test_a_decision_that_is_not_there_is_noticed() -> None:
    assert missing("see decision 2 and Decision 9", [1, 2]) == [9]


def test_each_decision_has_a_number_of_its_own() -> None:
    assert len(numbers()) == len(set(numbers()))


def test_the_rule_of_small_figures_cites_the_decision_on_disclosure() -> None:
    rule = (ROOT / "feedback_app/portfolio/publication.py").read_text()
    assert f"Decision {int(DISCLOSURE.name[:4])} " in rule


def test_an_operator_reads_the_figures_that_the_code_uses() -> None:
    decision = DISCLOSURE.read_text()
    sensitive = [term.code for term in vocabulary("domains").terms if is_sensitive(term.code)]
    assert f"`k_public` ({K})" in decision and f"`k_sensitive` ({K_SENSITIVE})" in decision
    assert f"`public_population` people ({LEAST_POPULATION})" in decision
    assert ", ".join(f"`{term}`" for term in sensitive) in decision
    operate = (ROOT / "docs/operate.md").read_text()
    defaults = {
        "public": "true", "public_level": levels()[-2], "public_population": LEAST_POPULATION, "k_public": K,
        "k_sensitive": K_SENSITIVE,
    }  # fmt: skip
    assert [name for name, value in defaults.items() if f"| `{name}` | `{value}` |" not in operate] == []
