"""For how long what is stored: by kind, as a programme says it, with safe defaults. Pure.

`retention` in the settings of a programme's description: {kind: days}.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KEY = "retention"
LEAST = 90
"""Days. Less would take what reviewers and phones still need; a shorter period in a description is raised to it."""
DEFAULTS: Mapping[str, int] = {"records": 1825, "media": 730, "quarantine": 365, "malformed": 365, "messages": 1825}
"""Days after which each kind goes: of records, media and messages since the decision that closed the record, of the
others, and of answers to replies (`portfolio/replies/`), since they arrived."""
FIXED: Mapping[str, int | None] = {
    "confided": 365, "carried": 30, "carried_notes": 400, "attempts": 30, "account": None, "audit": None, "proof": None,
}  # fmt: skip
"""What a programme does not choose, in days; None for what stays as long as it is needed."""


@dataclass(frozen=True, slots=True)
class Period:
    """For how long one kind is stored; `days` None: as long as it is needed."""

    kind: str
    days: int | None
    is_chosen: bool = False
    """The programme says so itself."""


def read_periods(settings: Mapping[str, Any]) -> dict[str, Period]:
    """The periods of a programme, by kind. What cannot be read is the default."""
    given = settings.get(KEY)
    chosen: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    own = {kind: Period(kind, _days(chosen.get(kind), default), kind in chosen) for kind, default in DEFAULTS.items()}
    return own | {kind: Period(kind, days) for kind, days in FIXED.items()}


def _days(value: object, default: int) -> int:
    usable = isinstance(value, int) and not isinstance(value, bool) and value > 0
    return max(LEAST, int(str(value))) if usable else default
