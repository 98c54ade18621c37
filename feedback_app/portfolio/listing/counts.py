"""The exact counts that the public list is made of: what they are stored as, and the lines that come of them. Pure.

They are counted by what an item itself says, its theme and its own solution; which themes and solutions are published,
and what answers a theme, is applied when lines are made.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import orjson

from feedback_app.insight.disclosure import Rule
from feedback_app.portfolio.listing.groups import ExactGroup, Key, join_small
from feedback_app.portfolio.solutions.answers import Answers, of_need


@dataclass(slots=True)
class PlaceCount:
    """How many accepted needs of a domain in a place have the same theme and solution, and what they say."""

    path: str
    theme: uuid.UUID | None
    solution: uuid.UUID | None
    """The one that they were assigned to themselves."""
    count: int = 0
    details: dict[str, int] = field(default_factory=dict)
    """By code; by the empty one those that name none."""
    gravity: dict[str, int] = field(default_factory=dict)
    months: set[str] = field(default_factory=set)
    """The first and the last at least."""

    def add(self, count: int, detail: str | None, gravity: str | None, months: Iterable[str | None]) -> None:
        """Counts needs that say the same."""
        self.count += count
        self.details[detail or ""] = self.details.get(detail or "", 0) + count
        self.gravity[gravity or ""] = self.gravity.get(gravity or "", 0) + count
        for month in months:
            if month:
                self.months.add(month)


@dataclass(frozen=True, slots=True)
class Published:
    """What may be named: themes and solutions that a second person has published, and what answers each theme."""

    themes: Collection[uuid.UUID]
    solutions: Collection[uuid.UUID]
    by_theme: Mapping[uuid.UUID, Answers]

    @property
    def state(self) -> str:
        """All of it, as a text that is the same for the same."""
        parts = sorted(map(str, self.themes)), sorted(map(str, self.solutions)), sorted(self.by_theme.items())
        return repr(parts)

    def key(self, programme: str, domain: str, one: PlaceCount) -> Key:
        """The line that needs are in."""
        answers = of_need(one.solution, one.theme, self.by_theme)
        named = tuple(answer for answer in answers if answer in self.solutions) if answers else ()
        return programme, one.path, domain, one.theme if one.theme in self.themes else None, named


def write(counts: Iterable[PlaceCount]) -> bytes:
    """As they are stored."""
    return orjson.dumps(
        [(one.path, one.theme, one.solution, one.count, one.details, one.gravity, sorted(one.months)) for one in counts]
    )


def read(stored: bytes) -> list[PlaceCount]:
    """What `write` wrote."""
    return [
        PlaceCount(path, _uuid(theme), _uuid(solution), count, details, gravity, set(months))
        for path, theme, solution, count, details, gravity, months in orjson.loads(stored)
    ]


@functools.lru_cache(maxsize=4096)
def _uuid(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None


def lines(
    programme: str, domain: str, counts: Iterable[PlaceCount], published: Published, *, rule: Rule, home: str
) -> list[ExactGroup]:
    """The lines of a domain that may be shown."""
    least = rule.least(domain)
    found: dict[Key, ExactGroup] = {}
    for one in counts:
        key = published.key(programme, domain, one)
        if (group := found.get(key)) is None:
            group = found[key] = ExactGroup(key, least)
        group.add(one.count, one.details, one.gravity, one.months)
    return join_small(found.values(), {programme: home})
