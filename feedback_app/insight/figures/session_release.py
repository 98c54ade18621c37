"""How what sessions say is shown from one date to the next. Pure. Decision 79.

The sums of a place are repeated as they are until its sessions have grown by `k`, so no two dates differ by one
session. Once anything that they are of is taken back, they are shown no more until then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from feedback_app.forms.engine.meaning import HANDS
from feedback_app.insight.disclosure import Rule, round_down_or_hide
from feedback_app.insight.figures.gatherings import SessionSum
from feedback_app.insight.release import Shown, next_shown


@dataclass(frozen=True, slots=True)
class SessionFigures:
    """What is shown of the sessions of a place. None: not shown."""

    first_month: str
    last_month: str
    present: int | None
    seeds: Mapping[str, int]
    """Per cent of all seeds that were shared, by domain; only of domains that enough sessions raised."""
    hands: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class ReleasedSessions:
    """The sessions of a place; `figures` None: only how many there are is shown."""

    last: Shown
    figures: SessionFigures | None
    parts: Mapping[str, float] = field(default_factory=dict)
    """The exact sums that the figures are of: remembered, never shown."""

    @property
    def sessions(self) -> int | None:
        """At least so many; None where the place is not shown at all."""
        return None if self.last.is_hidden else self.last.anchor


Released = Mapping[str, ReleasedSessions]
"""By path of the place."""


def release_sessions(sums: Mapping[str, SessionSum], last: Released, rule: Rule) -> dict[str, ReleasedSessions]:
    """All places as they are shown from now on."""
    made = {path: one for path, total in sums.items() if (one := _release(total, last.get(path), rule))}
    return {**step_sessions_down(sums, {path: last[path] for path in last.keys() - made.keys()}, k=rule.k), **made}


def _release(total: SessionSum, last: ReleasedSessions | None, rule: Rule) -> ReleasedSessions | None:
    shown = next_shown(last.last if last else None, total.sessions, rule.k)
    if shown is None:
        return None
    if last and rule.k > 1 and shown.anchor <= last.last.anchor:
        return _lower(last, total, shown)
    return ReleasedSessions(shown, None if shown.is_hidden else _figures(total, rule), total.parts())


def step_sessions_down(sums: Mapping[str, SessionSum], last: Released, *, k: int) -> dict[str, ReleasedSessions]:
    """What was shown, less what is no longer true."""
    return {path: _step_down(one, sums.get(path) or SessionSum(), k) for path, one in last.items()}


def _step_down(one: ReleasedSessions, total: SessionSum, k: int) -> ReleasedSessions:
    is_less = not one.last.is_hidden and total.sessions < one.last.anchor
    return _lower(one, total, (next_shown(one.last, total.sessions, k) or one.last) if is_less else one.last)


def _lower(one: ReleasedSessions, total: SessionSum, shown: Shown) -> ReleasedSessions:
    stays = shown == one.last and not shown.is_hidden and total.is_within(one.parts)
    return replace(one, last=shown, figures=one.figures if stays else None)


def _figures(total: SessionSum, rule: Rule) -> SessionFigures:
    all_seeds = sum(one.weight for one in total.seeds.values())
    return SessionFigures(
        total.first_month,
        total.last_month,
        round_down_or_hide(int(total.present.weight), rule.k),
        {
            code: round(100 * one.weight / all_seeds)
            for code, one in sorted(total.seeds.items())
            if one.weight and one.voices >= rule.least(code)
        },
        {axis: _raised(total, axis, rule.k) for axis in HANDS},
    )


def _raised(total: SessionSum, axis: str, k: int) -> int | None:
    """Hands, where enough sessions voted."""
    one = total.hands.get(axis)
    return round_down_or_hide(int(one.weight), k) if one and one.voices >= k else None


def write(released: Released) -> bytes:
    """As it is stored."""
    return orjson.dumps({path: _as_stored(one) for path, one in released.items()})


def _as_stored(one: ReleasedSessions) -> Mapping[str, Any]:
    figures = one.figures
    shown = figures and [figures.first_month, figures.last_month, figures.present, figures.seeds, figures.hands]
    return {"last": [one.last.anchor, one.last.is_hidden], "figures": shown, "parts": one.parts}


def read(stored: bytes | None) -> dict[str, ReleasedSessions]:
    """What `write` wrote; nothing of a release that is older than it."""
    found = orjson.loads(stored) if stored else {}
    return {path: _from_stored(one) for path, one in found.items()}


def _from_stored(one: Mapping[str, Any]) -> ReleasedSessions:
    figures = SessionFigures(*one["figures"]) if one["figures"] else None
    return ReleasedSessions(Shown(*one["last"]), figures, one["parts"])
