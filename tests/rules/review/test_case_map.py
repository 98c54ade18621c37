"""The small map beside a record."""

from __future__ import annotations

from feedback_app.review.record.minimap import PICTURE, draw

SQUARE = {"type": "Polygon", "coordinates": [[[-4.1, 5.0], [-4.0, 5.0], [-4.0, 5.1], [-4.1, 5.1], [-4.1, 5.0]]]}


def test_a_position_is_drawn_in_its_place_with_its_accuracy_to_scale() -> None:
    drawn = draw([("here", SQUARE)], point=(5.05, -4.05, 500.0), place=(5.05, -4.05))
    assert drawn is not None and drawn.point is not None
    x, y = drawn.point
    assert abs(x - PICTURE.width / 2) < 1 and abs(y - PICTURE.height / 2) < 1
    length, words = drawn.scale
    metres = float(words.split()[0]) * (1000 if words.endswith("km") else 1)
    assert abs(drawn.near / 500 - length / metres) < 0.002


def test_north_is_up_and_east_is_right() -> None:
    drawn = draw([], point=(5.1, -4.0, 10.0), place=(5.0, -4.1))
    assert drawn is not None and drawn.point is not None and drawn.place is not None
    assert drawn.point[0] > drawn.place[0] and drawn.point[1] < drawn.place[1]


def test_a_point_alone_and_nothing_at_all() -> None:
    alone = draw([], point=(5.0, -4.0, None), place=None)
    assert alone is not None and alone.point == (PICTURE.width / 2, PICTURE.height / 2)
    assert draw([], point=None, place=None) is None
