"""Themes of the public list as rows for programs and spreadsheets: the figures of its cards, and nothing more."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from feedback_app.base.db import AnySession
from feedback_app.portfolio.listing.groups import ExactGroup, ListQuery, figure
from feedback_app.portfolio.listing.public_list import PublicList, line, read, version

__all__ = ["theme_rows", "version"]


def theme_rows(session: AnySession, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The themes of the lines that are asked for, the most voices first."""
    shown = read(session, ListQuery(**asked))
    by_theme: dict[uuid.UUID, list[ExactGroup]] = {}
    for group in shown.groups:
        if group.theme is not None:
            by_theme.setdefault(group.theme, []).append(group)
    rows = [_row(some, shown) for some in by_theme.values()]
    return sorted(rows, key=lambda one: (-one["voices"], one["title"], one["id"]))


def _row(some: Sequence[ExactGroup], shown: PublicList) -> dict[str, Any]:
    lines, total = [line(group, shown.words) for group in some], figure(some)
    first, *_ = lines
    return {
        **first["theme"],
        "programme": first["programme"],
        "domains": _each(one["domain"] for one in lines),
        "places": _each(one["place"] for one in lines),
        "lines": total.needs,
        "voices": total.voices,
        "k": total.k,
        "solutions": _each((answer for one in lines for answer in one["solutions"]), name="id"),
        "first_month": min((one["first_month"] for one in lines if one["first_month"]), default=None),
        "last_month": max((one["last_month"] for one in lines if one["last_month"]), default=None),
        "made_up": first["made_up"],
    }


def _each(some: Any, *, name: str = "code") -> list[dict[str, Any]]:
    """Each once, in their order."""
    return [*{one[name]: one for one in some}.values()]
