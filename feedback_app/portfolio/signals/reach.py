"""Whose signals are whose to read."""

from __future__ import annotations

from collections.abc import Iterable

from feedback_app.base.db import AnySession
from feedback_app.enrol.permissions import Area
from feedback_app.portfolio.signals.tables import EVERYWHERE, WeakSignal
from feedback_app.portfolio.solutions.reach import is_whole


def readable(session: AnySession, area: Area, signals: Iterable[WeakSignal]) -> list[WeakSignal]:
    """Those of places that somebody looks after; those of all places are for who looks after all of them."""
    whole = is_whole(session, area)
    return [one for one in signals if (whole if one.place_path == EVERYWHERE else area.covers(one.place_path))]
