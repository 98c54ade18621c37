"""The coarse places of records, as the programme's rule has them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

from feedback_app.base.db import AnySession
from feedback_app.insight.accepted.coarse import Step, coarse
from feedback_app.insight.disclosure import Rule
from feedback_app.register.lookup_store import place_sizes

NOWHERE = Step("", "", "/", None)
"""Of a record whose places are not in the register any more."""


Key = TypeVar("Key", bound=Hashable)


def coarse_places(session: AnySession, rule: Rule, paths: Mapping[Key, str]) -> dict[Key, Step]:
    """The place to show for each record (or whatever has a place), by the path of its own. One statement."""
    ways = {key: path.strip("/").split("/") for key, path in paths.items()}
    steps = {
        code: Step(code, place.level, place.path, place.population)
        for code, place in place_sizes(session, {code for way in ways.values() for code in way}).items()
    }
    return {
        key: coarse(known, rule) if (known := [steps[code] for code in way if code in steps]) else NOWHERE
        for key, way in ways.items()
    }
