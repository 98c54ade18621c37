"""How a figure is shown at one date after another, so that no single voice can be found by subtraction. Pure.

A figure is repeated until it has grown by `k`, and steps down by `k` when voices are taken back: what is shown says
only that the true figure is at least that, and less than `k` above it. Decision 63.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """What a figure was shown as last. `anchor` is remembered while it is hidden, because readers remember it."""

    anchor: int
    is_hidden: bool = False


def next_shown(last: Shown | None, exact: int, k: int) -> Shown | None:
    """How `exact` is shown after `last`; None where it was never shown and may not be yet.

    For a figure that only grows: `anchor <= exact < anchor + k`, and `anchor` changes by `k` or more. One that falls
    steps down by multiples of `k`; below `k` it is hidden until it is what it was again.
    """
    if last is None:
        return Shown(exact) if exact >= k else None
    if exact >= last.anchor:
        return Shown(exact if exact >= last.anchor + k else last.anchor)
    lower = last.anchor - k * -((exact - last.anchor) // k)
    return Shown(lower) if lower >= k else Shown(last.anchor, is_hidden=True)
