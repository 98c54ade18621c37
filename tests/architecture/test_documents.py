"""Pages for people who carry on lead to files that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
TYPED = re.compile(r"(?<![\w/.])((?:tests|tools|docs|schemas|feedback_app|static)/[\w/.-]*\w)")


def lost(page: Path, text: str) -> Iterator[str]:
    """Links of a page, and files of the project that it names in commands, that lead nowhere."""
    yield from (link for link in LINK.findall(text) if not (page.parent / link).exists())
    commands = "\n".join(line for line in text.splitlines() if line.startswith("    "))
    yield from (path for path in TYPED.findall(commands) if not (ROOT / path).exists())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_every_file_in_a_command_is_there(page: Path) -> None:
    assert list(lost(page, page.read_text())) == []


@pytest.mark.parametrize("text", ["see [it](docs/made-up.md)", "    ./check tests/made_up.py -q"])
def test_one_that_is_not_there_is_named(text: str) -> None:
    assert len(list(lost(ROOT / "README.md", text))) == 1


def test_the_first_page_leads_to_licence_security_contributing_and_changes() -> None:
    linked = set(LINK.findall((ROOT / "README.md").read_text()))
    assert {"LICENSE", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"} <= linked
    licence = (ROOT / "LICENSE").read_text()
    assert "Apache License" in licence and "license = Apache-2.0" in (ROOT / "setup.cfg").read_text()
