"""What every page says where something made up is on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from feedback_app.base.db import AnySession
from feedback_app.base.i18n import TextTable, label
from feedback_app.register.demonstration import is_made_up
from feedback_app.register.lookup_store import programmes

TEXTS = TextTable(
    {
        "all": (
            "Démonstration : tout ce qui est montré ici est inventé.",
            "Demonstration: everything shown here is made up.",
        ),
        "some": (
            "Démonstration : ce qui est de « {names} » est inventé.",
            "Demonstration: what is of “{names}” is made up.",
        ),
    }
)
FRESH = dt.timedelta(seconds=5)
"""For how long it is not asked again which programmes are demonstrations: every page wants to know."""


class Ribbon:
    """Which programmes of a server are demonstrations, looked up now and then."""

    def __init__(self) -> None:
        self._programmes: list[tuple[str, dict[str, str], bool]] = []
        self._looked_at: dt.datetime | None = None

    def text(self, session: AnySession, now: dt.datetime, *, seen: Collection[str] | None = None) -> str | None:
        """The sentence for who sees these programmes (None: all of them); None where nothing of it is made up."""
        if self._looked_at is None or not self._looked_at <= now < self._looked_at + FRESH:
            self._programmes = [(one.id, one.name, is_made_up(one.settings)) for one in programmes(session)]
            self._looked_at = now
        shown = [one for one in self._programmes if seen is None or one[0] in seen]
        made_up = [name for _, name, invented in shown if invented]
        if not made_up:
            return None
        if len(made_up) == len(shown):
            return TEXTS.say("all")
        return TEXTS.say("some", names=", ".join(map(label, made_up)))
