"""What the desk does with made-up records, chosen out of `desk.json`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from feedback_app.demo.words import read_words
from feedback_app.review.decisions.desk_actions import by_code
from schemas.states import State


@dataclass(frozen=True, slots=True)
class RoadStep:
    """One thing that happens to a record, some time after the one before."""

    after: dt.timedelta
    action: str = ""
    reason: str | None = None
    message: str | None = None
    reply: str = ""
    """What its author answers to the question of before."""
    is_taken_back: bool = False
    asked_by: str = ""
    """Who asks that it is hidden. With nothing else, it is shown again."""


@dataclass(frozen=True, slots=True)
class Road:
    """What is special about a record, and what happens to it."""

    steps: Sequence[RoadStep]
    days: dt.timedelta | None = None
    """How long ago it was recorded, where that matters."""
    change: Mapping[str, Any] = field(default_factory=dict)
    without: str = ""
    door: str = ""
    offset: dt.timedelta = dt.timedelta()
    is_sent_twice: bool = False
    is_damaged: bool = False
    loses_media: bool = False

    @property
    def ends_accepted(self) -> bool:
        """Whether the last thing that the desk did lets it count."""
        last = by_code(self.steps[-1].action) if self.steps else None
        return last is not None and State.ACCEPTED in last.leads.values()


def usual_road(age: dt.timedelta, chance: Random) -> Road:
    """The road of a record that arrived so long ago."""
    words = read_words("desk")
    roads = words["settled" if age.days >= words["settled_after_days"] else "fresh"]
    if age.days >= words["ended_after_days"]:  # nobody waits that long
        roads = [one for one in roads if not one.get("open")]
    found = chance.choices(roads, [one["weight"] for one in roads])[0]
    return Road(_steps(found, chance))


def special_roads(chance: Random) -> list[Road]:
    """Roads that some record must go, so that each state is there to be seen."""
    return [
        Road(
            _steps(one, chance),
            days=dt.timedelta(days=chance.uniform(*one["days"])),
            change=one.get("change", {}),
            without=one.get("without", ""),
            door=one.get("door", ""),
            offset=dt.timedelta(hours=one.get("offset_hours", 0)),
            is_sent_twice=one.get("twice", False),
            is_damaged=one.get("damaged", False),
            loses_media=one.get("lost_photo", False),
        )
        for one in read_words("desk")["special"]
    ]


def _steps(road: Mapping[str, Any], chance: Random) -> list[RoadStep]:
    return [_step(one, chance) for one in road["steps"]]


def _step(one: Mapping[str, Any], chance: Random) -> RoadStep:
    words = read_words("desk")
    reason, message = chance.choice(words["questions"]) if one.get("asks") else (None, None)
    return RoadStep(
        after=dt.timedelta(days=chance.uniform(*one["after"])),
        action=one.get("do", ""),
        reason=chance.choice(one["reasons"]) if "reasons" in one else reason,
        message=message,
        reply=chance.choice(words["replies"]) if one.get("reply") else "",
        is_taken_back=one.get("take_back", False),
        asked_by=one.get("suspend", ""),
    )
