"""A small map without tiles: the outline of the place, a point with its accuracy, a scale. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback_app.base.geo import Position
from feedback_app.base.map_frame import METRES_PER_DEGREE, Frame, Picture, frame, paths, rings

PICTURE = Picture(width=320.0, height=220.0, margin=14.0)
LEAST_SPAN_M = 800.0


@dataclass(frozen=True, slots=True)
class MiniMap:
    """What the template draws. `shapes` are (class, SVG path); `scale` is (length in units, words)."""

    shapes: tuple[tuple[str, str], ...]
    point: tuple[float, float] | None
    near: float
    place: tuple[float, float] | None
    scale: tuple[float, str]


def draw(
    shapes: Sequence[tuple[str, Mapping[str, Any]]],
    *,
    point: tuple[float, float, float | None] | None,
    place: Position | None,
) -> MiniMap | None:
    """The map of a point and its place; None when there is nothing to show.

    `shapes` are (class, GeoJSON geometry), the one that sets the frame last. `point` is (lat, lon, accuracy in m).
    """
    near = point[2] or 0.0 if point else 0.0
    marks = [*([point[:2]] if point else []), *([place] if place else [])]
    edge = [at for ring in rings(shapes[-1][1]) for at in ring] if shapes else []
    if not marks and not edge:
        return None
    shown = frame(PICTURE, [*marks, *edge], least=max(LEAST_SPAN_M, near * 3) / METRES_PER_DEGREE)
    return MiniMap(
        shapes=paths(shapes, shown),
        point=shown.at(point[:2]) if point else None,
        near=round(near * shown.per_metre, 1),
        place=shown.at(place) if place else None,
        scale=_scale(shown),
    )


def _scale(shown: Frame) -> tuple[float, str]:
    """A round length of about a quarter of the width."""
    wanted = PICTURE.width / 4 / shown.per_metre
    power = 10 ** math.floor(math.log10(wanted))
    metres = next(step * power for step in (5, 2, 1) if step * power <= wanted)
    return round(metres * shown.per_metre, 1), f"{metres / 1000:.0f} km" if metres >= 1000 else f"{metres:.0f} m"
