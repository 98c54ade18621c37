"""What every page of review says things with."""

from __future__ import annotations

from typing import Any

from feedback_app.base.i18n import TextTable, language
from feedback_app.review import reasons
from schemas import states


def page_words(texts: TextTable) -> dict[str, Any]:
    """Names for the templates of a door whose sentences are `texts`."""
    return {
        "say": texts.say,
        "reason_words": lambda code: reasons.words(code, language()),
        "look": states.look,
        "size": lambda count: texts.say("size.kb", n=max(1, round(count / 1000))),
    }
