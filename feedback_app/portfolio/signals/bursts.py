"""What is spoken more often than before, distinguished from chance. Pure. Decision 78.

A voice of the week is compared with those of the weeks before it, in the same place: of all voices that say a thing,
how many fall into the last week? If nothing has changed, each does with the week's share of all voices of the place,
so a busy week alone is no signal. The exact tail of the binomial distribution is the statistic; Benjamini and
Hochberg's rule bounds how many false alarms there are among all that is compared.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

FALSE_ALARMS = 0.1
"""At most one quiet digest in ten has a signal, and at most a tenth of all signals are chance, in the long run."""
LEAST = 3
"""Voices of a week below which nothing is a signal, however rare it was."""


class Subject(NamedTuple):
    """What is spoken: a theme, a need, a word (`kind`), by its code; and where."""

    kind: str
    code: str
    place_path: str


class Voices(NamedTuple):
    """Distinct voices of the last week, and of all weeks before it."""

    of_week: int
    before: int


@dataclass(frozen=True, slots=True)
class Burst:
    """A signal. `expected` is how many voices the week would have had; `p` how rarely chance makes as many."""

    subject: Subject
    voices: Voices
    expected: float
    p: float


def bursts(spoken: Mapping[Subject, Voices], all_of: Mapping[str, Voices]) -> list[Burst]:
    """The signals among what was spoken, the rarest first; `all_of` has all voices of each place. A place where nobody
    spoke before has nothing to compare with."""
    compared = [one for subject, voices in spoken.items() if (one := _compare(subject, voices, all_of))]
    return sorted(
        (one for one in _not_by_chance(compared) if one.voices.of_week >= LEAST),
        key=lambda one: (one.p, one.subject),
    )


def comparisons(spoken: Mapping[Subject, Voices], all_of: Mapping[str, Voices]) -> int:
    """How many are compared."""
    return sum(_compare(subject, voices, all_of) is not None for subject, voices in spoken.items())


def _compare(subject: Subject, voices: Voices, all_of: Mapping[str, Voices]) -> Burst | None:
    """None where no number of voices could be a signal, whatever week they fell into: it is not looked at which."""
    here = all_of.get(subject.place_path, Voices(0, 0))
    total = voices.of_week + voices.before
    if total < LEAST or not here.of_week or not here.before:
        return None
    share = here.of_week / (here.of_week + here.before)
    return Burst(subject, voices, total * share, tail(voices.of_week, total, share))


def tail(least: int, n: int, share: float) -> float:
    """The chance that of `n` at least so many fall into a part that each falls into with this chance."""
    if least <= 0:
        return 1.0
    return min(1.0, math.fsum(_exactly(x, n, share) for x in range(least, n + 1)))


def _exactly(x: int, n: int, share: float) -> float:
    ways = math.lgamma(n + 1) - math.lgamma(x + 1) - math.lgamma(n - x + 1)
    return math.exp(ways + x * math.log(share) + (n - x) * math.log1p(-share))


def _not_by_chance(compared: Sequence[Burst]) -> Iterable[Burst]:
    """Benjamini and Hochberg: the longest row of smallest p of which the last is below its part of the bound."""
    ordered = sorted(compared, key=lambda one: one.p)
    bound = FALSE_ALARMS / max(1, len(ordered))
    passing = [n for n, one in enumerate(ordered, 1) if one.p <= n * bound]
    return ordered[: passing[-1]] if passing else ()
