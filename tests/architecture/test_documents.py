"""Pages for people who carry on lead to files that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.named_in_words import docstrings, missing

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


SOURCES = sorted(
    path
    for top in ("feedback_app", "schemas", "sync", "tests", "tools", "bench")
    for path in (ROOT / top).rglob("*.py")
    if "versions" not in path.parts
)
"""Steps of the database speak of the tables and files of their day, so theirs are left out."""
OTHER_THINGS = {
    "CONTRIBUTING.md": {"data/"},
    "docs/map.md": {"app.drafts.unsaved.saved"},
    "docs/operate.md": {"before-restore/", "settings.trusted"},
    "feedback_app/base/assets.py": {"feedback_app.static"},
    "feedback_app/base/db.py": {"db.Model", "db.session"},
    "tests/conftest.py": {"db.session"},
}
"""What looks like a file or module of ours: folders that a server makes, columns, the phone's objects, a library's."""


def words_of(path: Path) -> str:
    """A page, or all docstrings of a Python file."""
    text = path.read_text(encoding="utf-8")
    return text if path.suffix == ".md" else "\n".join(docstrings(text))


def test_every_path_and_module_that_pages_and_docstrings_name_is_there() -> None:
    lost = {path.relative_to(ROOT).as_posix(): missing(words_of(path)) for path in [*PAGES, *SOURCES]}
    found = {path: set(names) for path, names in lost.items() if names}
    assert found == OTHER_THINGS, "mend what is named, or take away an exception that is no longer there"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("asks `review/made_up.py`", "review/made_up.py"),
        ("asks `made_up.py`, in the same folder", "made_up.py"),
        ("see tests/rules/test_made_up.py", "tests/rules/test_made_up.py"),
        ("the folder `review/made_up/`", "review/made_up/"),
        ("as `review/actions.made_up` does", "review/actions.made_up"),
        ("as `review.case.MadeUp` says", "review.case.MadeUp"),
        ("as `feedback_app.made_up` does", "feedback_app.made_up"),
        ("a `base/http.EchoFlask.made_up`", "base/http.EchoFlask.made_up"),
        ("the phone's `app/made-up.ts`", "app/made-up.ts"),
    ],
)
def test_a_path_or_module_that_is_not_there_is_named(text: str, name: str) -> None:
    assert missing(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "asks `review/case.py`, `case.py` and `feedback_app/review/`; see tests/rules/test_vocabulary.py",
        "`review/actions.catch_up`, `actions.catch_up`, `base/http.EchoFlask.dispatch_request`, `sync.engine`",
        "a phone's `echo.tar`, `example.ci`, `1.5`, `person.id`, `/api/v1/exchange`, `tests/vectors/folding.json`",
    ],
)
def test_what_is_there_and_what_is_none_of_ours_is_left_alone(text: str) -> None:
    assert missing(text) == []
