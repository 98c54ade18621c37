"""Text direction: what people write in a script from right to left is shown so, in every field on phone and desk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "feedback_app").rglob("*.html"), *(ROOT / "static/pwa/src").rglob("*.tsx")])
FIELD = re.compile(r"<(?:textarea|input)\b(?:[^>{]|\{\{.*?\}\}|\{%.*?%\}|\{(?:[^{}]|\{[^{}]*\})*\}|=>)*?>", re.DOTALL)
NO_WORDS = re.compile(
    r"type=.?(?:hidden|checkbox|radio|file|range|password|number|date|datetime-local|time|submit|email|url|\{type|\{several)"
    r"|\shidden[\s>]"
)
QUOTE = re.compile(r'<(?:del|ins|blockquote|q)\b(?![^>]*\bdir=)|class="(?:words|said)"(?! dir=)')


def fields(source: str) -> list[str]:
    """The fields of a page or screen into which words are written."""
    return [field for field in FIELD.findall(source) if not NO_WORDS.search(field)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_field_for_words_has_a_direction(path: Path) -> None:
    source = path.read_text()
    bare = [field for field in fields(source) if "dir=" not in field and "{...common}" not in field]
    assert bare == [], path
    assert path.suffix != ".html" or not QUOTE.search(source), path


def test_fields_are_found_at_all() -> None:
    assert sum(len(fields(path.read_text())) for path in SOURCES) > 15
    assert fields('<input name="x"> <textarea dir="auto"></textarea> <input type="hidden" name="y">') == [
        '<input name="x">',
        '<textarea dir="auto">',
    ]
