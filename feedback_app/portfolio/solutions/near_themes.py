"""Which confirmed themes lie nearest to a need that waits: a machine proposes, a person puts it there. Pure."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MOST = 3
"""Themes that are proposed."""


@dataclass(frozen=True, slots=True)
class ThemeInReach:
    """A confirmed theme that takes needs, and of which place it is."""

    id: uuid.UUID
    title: str
    place_path: str


@dataclass(frozen=True, slots=True)
class NearTheme:
    """A theme with what speaks for it."""

    id: uuid.UUID
    title: str
    alike: float
    """How alike the likest text under it is; 0: none is."""
    needs_alike: int
    same_detail: int
    """Needs of the same place that say exactly the same by their choices."""


def near_themes(
    place_path: str,
    alike: Iterable[tuple[uuid.UUID, float]],
    same: Mapping[uuid.UUID, int],
    themes: Iterable[ThemeInReach],
) -> list[NearTheme]:
    """The nearest themes of the place or of one above it. `alike` are (theme, likeness) of needs with a like text,
    `same` how many needs of the place with the same detail each theme has. Words outweigh choices."""
    best: dict[uuid.UUID, float] = {}
    count = Counter[uuid.UUID]()
    for theme, likeness in alike:
        best[theme] = max(best.get(theme, 0.0), likeness)
        count[theme] += 1
    found = [
        NearTheme(one.id, one.title, best.get(one.id, 0.0), count[one.id], same.get(one.id, 0))
        for one in themes
        if place_path.startswith(one.place_path) and (one.id in best or one.id in same)
    ]
    return sorted(found, key=lambda one: (-one.alike, -one.needs_alike, -one.same_detail, one.title))[:MOST]
