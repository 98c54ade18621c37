"""The moderation log: what the Lab decided, by week, action and reason. Its lines are those of `insight.moderation`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedback_app.insight.moderation import moderation_lines
from feedback_app.out.dataset import Dataset, Found, Page, Row, Table
from schemas.moderation_log import ModerationLogSchema, ModerationQuerySchema
from schemas.vocabulary import vocabulary

COLUMNS = (
    "programme", "week", "action", "action_fr", "action_en", "reason", "reason_fr", "reason_en", "decisions",
    "waited_days", "made_up",
)  # fmt: skip


def _values(row: Row) -> dict[str, Any]:
    action, reason = row["action"], row["reason"] or {"code": None, "label": {}}
    return {
        **{key: row[key] for key in ("programme", "week", "decisions", "waited_days")},
        "action": action["code"],
        "action_fr": action["label"].get("fr"),
        "action_en": action["label"].get("en"),
        "reason": reason["code"],
        "reason_fr": reason["label"].get("fr"),
        "reason_en": reason["label"].get("en"),
        "made_up": "yes" if row["made_up"] else "no",
    }


def _read(session: Any, asked: Mapping[str, Any]) -> Found:
    lines = moderation_lines(session, asked["programme"])
    return Found(len(lines), {}, lambda start, end: lines[start:end])


_REASON = vocabulary("reasons").terms[0]
_LINE = {
    "programme": "demo",
    "week": "2026-11-16",
    "action": {"code": _REASON.many("for")[0], "label": {"fr": "Accepter", "en": "Accept"}},
    "reason": {"code": _REASON.code, "label": dict(_REASON.label)},
    "decisions": 12,
    "waited_days": 2.5,
    "made_up": False,
}

DATASET = Dataset(
    name="moderation",
    audience="public",
    title={"fr": "Décisions du Lab", "en": "Decisions of the Lab"},
    words={
        "fr": "Combien de fiches sont acceptées ou écartées chaque semaine, et pourquoi.",
        "en": "How many records are accepted or set aside each week, and why.",
    },
    description="The moderation log: how the Lab decides, for anyone, no key needed",
    summary="List decisions by week, action and reason.",
    about=(
        "No line is of a person, a place or a record. A week is counted once, a day after its end, so a line never "
        "changes; a decision that is taken back later is a line of that later week. Reasons of fewer than three "
        "records in a week are counted together as `others`."
    ),
    rows="decisions of a week",
    row="line",
    member="lines",
    query=ModerationQuerySchema,
    schema=ModerationLogSchema,
    read=_read,
    table=Table(columns=COLUMNS, values=_values),
    example=Page(rows=[_LINE], total=1, figures={}, limit=500, offset=0),
)
