"""A page for each package says what it owns, in words, and what can be read from its code, which it must say rightly."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tools.packages import CODE, MARK, PAGES, asks, cursors, derived, jobs, packages, settings, written


def test_every_package_has_a_page_and_no_page_is_of_a_package_that_is_gone() -> None:
    assert sorted(page.stem for page in PAGES.glob("*.md")) == packages()


@pytest.mark.parametrize("package", packages())
def test_a_page_says_what_the_code_does(package: str) -> None:
    text = (PAGES / f"{package}.md").read_text(encoding="utf-8")
    assert text == written(package), "python -m tools.packages"
    assert len(text.partition(MARK)[0].split()) > 20, "what it owns, in words"


def test_what_the_code_does_is_found() -> None:
    assert "**Tables:** `receipt`\n" in derived("receipt") and "`GET /suivi`" in derived("receipt")
    assert (jobs("enrol"), cursors("review"), asks("base")) == (["sessions"], ["flags", "likeness", "review"], [])
    assert "FEEDBACK_BACKUP_KEEP" in settings("safe") and settings("review") == []


MADE_UP = {
    "tables.py": """class Colour(Base):\n    __tablename__ = "made_up_colour"\n""",
    "within/tables.py": """class Shade(Base):\n    __tablename__ = "made_up_shade"\n""",
    "actions.py": """from feedback_app.review import store\nFOLLOWER = "made-up"\nEVERY = settings.backup_every\n""",
}


def test_a_table_a_cursor_a_setting_or_a_neighbour_more_would_be_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = derived("receipt")
    shutil.copytree(CODE, tmp_path / "code", ignore=shutil.ignore_patterns("static", "templates", "versions"))
    monkeypatch.setattr("tools.packages.CODE", tmp_path / "code")
    for name, text in MADE_UP.items():
        made = tmp_path / "code" / "receipt" / name
        made.parent.mkdir(exist_ok=True)
        with made.open("a", encoding="utf-8") as file:
            file.write(text)
    new = set(re.findall(r"`([^`]+)`", derived("receipt"))) - set(re.findall(r"`([^`]+)`", before))
    assert new == {"made_up_colour", "made_up_shade", "made-up", "FEEDBACK_BACKUP_EVERY", "review"}
