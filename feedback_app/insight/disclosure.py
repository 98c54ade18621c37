"""What may be shown to anyone: a programme's rule of small cells and coarse places. Pure.

Why: decisions 25 and 40. In short: figures are rounded down to a multiple of `k`, and nothing is said of fewer than
`k`; sensitive domains need `k_sensitive`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback_app.forms.engine.sensitivity import sensitive_codes
from schemas.vocabulary import vocabulary

K = 5
K_SENSITIVE = 10
LEAST_K = 3
"""What no programme of real people goes below, whatever its settings say."""
LEAST_K_IN_VILLAGES = 5
"""The same for a programme that shows places of the finest level, where people know each other."""
LEAST_POPULATION = 500
"""People living in a place below which it is too small to be named in public, when it is known how many do."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A programme's rule. `level` names the finest level of places that is shown."""

    level: str
    least_population: int
    k: int
    k_sensitive: int
    public: bool
    made_up: bool = False
    """Nobody said what is shown: it is a demonstration, and is marked as one."""

    @property
    def stamp(self) -> str:
        """What of the rule an item depends on; items with another stamp are made again."""
        return f"{self.level}/{self.least_population}"[:80]

    def least(self, domain: str) -> int:
        """How many voices a figure about this domain needs."""
        return max(self.k, self.k_sensitive) if is_sensitive(domain) else self.k


def read_rule(settings: Mapping[str, Any]) -> Rule:
    """The rule in a programme's settings; what is absent or makes no sense there takes its default.

    Settings: `public` (false keeps the programme off the public pages), `public_level` (default: the level above the
    finest of the vocabulary `place_levels`), `public_population`, `k_public`, `k_sensitive`, and `demo` (true: what is
    recorded is made up, so that figures may be exact). A `k` below the least there may be is raised to it.
    """
    asked = settings.get("public_level")
    level = asked if isinstance(asked, str) and asked else levels()[-2]
    made_up = settings.get("demo") is True
    least = 1 if made_up else _least_k(level)
    return Rule(
        level=level,
        least_population=_number(settings, "public_population", LEAST_POPULATION, least=0),
        k=max(least, _number(settings, "k_public", K, least=1)),
        k_sensitive=max(least, _number(settings, "k_sensitive", K_SENSITIVE, least=1)),
        public=settings.get("public") is not False,
        made_up=made_up,
    )


def _least_k(level: str) -> int:
    return LEAST_K if level in levels()[:-1] else LEAST_K_IN_VILLAGES


def levels() -> list[str]:
    """The known levels of places, from the country down."""
    return [term.code for term in vocabulary("place_levels").terms]


def is_sensitive(domain: str) -> bool:
    """Whether being known to have spoken of this can harm someone."""
    return domain in sensitive_codes()


def round_down_or_hide(count: int, k: int) -> int | None:
    """A figure as it may be shown: rounded down to a multiple of `k`; None for fewer than `k`.

    Rounding total and parts alike keeps a small part from being found by subtraction, within a page and between two
    days. With `k` 1 every figure is exact.
    """
    return count - count % k if count >= k else None


def _number(settings: Mapping[str, Any], name: str, default: int, *, least: int) -> int:
    value = settings.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= least else default
