"""A page of review finds every sentence that it asks for: in the table of its own door, shared ones included."""

from __future__ import annotations

import re
from collections.abc import Collection

import pytest

from feedback_app.review.queue.texts import TEXTS as QUEUE
from feedback_app.review.record.texts import TEXTS as RECORD
from tests.architecture.state_names import ROOT

REVIEW = ROOT / "feedback_app" / "review"
SHARED = ["templates", "decisions"]
"""What pages of both doors include."""
ASKED = re.compile(r"""\bsay\(\s*(["'])([\w.-]+)\1(\s*~)?""")


def missing(template: str, keys: Collection[str]) -> list[str]:
    """The sentences that a template asks for and that are not there; of one put together, whether any begins so."""
    asked = [(key, bool(more)) for _, key, more in ASKED.findall(template)]
    return [key for key, more in asked if not (any(one.startswith(key) for one in keys) if more else key in keys)]


@pytest.mark.parametrize(("door", "keys"), [("queue", QUEUE.rows.keys()), ("record", RECORD.rows.keys())])
def test_a_page_has_every_sentence_that_it_says(door: str, keys: Collection[str]) -> None:
    pages = [page for folder in [door, *SHARED] for page in sorted((REVIEW / folder).rglob("*.html"))]
    assert len(pages) > 8
    assert {page.name: lost for page in pages if (lost := missing(page.read_text(encoding="utf-8"), keys))} == {}


def test_a_sentence_that_is_not_in_the_table_would_be_noticed() -> None:
    page = '{{ say("made.up") }} {{ say(\'row.silent\') }} {{ say("made." ~ one) }} {{ say("state." ~ one) }}'
    assert missing(page, QUEUE.rows.keys()) == ["made.up", "made."]
