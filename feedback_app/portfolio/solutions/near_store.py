"""Selects by which the nearest themes of a need are found: a bounded number of looks at indexes."""

from __future__ import annotations

import uuid

from sqlalchemy import func, select

from feedback_app.base.db import AnySession
from feedback_app.portfolio.solutions.near_themes import NearTheme, ThemeInReach, near_themes
from feedback_app.portfolio.solutions.tables import Item, Theme
from feedback_app.review.alike_store import alike_accepted


def find_near_themes(session: AnySession, item: Item) -> list[NearTheme]:
    """The confirmed themes nearest to a need, of its place and domain."""
    likeness = alike_accepted(session, item.programme_id, item.record_id)
    mine = Item.programme_id == item.programme_id, Item.domain == item.domain, Item.theme_id.is_not(None)
    chosen = select(Item.theme_id, Item.record_id).where(*mine, Item.record_id.in_(likeness))
    alike = [(theme, likeness[record]) for theme, record in session.execute(chosen) if theme is not None]
    same = _same_detail(session, item)
    themes = _in_reach(session, {theme for theme, _ in alike} | same.keys())
    return near_themes(item.place_path, alike, same, themes)


def _same_detail(session: AnySession, item: Item) -> dict[uuid.UUID, int]:
    if item.subcategory is None:
        return {}
    same = (
        Item.programme_id == item.programme_id, Item.place_path == item.place_path, Item.domain == item.domain,
        Item.subcategory == item.subcategory, Item.theme_id.is_not(None), Item.record_id != item.record_id,
    )  # fmt: skip
    chosen = select(Item.theme_id, func.count()).where(*same).group_by(Item.theme_id)
    return {theme: count for theme, count in session.execute(chosen) if theme is not None}


def _in_reach(session: AnySession, ids: set[uuid.UUID]) -> list[ThemeInReach]:
    """Of these themes those that are confirmed and take needs."""
    confirmed = Theme.id.in_(ids), Theme.published.is_(True), Theme.ended_as.is_(None)
    found = session.execute(select(Theme.id, Theme.title, Theme.place_path).where(*confirmed))
    return [ThemeInReach(*row) for row in found]
