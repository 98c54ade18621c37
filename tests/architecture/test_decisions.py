"""Who follows a decision that the code or a page cites finds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DECISIONS = ROOT / "docs" / "decisions"
READ = {
    "docs": "*.md", "feedback_app": "*.py", "sync": "*.py", "schemas": "*.py", "static/pwa/src": "*.ts*",
    "tests": "*.py",
}  # fmt: skip
BY_NUMBER = re.compile(r"\bdecision (\d+)\b", re.IGNORECASE)
BY_NAME = re.compile(r"decisions/(\d{4}-[\w-]+\.md)")


def lost(text: str, existing: set[str]) -> Iterator[str]:
    """The decisions that a text cites and that do not exist."""
    numbers = {int(name[:4]) for name in existing}
    yield from (f"decision {number}" for number in BY_NUMBER.findall(text) if int(number) not in numbers)
    yield from (name for name in BY_NAME.findall(text) if name not in existing)


def test_every_decision_that_is_cited_is_there() -> None:
    existing = {path.name for path in DECISIONS.glob("*.md")}
    texts = [path for folder, names in READ.items() for path in (ROOT / folder).rglob(names) if path != Path(__file__)]
    assert len(texts) > 300, "the whole house is read"
    assert [f"{path}: {one}" for path in texts for one in lost(path.read_text(), existing)] == []


@pytest.mark.parametrize("text", ["see Decision 99.", "docs/decisions/0006-why.md", "(decisions/0099-x.md)"])
def test_a_decision_that_is_not_there_is_named(text: str) -> None:
    assert list(lost(text, {"0006-safe.md"}))


def test_numbers_are_given_once_and_titles_bear_them() -> None:
    paths = sorted(DECISIONS.glob("*.md"))
    assert len({path.name[:4] for path in paths}) == len(paths)
    assert all(path.read_text().startswith(f"# {int(path.name[:4])}. ") for path in paths)
