"""Both maps, the portfolio's and the one beside a record, put positions and outlines on a picture by one rule."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.base.map_frame import METRES_PER_DEGREE, Picture, frame, path, rings

PICTURE = Picture(width=320.0, height=220.0, margin=14.0)
SQUARE: dict[str, Any] = {"type": "Polygon", "coordinates": [[[-4.1, 5], [-4, 5], [-4, 5.1], [-4.1, 5.1], [-4.1, 5]]]}
PLACES = st.tuples(st.floats(-80, 80), st.floats(-170, 170))


@given(st.lists(PLACES, min_size=1, max_size=6), st.floats(0.001, 2))
def test_every_place_is_seen_inside_the_margin(marks: list[tuple[float, float]], least: float) -> None:
    shown = frame(PICTURE, marks, least=least)
    for x, y in map(shown.at, marks):
        assert 14 - 0.1 <= x <= 320 - 14 + 0.1 and 14 - 0.1 <= y <= 220 - 14 + 0.1


def test_north_is_up_and_east_is_right() -> None:
    shown = frame(PICTURE, [(5.0, -4.1), (5.1, -4.0)], least=0.01)
    (west, south), (east, north) = shown.at((5.0, -4.1)), shown.at((5.1, -4.0))
    assert east > west and north < south


def test_a_lone_place_has_land_around_it() -> None:
    shown = frame(PICTURE, [(5.0, -4.0)], least=0.2)
    assert shown.at((5.0, -4.0)) == (160.0, 110.0)
    assert shown.per_metre * METRES_PER_DEGREE * 0.2 == pytest.approx(220 - 2 * 14)


def test_an_outline_is_drawn_unless_it_is_smaller_than_what_is_asked_for() -> None:
    near, far = (frame(PICTURE, [at for ring in rings(SQUARE) for at in ring], least=least) for least in (0.01, 10))
    assert path(SQUARE, near, least=70).startswith("M") and path(SQUARE, far, least=70) == ""


def test_a_ring_that_encloses_nothing_at_this_scale_is_not_drawn() -> None:
    islands = {
        "type": "MultiPolygon",
        "coordinates": [SQUARE["coordinates"], [[[-4.05, 5.05], [-4.0501, 5.05], [-4.05, 5.05]]]],
    }
    shown = frame(PICTURE, [at for ring in rings(SQUARE) for at in ring], least=0.01)
    assert path(islands, shown) == path(SQUARE, shown)


@pytest.mark.parametrize(
    "odd",
    [{}, {"type": "Point", "coordinates": [1, 2]}, {"type": "Polygon"}, {"type": "MultiPolygon", "coordinates": None}],
)
def test_what_is_no_outline_draws_nothing(odd: dict[str, Any]) -> None:
    assert list(rings(odd)) == [] and path(odd, frame(PICTURE, [(5.0, -4.0)], least=0.2)) == ""
