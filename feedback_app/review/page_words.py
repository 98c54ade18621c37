"""What every page of review says things with."""

from __future__ import annotations

import datetime as dt
from typing import Any

from feedback_app.base.i18n import TextTable, language
from feedback_app.review import reasons
from schemas import states


def page_words(texts: TextTable) -> dict[str, Any]:
    """Names for the templates of a door whose sentences are `texts`."""
    return {
        "say": texts.say,
        "reason_words": lambda code: reasons.words(code, language()),
        "moment": moment,
        "hour": hour,
        "look": states.look,
        "size": lambda count: texts.say("size.kb", n=max(1, round(count / 1000))),
    }


def moment(at: dt.datetime) -> str:
    """A moment as people write it, in UTC."""
    return at.astimezone(dt.UTC).strftime("%d/%m/%Y %H:%M" if language() == "fr" else "%Y-%m-%d %H:%M")


def hour(at: dt.datetime) -> str:
    """The time of a day, in UTC."""
    return at.astimezone(dt.UTC).strftime("%H:%M")
