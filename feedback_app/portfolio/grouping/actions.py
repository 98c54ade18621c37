"""A job suggests where waiting needs belong: under the nearest confirmed theme, or in groups of the rest. Decision 81.

What is suggested follows from what holds now (needs, themes, what people answered) and from nothing that was suggested
before: a run that comes late, or was left out, changes nothing of the next one.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence

from feedback_app.base.db import AnySession
from feedback_app.portfolio.grouping import store
from feedback_app.portfolio.grouping.kinds import SuggestionAnswer, SuggestionKind
from feedback_app.portfolio.grouping.need_groups import (
    MOST,
    NeedGroup,
    Reason,
    WaitingNeed,
    common_place,
    is_seen,
    need_groups,
)
from feedback_app.portfolio.grouping.tables import SuggestionDecision
from feedback_app.portfolio.solutions.near_store import find_near_themes
from feedback_app.portfolio.solutions.near_themes import NearTheme
from feedback_app.portfolio.solutions.tables import Item

WAITING = 600
"""Needs that one run looks at, the latest accepted: a few milliseconds each."""


def make_suggestions(session: AnySession, programme_id: str) -> list[NeedGroup]:
    """What is to be suggested now. Only reads: not within a transaction that writes."""
    answered = store.decisions(session, programme_id)
    near, rest = _near(session, store.waiting_needs(session, programme_id, limit=WAITING), refused_pairs(answered))
    seen = dismissed_groups(answered)
    groups = [one for one in need_groups(rest) if not is_seen(one.names, seen)]
    return [*near, *groups]


def store_suggestions(session: AnySession, programme_id: str, made: Sequence[NeedGroup]) -> int:
    """Stores what is suggested. Returns how many suggestions came or went."""
    changed = store.stored_keys(session, programme_id) ^ {one.key for one in made}
    store.replace_suggestions(session, programme_id, made)
    return len(changed)


def is_stored(session: AnySession, programme_id: str, made: Sequence[NeedGroup]) -> bool:
    """Whether just that is stored."""
    stored = {one.key: (one.place_path, one.voices, one.needs) for one in store.suggestions(session, programme_id)}
    return stored == {one.key: (one.place_path, one.voices, store.needs_column(one)) for one in made}


def refused_pairs(answered: Iterable[SuggestionDecision]) -> frozenset[tuple[str, uuid.UUID]]:
    """(need, theme) of which somebody held that it does not belong there."""
    pairs = ((name, one.theme_id) for one in answered for name in {*one.needs} - {*one.chosen})
    return frozenset((name, theme) for name, theme in pairs if theme is not None)


def dismissed_groups(answered: Iterable[SuggestionDecision]) -> list[frozenset[str]]:
    """The needs of each group that somebody dismissed, or made a theme of; those that were taken out are among them."""
    return [
        frozenset(one.needs)
        for one in answered
        if one.answer == SuggestionAnswer.CONFIRMED or (one.answer == SuggestionAnswer.DISMISSED and not one.theme_id)
    ]


def _near(
    session: AnySession, waiting: Iterable[tuple[Item, WaitingNeed]], refused: frozenset[tuple[str, uuid.UUID]]
) -> tuple[list[NeedGroup], list[WaitingNeed]]:
    """The needs that are near to a confirmed theme, by theme; and the rest."""
    found: dict[uuid.UUID, list[tuple[WaitingNeed, NearTheme]]] = defaultdict(list)
    rest: list[WaitingNeed] = []
    for item, need in waiting:
        nearest = find_near_themes(session, item)
        theme = next((one for one in nearest if (need.name, one.id) not in refused), None)
        if theme is None:
            rest.append(need)
        else:
            found[theme.id].append((need, theme))
    return [_of_theme(theme, some) for theme, some in sorted(found.items())], rest


def _of_theme(theme_id: uuid.UUID, some: Sequence[tuple[WaitingNeed, NearTheme]]) -> NeedGroup:
    some = sorted(some, key=lambda pair: pair[0].record_id)[:MOST]
    needs = [need for need, _ in some]
    reasons = [Reason(round(why.alike, 4), why.same_detail) for _, why in some]
    domain, where = needs[0].domain, common_place(one.place_path for one in needs)
    return NeedGroup(SuggestionKind.NEAR, domain, None, where, needs, reasons, theme_id)


def open_needs(
    names: Iterable[str], theme_id: uuid.UUID | None, waiting: set[str], refused: frozenset[tuple[str, uuid.UUID]]
) -> list[str]:
    """Those of a suggestion's needs that it is still about."""
    return [one for one in names if one in waiting and (theme_id is None or (one, theme_id) not in refused)]
