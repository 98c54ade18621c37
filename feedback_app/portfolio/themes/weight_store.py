"""Selects of how much weighs what is under a theme: exact counts, not to be shown as they are."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, select, true

from feedback_app.base.db import AnySession
from feedback_app.forms.engine.meaning import Fact
from feedback_app.insight.accepted.counting import SLIDERS, slider_class
from feedback_app.ledger.facts import stored_facts
from feedback_app.ledger.suspension_store import is_suspended
from feedback_app.portfolio.solutions.tables import Item
from feedback_app.review.lookup_store import merged_into

AT_ONCE = 500
"""Needs of one look."""


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
    needs = _needs(session, programme_id, theme_id, before)
    spoken: dict[tuple[str, str], set[str]] = defaultdict(set)
    more = 0
    for start in range(0, len(needs), AT_ONCE):
        some = {one.record_id: one.voice or one.record_id.hex for one in needs[start : start + AT_ONCE]}
        more += len(session.execute(merged_into(programme_id, some, before=before)).all())
        for record, facts in stored_facts(session, programme_id, some, axes).items():
            for fact in facts:
                spoken[fact.meaning, _code(fact)].add(some[record])
    counts: dict[str, dict[str, int]] = {}
    for (meaning, code), voices in spoken.items():
        counts.setdefault(meaning, {})[code] = len(voices)
    distinct = {one.voice or one.record_id.hex for one in needs}
    return ExactWeight(len(distinct) + more, counts, frozenset(one.domain for one in needs))


def _code(fact: Fact) -> str:
    """The answer; of a slider the part of it, for it is no measure."""
    if fact.meaning in SLIDERS and fact.number is not None:
        return str(slider_class(fact.number))
    return fact.code or ""


def _needs(
    session: AnySession, programme_id: str, theme_id: uuid.UUID, before: dt.datetime | None
) -> Sequence[Row[uuid.UUID, str, str]]:
    """By the index of themes: the order keeps to it."""
    chosen = (
        select(Item.record_id, Item.voice, Item.domain)
        .where(
            Item.programme_id == programme_id,
            Item.theme_id == theme_id,
            true() if before is None else Item.accepted_at < before,
            Item.place_code != "",
            ~is_suspended(programme_id, Item.record_id),
        )
        .order_by(Item.accepted_at, Item.record_id)
    )
    return session.execute(chosen).all()
