"""What the Lab decided, week by week, as anyone may read it. No line is of a person, a place or a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.insight.disclosure import read_rule
from feedback_app.register.lookup_store import programmes
from feedback_app.review.decisions.desk_actions import by_code
from feedback_app.review.moderation_log.store import WeekOfProgramme, find_lines
from feedback_app.review.moderation_log.weeks import OTHERS
from schemas.vocabulary import vocabulary

OTHER_REASONS: Mapping[str, str] = {
    "fr": "Autres raisons, de moins de trois fiches chacune",
    "en": "Other reasons, of fewer than three records each",
}


def moderation_lines(session: AnySession, programme: str = "") -> list[dict[str, Any]]:
    """Every line, the newest week first: of one programme, or of all that show something to anyone."""
    shown = {one.id: read_rule(one.settings) for one in programmes(session)}
    ids = [key for key, rule in shown.items() if rule.public and programme in ("", key)]
    return [_line(one, shown[one.programme].made_up) for one in find_lines(session, ids)]


def _line(one: WeekOfProgramme, made_up: bool) -> dict[str, Any]:
    line = one.line
    action = by_code(line.action)
    return {
        "programme": one.programme,
        "week": line.week.isoformat(),
        "action": {"code": line.action, "label": _both(action.words["action"]) if action else {}},
        "reason": {"code": line.reason, "label": _reason(line.reason)} if line.reason else None,
        "decisions": line.n,
        "waited_days": line.waited_days,
        "made_up": made_up,
    }


def _both(words: tuple[str, str]) -> dict[str, str]:
    return {"fr": words[0], "en": words[1]}


def _reason(code: str) -> dict[str, str]:
    term = vocabulary("reasons").get(code)
    return dict(OTHER_REASONS) if code == OTHERS or term is None else dict(term.label)
