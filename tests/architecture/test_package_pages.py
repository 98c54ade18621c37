"""A page for each package says what it owns, in words, and what can be read from its code, which it must say rightly."""

from __future__ import annotations

import pytest

from tools.packages import MARK, PAGES, derived, packages, written


def test_every_package_has_a_page_and_no_page_is_of_a_package_that_is_gone() -> None:
    assert sorted(page.stem for page in PAGES.glob("*.md")) == packages()


@pytest.mark.parametrize("package", packages())
def test_a_page_says_what_the_code_does(package: str) -> None:
    text = (PAGES / f"{package}.md").read_text(encoding="utf-8")
    assert text == written(package), "python -m tools.packages"
    assert len(text.partition(MARK)[0].split()) > 20, "what it owns, in words"


def test_a_table_or_a_neighbour_more_would_be_noticed() -> None:
    said = derived("receipt")
    assert "`receipt`" in said and "`GET /suivi`" in said, said
    assert said != said.replace("**Tables:** `receipt`", "**Tables:** `receipt`, `code`")
