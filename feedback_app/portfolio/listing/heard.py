"""From which places a theme was heard, against how many people live there; and from which it was not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback_app.base.db import AnySession
from feedback_app.insight.disclosure import Rule
from feedback_app.portfolio.solutions.tables import Theme
from feedback_app.register.lookup_store import place_paths, programme_now, sizes_at_level

MOST_PLACES = 500
NAMED = 12
"""Places that are named; of the others is said how many they are."""


@dataclass(frozen=True, slots=True)
class HeardPlace:
    """A place, how many voices are shown of it, and how many people live there."""

    name: str
    voices: int
    population: int | None

    @property
    def per_thousand(self) -> float | None:
        return 1000 * self.voices / self.population if self.population else None


@dataclass(frozen=True, slots=True)
class HeardPlaces:
    """The places of a theme, the most voices for their people first."""

    heard: Sequence[HeardPlace]
    unheard: Sequence[str]
    """From which nobody, or fewer than may be shown, said it; the largest first."""
    more: int
    """How many others there are."""
    people_unheard: int | None
    """How many people live in all of these; None where that is not known of each."""


def heard_places(session: AnySession, theme: Theme, rule: Rule, voices: Mapping[str, int]) -> HeardPlaces:
    """`voices` are the figures that are shown, by code of the place."""
    programme = programme_now(session, theme.programme_id)
    home = place_paths(session, [programme.place_code]).get(programme.place_code, "/") if programme else "/"
    found = sizes_at_level(session, theme.place_path or home, rule.level, limit=MOST_PLACES)
    heard = [HeardPlace(label, voices[code], people) for code, label, people in found if code in voices]
    silent = sorted(((people or 0, label) for code, label, people in found if code not in voices), reverse=True)
    sizes = [people for code, _, people in found if code not in voices]
    return HeardPlaces(
        heard=sorted(heard, key=lambda one: (-(one.per_thousand or 0), -one.voices, one.name)),
        unheard=[label for _, label in silent[:NAMED]],
        more=max(len(silent) - NAMED, 0),
        people_unheard=sum(one for one in sizes if one) if sizes and all(sizes) else None,
    )
