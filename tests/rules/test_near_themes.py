"""Which themes are proposed for a need: the likest first, of its place, in whatever order they are looked at."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from feedback_app.portfolio.solutions.near_themes import MOST, NearTheme, ThemeInReach, near_themes

PUMPS, WELLS, ELSEWHERE, FIFTH = (uuid.UUID(int=n) for n in range(1, 5))
THEMES = [
    ThemeInReach(PUMPS, "Pompes en panne", "/CI/R1/"),
    ThemeInReach(WELLS, "Puits trop loin", ""),
    ThemeInReach(ELSEWHERE, "Pompes d’ailleurs", "/CI/R2/"),
    ThemeInReach(FIFTH, "Eau sale", "/CI/"),
]


def test_words_outweigh_choices_and_a_theme_of_another_place_is_not_proposed() -> None:
    found = near_themes("/CI/R1/V1/", [(WELLS, 0.4), (WELLS, 0.7), (ELSEWHERE, 0.9)], {PUMPS: 12}, THEMES)
    assert found == [
        NearTheme(WELLS, "Puits trop loin", 0.7, 2, 0), NearTheme(PUMPS, "Pompes en panne", 0.0, 0, 12),
    ]  # fmt: skip


def test_where_nothing_is_alike_nothing_is_proposed() -> None:
    assert near_themes("/CI/R1/V1/", [], {}, THEMES) == []


@given(st.lists(st.tuples(st.sampled_from([PUMPS, WELLS, FIFTH]), st.floats(0.38, 1.0)), max_size=12), st.randoms())
def test_the_order_in_which_needs_are_looked_at_changes_nothing(
    alike: list[tuple[uuid.UUID, float]], random: object
) -> None:
    mixed = list(alike)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found = near_themes("/CI/R1/V1/", alike, {}, THEMES)
    assert found == near_themes("/CI/R1/V1/", mixed, {}, reversed(THEMES)) and len(found) <= MOST
