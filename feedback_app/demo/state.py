"""How far a programme is filled, as its settings say it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from feedback_app.base import timestamps

KEY = "demo_fill"
"""In a programme's settings."""
PROTECTION_KEY = "demo_protection_key"
"""There too: which key of protection reports was made for made-up ones."""


@dataclass(slots=True)
class DemoFill:
    """Made-up records of a programme: by which seed, up to when, how many weeks are there, and whose they are."""

    seed: int
    until: dt.datetime
    weeks: int = 0
    phones: list[str] = field(default_factory=list)
    desk: list[str] = field(default_factory=list)
    themes: dict[str, str] = field(default_factory=dict)
    """Their ids, by their number in the plan."""
    solutions: dict[str, str] = field(default_factory=dict)
    """Their ids, by theme and number: `0.1`."""
    projects: list[str] = field(default_factory=list)
    """Those that seek funding."""
    replies: dict[str, str] = field(default_factory=dict)
    """The ids of replies, by the number of their theme."""
    offers: list[str] = field(default_factory=list)
    """What the made-up company offers."""
    plans: list[str] = field(default_factory=list)
    """Learning plans."""
    confided: list[str] = field(default_factory=list)
    """The ids of protection reports."""
    share: int = 100
    """How many percent of the records."""

    def as_setting(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "seed": self.seed, "until": self.until.isoformat(), "weeks": self.weeks, "phones": self.phones,
            "desk": self.desk, "themes": self.themes, "solutions": self.solutions, "share": self.share,
            "projects": self.projects, "replies": self.replies, "offers": self.offers,
            "plans": self.plans, "confided": self.confided,
        }  # fmt: skip


def read_fill(settings: Mapping[str, Any]) -> DemoFill | None:
    """How far the programme with these settings is filled; None where it is not."""
    found = settings.get(KEY)
    until = timestamps.parse(str(found.get("until"))) if isinstance(found, Mapping) else None
    if not isinstance(found, Mapping) or until is None:
        return None
    return DemoFill(
        int(found["seed"]), until, int(found["weeks"]), list(found["phones"]), list(found["desk"]),
        dict(found["themes"]), dict(found["solutions"]), list(found.get("projects", [])),
        dict(found.get("replies", {})), list(found.get("offers", [])),
        list(found.get("plans", [])), list(found.get("confided", [])),
        int(found.get("share", 100)),
    )  # fmt: skip
