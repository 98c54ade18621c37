"""Yao's company wants to know of each village how many speak of water, also where so few do that no line says it: it
knows who was asked where, reads every line of the public list, and solves what they say for each village."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Sequence

import pytest
from scipy.optimize import linprog

from feedback_app.insight.disclosure import Rule
from feedback_app.portfolio.listing.groups import Cell, ExactGroup, Key, groups

THEMES = (None, uuid.UUID(int=1), uuid.UUID(int=2))
HOME = "CI"
Spoken = tuple[str, uuid.UUID | None, int]
"""A place, a theme, and how many voices."""


def spoken(chance: random.Random, k: int) -> list[Spoken]:
    """What people say in villages of some départements, mostly by few; now and then for a whole département."""
    places = []
    for region in "AB"[: chance.randint(1, 2)]:
        for n in range(chance.randint(1, 3)):
            path = f"/CI/{region}/{region}{n}/"
            places += [f"{path}{region}{n}{m}/" for m in range(chance.randint(1, 6))]
            places += [path] if chance.random() < 0.2 else []
    few = [*range(1, k), k - 1, k - 1]
    return [
        (place, theme, chance.choice([*few, chance.randint(k, 3 * k)]))
        for place in places
        for theme in THEMES
        if chance.random() < 0.5
    ]


def listed(counts: Iterable[Spoken], k: int) -> list[ExactGroup]:
    """The lines that anyone may read."""
    cells = [Cell("p", place, "eau", None, None, theme, (), n, None, None) for place, theme, n in counts]
    return groups(cells, {"p": Rule("locality", 0, k, k, public=True)}, {"p": HOME})


def way_up(place: str, theme: uuid.UUID | None) -> list[Key]:
    """Where what people say may be counted: at the place, further up, at last with what has no theme."""
    parts = place.strip("/").split("/")
    keys: list[Key] = [("p", f"/{'/'.join(parts[:n])}/", "eau", theme, ()) for n in range(len(parts), 0, -1)]
    return keys + ([("p", f"/{HOME}/", "eau", None, ())] if theme else [])


def least_voices(counts: Sequence[Spoken], lines: Sequence[ExactGroup], k: int) -> list[int]:
    """The least that each part can be, by all that is read and known: who spoke where, and how lines are made."""
    shown = {one.key: one for one in lines}
    counted: dict[Key, list[int]] = {}
    most: list[int | None] = []
    for n, (place, theme, _) in enumerate(counts):
        way = way_up(place, theme)
        at = next((key for key in way if key in shown), None)
        most.append(None if at == way[0] else k - 1)
        if at is not None:
            counted.setdefault(at, []).append(n)
    above, limits = [], []
    for key, parts in counted.items():
        above.append([-1.0 if n in parts else 0.0 for n in range(len(counts))])
        limits.append(-float(shown[key].voices or 0))
    found = []
    for n, bound in enumerate(most):
        if bound is None:
            found.append(0)
            continue
        wish = [1.0 if n == other else 0.0 for other in range(len(counts))]
        solved = linprog(
            wish, A_ub=above or None, b_ub=limits or None, bounds=[(0, one) for one in most], method="highs"
        )
        found.append(round(solved.fun))
    return found


def opened(count: int) -> int:
    """Of how many parts too small for a line of their own it can be worked out that there are any."""
    chance, found = random.Random(17), 0
    for n in range(count):
        k = (3, 5, 10)[n % 3]
        counts = spoken(chance, k)
        found += sum(least > 0 for least in least_voices(counts, listed(counts, k), k))
    return found


def test_nobody_learns_of_a_hidden_village_that_anyone_spoke_there_in_three_hundred_lists() -> None:
    assert opened(300) == 0


def test_the_same_sums_find_some_where_a_line_says_all_that_it_gathers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ExactGroup, "_bound", property(lambda group: group.count))
    assert opened(100) > 20
