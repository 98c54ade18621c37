"""What the desk says against a position: the same as the phone said before it was saved (tests/pwa/positions.test.ts)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_app.base.geo import distance_km
from feedback_app.review.position import PlaceLocation, doubts, length, location_view

SHARED = json.loads((Path(__file__).parents[2] / "vectors" / "positions.json").read_text(encoding="utf-8"))
ANCHORS = {name: PlaceLocation(**anchor) for name, anchor in SHARED["anchors"].items()}
LAT, LON = st.floats(-90, 90), st.floats(-180, 180)


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["what"])
def test_a_reviewer_sees_what_the_surveyor_was_asked_about(case: dict[str, Any]) -> None:
    anchor = ANCHORS.get(case["from"])
    assert doubts((case["lat"], case["lon"], case["accuracy"]), anchor) == case["doubts"]
    if anchor:
        apart = distance_km((case["lat"], case["lon"]), (anchor.lat, anchor.lon))
        assert apart == pytest.approx(case["km"], rel=0.02, abs=0.05)


@given(LAT, LON, LAT, LON)
def test_a_distance_is_the_same_both_ways_and_never_beyond_the_other_side(
    lat: float, lon: float, to: float, too: float
) -> None:
    there, back = distance_km((lat, lon), (to, too)), distance_km((to, too), (lat, lon))
    assert there == pytest.approx(back, abs=1e-6) and 0 <= there <= 20_016


def test_a_distance_is_rounded_as_people_say_it() -> None:
    french = [" ".join(length(km, "fr").split()) for km in (0.04, 3.44, 36.7, 4735.2)]
    assert french == ["40 m", "3,4 km", "37 km", "4 735 km"]
    assert [" ".join(length(km, "en").split()) for km in (3.44, 4735.2)] == ["3.4 km", "4,735 km"]


def test_without_the_position_of_the_place_no_distance_is_shown() -> None:
    assert location_view((6.0, -5.0, 10.0), None, "fr").apart is None
