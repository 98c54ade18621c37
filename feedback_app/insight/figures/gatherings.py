"""What sessions of a place say together, exactly. A hand is no voice. Pure. Decision 79."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from feedback_app.forms.engine.meaning import HANDS, PRESENT, SEEDS
from feedback_app.insight.accepted.counting import PlaceMonth, Tally
from feedback_app.insight.accepted.voices import Speaker
from feedback_app.insight.figures.crosstabs import join_places


@dataclass(slots=True)
class SessionSum:
    """Sums over sessions: who was there, which part of the seeds each domain got, the hands that were raised."""

    first_month: str = ""
    last_month: str = ""
    present: Tally = field(default_factory=Tally)
    seeds: dict[str, Tally] = field(default_factory=dict)
    hands: dict[str, Tally] = field(default_factory=dict)

    @property
    def sessions(self) -> int:
        return self.present.voices

    def add(self, other: SessionSum) -> None:
        """All of the other one too."""
        self.present.add(other.present)
        self.first_month = min(filter(None, (self.first_month, other.first_month)), default="")
        self.last_month = max(self.last_month, other.last_month)
        for mine, others in ((self.seeds, other.seeds), (self.hands, other.hands)):
            for code, tally in others.items():
                mine.setdefault(code, Tally()).add(tally)

    def is_within(self, other: Mapping[str, float]) -> bool:
        """Whether nothing of `other` has become less here."""
        mine = self.parts()
        return all(mine.get(name, 0.0) >= weight for name, weight in other.items())

    def parts(self) -> dict[str, float]:
        """Each sum by a name of its own, so that two dates can be compared."""
        some = {PRESENT: self.present, **self.hands, **{f"{SEEDS}:{code}": one for code, one in self.seeds.items()}}
        return {name: round(one.weight, 6) for name, one in some.items()}


def session_sums(months: Sequence[PlaceMonth], *, k: int, home: str) -> dict[str, SessionSum]:
    """By path of the place, each of at least `k` sessions; empty where there are fewer in all. Places are the only
    rows: beside a table of time, one session could be found by subtraction."""
    alone = _by_place(months)
    if sum(one.sessions for one in alone.values()) < k:
        return {}
    rows = join_places({path: Counter({path: one.sessions}) for path, one in alone.items()}, k, home)
    return {path: _together(alone[one] for one in members) for path, members in rows.items()}


def _by_place(months: Sequence[PlaceMonth]) -> dict[str, SessionSum]:
    found: dict[str, SessionSum] = {}
    for one in months:
        made = _of_month(one)
        if made.sessions:
            found.setdefault(one.place_path, SessionSum()).add(made)
    return found


def _of_month(one: PlaceMonth) -> SessionSum:
    made = SessionSum(one.month, one.month)
    for key, tally in one.counts.items():
        if key.speaker != Speaker.SESSION:
            continue
        if key.axis == PRESENT:
            made.present.add(tally)
        elif key.axis == SEEDS:
            made.seeds.setdefault(key.code, Tally()).add(tally)
        elif key.axis in HANDS:
            made.hands.setdefault(key.axis, Tally()).add(tally)
    return made


def _together(some: Iterable[SessionSum]) -> SessionSum:
    total = SessionSum()
    for one in some:
        total.add(one)
    return total
