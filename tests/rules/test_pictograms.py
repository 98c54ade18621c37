"""The pictograms: each thing that is named has one, all on one grid, small, with nothing foreign in them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from feedback_app.forms.shipped import shipped_instruments
from feedback_app.forms.xlsform.compiler import compile_markdown

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "static" / "pwa" / "pictograms"
DRAWN = {path.stem for path in FOLDER.glob("*.svg")}


def pictures(part: Any) -> Iterator[str]:
    """Every `picture` in a definition, however deep."""
    if isinstance(part, dict):
        if isinstance(part.get("picture"), str):
            yield part["picture"]
        for inside in part.values():
            yield from pictures(inside)
    elif isinstance(part, list):
        for each in part:
            yield from pictures(each)


@pytest.mark.parametrize(("name", "source"), shipped_instruments(), ids=lambda value: value[:8])
def test_every_picture_an_instrument_names_is_drawn(name: str, source: str) -> None:
    named = set(pictures(dict(compile_markdown(source, name))))
    assert named and named - DRAWN == set()


def test_every_picture_a_vocabulary_names_is_drawn() -> None:
    named = {
        row["picture"]
        for path in (ROOT / "schemas" / "vocabulary").glob("*.csv")
        for row in csv.DictReader(path.open(encoding="utf-8", newline=""))
        if row.get("picture")
    }
    assert named and named - DRAWN == set()


def test_every_picture_the_phone_names_itself_is_drawn() -> None:
    source = "\n".join(path.read_text() for path in (ROOT / "static" / "pwa" / "src").rglob("*.tsx"))
    named = set(re.findall(r"""(?:picture|<Picture name|<IconButton (?:big )?name)=["']([a-z0-9_-]+)["']""", source))
    assert len(named) > 20
    assert named - DRAWN == set()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.svg")), ids=lambda path: path.stem)
def test_a_pictogram_is_small_on_the_grid_and_all_ours(path: Path) -> None:
    text = path.read_text()
    assert len(text.encode()) < 1000
    assert 'viewBox="0 0 48 48"' in text
    assert not re.search(r"<(script|style|image|foreignObject|text)|href|url\(|on\w+=", text)
    assert set(re.findall(r"var\(--(\w+)", text)) <= {"warm", "leaf", "water", "sheet"}
