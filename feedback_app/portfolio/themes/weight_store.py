"""Selects of how much weighs what is under a theme: exact counts, not to be shown as they are."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, case, cast, func, select, true

from feedback_app.base.db import AnySession
from feedback_app.ledger.facts import coded_facts
from feedback_app.ledger.suspension_store import is_suspended
from feedback_app.portfolio.solutions.tables import Item
from feedback_app.review.lookup_store import merged_voices


@dataclass(frozen=True, slots=True)
class ExactWeight:
    """Distinct voices under a theme, in all and by (meaning, code); by path of the coarse place; and their domains."""

    voices: int
    counts: dict[str, dict[str, int]]
    domains: frozenset[str]


def exact_weight(
    session: AnySession, programme_id: str, theme_id: uuid.UUID, *, before: dt.datetime | None, axes: Collection[str]
) -> ExactWeight:
    """Of the needs that were accepted `before` (None: all). Records of other people that were merged into one of these
    are voices too; of what they answered nothing is counted."""
    mine = _counted(programme_id, theme_id, before)
    more = merged_voices(programme_id, before=before).c
    merged = select(func.sum(more.n)).select_from(Item).join(more.n.table, more.into_id == Item.record_id)
    voices = session.scalar(select(func.count(_voice().distinct())).where(*mine)) or 0
    fact = coded_facts(programme_id, axes).c
    chosen = (
        select(fact.meaning, fact.code, func.count(_voice().distinct()))
        .select_from(Item)
        .join(fact.code.table, fact.record_id == Item.record_id)
        .where(*mine)
        .group_by(fact.meaning, fact.code)
    )
    counts: dict[str, dict[str, int]] = {}
    for meaning, code, count in session.execute(chosen):
        counts.setdefault(meaning, {})[code] = count
    domains = session.scalars(select(Item.domain).where(*mine).distinct())
    return ExactWeight(voices + int(session.scalar(merged.where(*mine)) or 0), counts, frozenset(domains))


def _voice() -> ColumnElement[str]:
    return case((Item.voice == "", cast(Item.record_id, String)), else_=Item.voice)


def _counted(programme_id: str, theme_id: uuid.UUID, before: dt.datetime | None) -> tuple[ColumnElement[bool], ...]:
    return (
        Item.programme_id == programme_id,
        Item.theme_id == theme_id,
        true() if before is None else Item.accepted_at < before,
        Item.place_code != "",
        ~is_suspended(programme_id, Item.record_id),
    )
