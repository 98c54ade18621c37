"""One point speaks for an outline, on the public map and when outlines are loaded: it lies inside."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.base.geo import lies_in, middle


def polygon(*rings: Sequence[Sequence[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]] for ring in rings]}


def box(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north]]


SQUARE = box(0, 0, 2, 2)
HORSESHOE = [[0, 0], [6, 0], [6, 6], [5, 6], [5, 1], [1, 1], [1, 6], [0, 6]]


def test_the_middle_of_a_square_is_its_centre() -> None:
    assert middle(polygon(SQUARE)) == pytest.approx((1, 1))


def test_more_corners_on_one_side_do_not_pull_the_middle_there() -> None:
    shore = [[0, y / 50] for y in range(100, 0, -1)]
    assert middle(polygon([[0, 0], [2, 0], [2, 2], *shore])) == pytest.approx((1, 1))


def test_the_mainland_counts_and_not_its_islands() -> None:
    islands = [[*box(far, 10, far + 0.1, 10.1), [far, 10]] for far in range(10, 20)]
    both = {"type": "MultiPolygon", "coordinates": [*([one] for one in islands), polygon(SQUARE)["coordinates"]]}
    assert middle(both) == pytest.approx((1, 1))


@pytest.mark.parametrize("hollow", [polygon(HORSESHOE), polygon(box(0, 0, 6, 6), box(1, 1, 5, 5))])
def test_where_the_centre_falls_outside_the_middle_is_inside_all_the_same(hollow: dict[str, Any]) -> None:
    at = middle(hollow)
    assert at and lies_in(at, hollow)


@pytest.mark.parametrize(
    "other", [{"type": "Point", "coordinates": [1, 2]}, {"type": "Polygon", "coordinates": []}, {}]
)
def test_what_has_no_outline_has_no_middle(other: dict[str, Any]) -> None:
    assert middle(other) is None


def test_a_line_that_encloses_nothing_still_says_where_it_is() -> None:
    assert middle(polygon([[3.0, 3.0], [4.0, 4.0], [3.0, 3.0]])) == pytest.approx((3, 3), abs=1)


STARS = st.lists(st.floats(0.05, 1), min_size=3, max_size=12)
"""How far each corner is from a point in the middle: outlines with deep bays, but none that crosses itself."""


@given(STARS, st.floats(-60, 60), st.floats(-170, 170))
def test_the_middle_lies_inside_whatever_the_shape(reach: list[float], lat: float, lng: float) -> None:
    turns = [2 * math.pi * at / len(reach) for at in range(len(reach))]
    shape = polygon([[lng + r * math.cos(t), lat + r * math.sin(t)] for r, t in zip(reach, turns, strict=True)])
    at = middle(shape)
    assert at and lies_in(at, shape)
