"""Each recipe says which test guides the change, and which commit last made it."""

from __future__ import annotations

import re

import pytest

from tests.architecture.named_in_words import ROOT

ASKED = (
    "Something a reviewer may do", "A format", "A dataset", "An OData feed", "A screen of the phone", "A type of question", "A state", "A reason code",
    "a need category", "A role", "A migration", "A setting", "A job", "What a question means", "A route",
)  # fmt: skip
"""The changes that come most often."""
TEST = re.compile(r"`tests/[\w/.-]+`")
COMMIT = re.compile(r"(?:Last done by|nearest is)\s+`[^`:]+: [^`]+`")


def recipes(page: str) -> dict[str, str]:
    """The text of each recipe, by its title."""
    parts = re.split(r"^## (.+)\n", page, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def lacking(text: str) -> list[str]:
    """What a recipe leaves out."""
    return [name for name, there in (("a test", TEST), ("a commit", COMMIT)) if not there.search(text)]


def test_every_recipe_names_its_tests_and_the_commit_to_look_at() -> None:
    found = recipes((ROOT / "docs" / "recipes.md").read_text(encoding="utf-8"))
    assert {title: left for title, text in found.items() if (left := lacking(text))} == {}
    assert [asked for asked in ASKED if not any(asked in title for title in found)] == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("A row in `colours.csv`.", ["a test", "a commit"]),
        ("A row, held by `tests/rules/test_vocabulary.py`.", ["a commit"]),
        ("Last done by `colours: one list`.", ["a test"]),
        ("`tests/rules/` Last done by `somebody`", ["a commit"]),
    ],
)
def test_a_recipe_that_leaves_one_alone_would_be_noticed(text: str, left: list[str]) -> None:
    assert lacking(text) == left
