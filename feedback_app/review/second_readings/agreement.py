"""How far two readers agree beyond what chance would give: Cohen's kappa, with an interval. Pure.

Kappa is 1 where they always agree, 0 where they agree as often as two who throw dice with the same leanings would.
Source: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960);
the standard error for large samples is the one given there. Of few pairs it means nothing: none is given below
`FEWEST`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 20
Z_95 = 1.96


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readings of the same records agree."""

    n: int
    same: int
    """Pairs in which both say the same."""
    kappa: float | None
    """None of fewer than `FEWEST` pairs, and where both always say one and the same thing: chance explains it all."""
    low: float | None = None
    high: float | None = None
    """Between these it is with 95 % probability."""


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """The agreement of pairs of (first, second) answers."""
    n, same = len(pairs), sum(one == other for one, other in pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = sum(first[answer] * second[answer] for answer in first) / (n * n) if n else 1.0
    if n < FEWEST or by_chance >= 1:
        return Agreement(n, same, None)
    observed = same / n
    kappa = (observed - by_chance) / (1 - by_chance)
    error = math.sqrt(observed * (1 - observed) / (n * (1 - by_chance) ** 2))
    return Agreement(n, same, kappa, max(-1.0, kappa - Z_95 * error), min(1.0, kappa + Z_95 * error))
