"""What `docs/instruments.md` says may be used is what the code takes."""

from __future__ import annotations

from pathlib import Path

from feedback_app.capture import xlsform_limits as limits
from feedback_app.capture.expression import DEEPEST, LONGEST_SOURCE
from feedback_app.capture.grammar import FUNCTIONS, MANY, OPERATORS
from feedback_app.capture.pattern import LONGEST_PATTERN, LONGEST_TEXT

DOCS = (Path(__file__).parents[2] / "docs" / "instruments.md").read_text(encoding="utf-8")


def listed(words: frozenset[str] | set[str]) -> str:
    return " ".join(f"`{word}`" for word in sorted(words)) or "–"


def types_table() -> str:
    rows = ["| type | appearances | parameters |", "| --- | --- | --- |"]
    for kind in dict.fromkeys(limits.KINDS.values()):
        appearances = limits.APPEARANCES.get(kind, frozenset())
        rows.append(f"| `{kind}` | {listed(appearances)} | {listed(limits.PARAMETERS.get(kind, frozenset()))} |")
    return "\n".join(rows)


def functions_table() -> str:
    rows = ["| function | values |", "| --- | --- |"]
    for name, (least, most) in sorted(FUNCTIONS.items()):
        many = f"{least} or more" if most == MANY else f"{least}" if least == most else f"{least} to {most}"
        rows.append(f"| `{name}` | {many} |")
    return "\n".join(rows)


def test_types_appearances_and_parameters_stand_in_the_docs() -> None:
    assert types_table() in DOCS, types_table()


def test_functions_stand_in_the_docs() -> None:
    assert functions_table() in DOCS, functions_table()
    assert " ".join(f"`{operator}`" for operator in OPERATORS) in DOCS


def test_columns_and_settings_stand_in_the_docs() -> None:
    for words in (
        set(limits.TEXT_COLUMNS.values()),
        limits.PLAIN_COLUMNS - {"relevance", "calculate", "media", "image"},
        limits.IGNORED_COLUMNS,
        limits.IGNORED_APPEARANCES,
        limits.SETTINGS - {"title", "id_string"},
        limits.IGNORED_SETTINGS,
        limits.METADATA,
    ):
        assert listed(set(words)) in DOCS, listed(set(words))


def test_limits_stand_in_the_docs() -> None:
    for limit in (DEEPEST, LONGEST_SOURCE, LONGEST_PATTERN, LONGEST_TEXT, limits.LONGEST_NAME, limits.MOST_ROWS):
        assert f"{limit:,}" in DOCS, limit
