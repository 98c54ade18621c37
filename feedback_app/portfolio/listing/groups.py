"""The public list of needs: what people of one place say is missing there, and how many say so. Pure.

A line is all accepted needs of one place, domain and theme with the same solutions. Its figures follow
`insight.disclosure`. What too few say of a place is counted in the place above it (decision 40).
"""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from feedback_app.insight.disclosure import Rule, round_down_or_hide


@dataclass(frozen=True, slots=True)
class ListQuery:
    """The filters of the public list; an empty one filters nothing. They choose among lines and never divide one."""

    programme: str = ""
    domain: str = ""
    place: str = ""
    theme: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """How many accepted needs have all these codes in common: an exact count, to be rounded before anyone sees it."""

    programme: str
    path: str
    """The codes from the root of the tree down to the place, as `/CI/R1/S1/`."""
    domain: str
    detail: str | None
    gravity: str | None
    theme: uuid.UUID | None
    solutions: tuple[uuid.UUID, ...]
    """What answers it, in an order that does not change."""
    count: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """A place as it is shown; `latitude` and `longitude` in degrees, None where unknown."""

    code: str
    name: str
    label: str
    level: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Funder:
    """Who pays for a project, and their share in percent."""

    id: str
    name: str
    share: float | None


@dataclass(frozen=True, slots=True)
class ProjectWords:
    """What carries a solution out."""

    id: str
    title: str
    status: str | None
    funders: tuple[Funder, ...] = ()


@dataclass(frozen=True, slots=True)
class SolutionWords:
    """What answers a need."""

    id: str
    title: str
    description: str
    project: ProjectWords | None


Key = tuple[str, str, str, uuid.UUID | None, tuple[uuid.UUID, ...]]
"""Programme, path of the place, domain, theme, solutions."""


@dataclass(slots=True)
class ExactGroup:
    """One line before it is rounded. `count` is exact and must not be shown."""

    key: Key
    k: int
    is_gathered: bool = False
    """Whether needs of places under this one, or of other themes, are counted here because too few said the same."""
    hidden: int = 0
    """How many parts are counted here of which every reader knows that each has fewer than `k` voices, because none has
    a line of its own; 0 where enough said it here to be shown anyway."""
    count: int = 0
    details: Counter[str] = field(default_factory=Counter)
    gravity: Counter[str] = field(default_factory=Counter)
    months: set[str] = field(default_factory=set)

    @property
    def programme(self) -> str:
        return self.key[0]

    @property
    def path(self) -> str:
        return self.key[1]

    @property
    def place(self) -> str:
        return self.path.strip("/").rpartition("/")[2]

    @property
    def domain(self) -> str:
        return self.key[2]

    @property
    def theme(self) -> uuid.UUID | None:
        return self.key[3]

    @property
    def solutions(self) -> tuple[uuid.UUID, ...]:
        return self.key[4]

    @property
    def id(self) -> str:
        """A hash of the key, so that a line has the same id in every answer."""
        answers = ",".join(str(one) for one in self.solutions) or None
        parts = (self.programme, self.place, self.domain, self.theme, answers)
        return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]

    @property
    def voices(self) -> int | None:
        """How many people or groups say so, as it may be shown; None for too few, which `groups` leaves out."""
        return self._shown(self.count)

    def _shown(self, count: int) -> int | None:
        """A line that gathers hidden parts says no more than all of them but one can have: of none can be worked out
        how many voices it has, nor that it has any (decision 84)."""
        return round_down_or_hide(min(count, self._bound) if self.is_gathered and self.hidden else count, self.k)

    @property
    def _bound(self) -> int:
        return (self.hidden - 1) * (self.k - 1)

    def parts(self, counter: Counter[str]) -> list[tuple[str, int]]:
        """Of a breakdown, what enough voices say, the most first."""
        shown = [(name, part) for name, count in counter.items() if (part := self._shown(count)) is not None]
        return sorted(shown, key=lambda one: (-one[1], one[0]))

    @property
    def span(self) -> tuple[str, str] | None:
        """First and last month; None where no need has one."""
        return (min(self.months), max(self.months)) if self.months else None

    def take(self, other: ExactGroup) -> None:
        """Counts the needs of a line here that is in none of its own."""
        self.is_gathered = True
        self.hidden += other.hidden if self.hidden else 0
        self.add(other.count, other.details, other.gravity, other.months)

    def hide(self) -> None:
        """Becomes part of another line. That it has none of its own says of all of it together that it has fewer than
        `k` voices, unless it would not have been shown with more either."""
        if self._bound >= self.k:
            self.hidden = 1

    def add(self, count: int, details: Mapping[str, int], gravity: Mapping[str, int], months: Iterable[str]) -> None:
        """Counts needs here."""
        self.count += count
        for code, part in details.items():
            self.details[code] += part
        for code, part in gravity.items():
            self.gravity[code] += part
        self.months.update(months)


def groups(cells: Iterable[Cell], rules: Mapping[str, Rule], homes: Mapping[str, str]) -> list[ExactGroup]:
    """The lines that may be shown, each of at least `k` voices. `homes` are the codes of the programmes' own places."""
    found: dict[Key, ExactGroup] = {}
    for cell in cells:
        key = (cell.programme, cell.path, cell.domain, cell.theme, cell.solutions)
        group = found.setdefault(key, ExactGroup(key, rules[cell.programme].least(cell.domain)))
        months = {month for month in (cell.first, cell.last) if month}
        group.add(cell.count, {cell.detail or "": cell.count}, {cell.gravity or "": cell.count}, months)
    return join_small(found.values(), homes)


def join_small(counted: Iterable[ExactGroup], homes: Mapping[str, str]) -> list[ExactGroup]:
    """The lines that may be shown, of all that is counted, which this changes.

    What too few say of a place goes up the tree, and at the programme's own place is joined with what has no theme;
    where even that is not enough it is in no line. Programme and domain stay, so that lines of one domain of a
    programme are the same whatever others there are.
    """
    levels = _Levels()
    for group in counted:
        if group.count < group.k:
            group.hidden = 1
        levels.put(group)
    shown = []
    for group in levels.deepest_first():
        if group.voices is not None:
            shown.append(group)
        elif (above := _above(group.key, homes[group.programme])) is not None:
            levels.move(group, above)
    for group in shown:
        # What was not answered is no part of the breakdown.
        del group.details[""], group.gravity[""]
    return shown


Depth = tuple[int, bool]
"""How far a line is from where it can be joined with no other: what is above it is less deep."""
Label = tuple[str, str, uuid.UUID | None, tuple[uuid.UUID, ...]]
"""Programme, domain, theme, solutions."""


class _Levels:
    """Lines by their depth and what they are of. Labels are numbered, because hashing their ids takes longest."""

    def __init__(self) -> None:
        self._numbers: dict[Label, int] = {}
        self._levels: dict[Depth, dict[tuple[str, int], ExactGroup]] = {}

    def put(self, group: ExactGroup) -> None:
        """Adds a line of which there is none yet."""
        level, name = self._place_of(group.key)
        level[name] = group

    def move(self, group: ExactGroup, key: Key) -> None:
        """Counts a line's needs in the line of another key."""
        level, name = self._place_of(key)
        group.hide()
        group.key, group.is_gathered = key, True
        if (there := level.setdefault(name, group)) is not group:
            there.take(group)

    def deepest_first(self) -> Iterator[ExactGroup]:
        """Each line once; those of a level once nothing can be moved there any more."""
        while self._levels:
            yield from self._levels.pop(max(self._levels)).values()

    def _place_of(self, key: Key) -> tuple[dict[tuple[str, int], ExactGroup], tuple[str, int]]:
        programme, path, domain, theme, solutions = key
        number = self._numbers.setdefault((programme, domain, theme, solutions), len(self._numbers))
        depth = path.count("/"), theme is not None or bool(solutions)
        return self._levels.setdefault(depth, {}), (path, number)


def _above(key: Key, home: str) -> Key | None:
    """The line that a line is counted in when it is too small; None when it is in none."""
    programme, path, domain, theme, solutions = key
    parent, _, place = path.rstrip("/").rpartition("/")
    if place != home and path.count("/") > 2:
        return programme, parent + "/", domain, theme, solutions
    return (programme, path, domain, None, ()) if theme is not None or solutions else None


@dataclass(frozen=True, slots=True)
class Figure:
    """How many needs (lines), and how many voices behind them at least."""

    needs: int
    voices: int
    k: int


def figure(some: Sequence[ExactGroup]) -> Figure:
    """The figure of several lines together: the sum of what each of them says, and so reveals nothing more."""
    return Figure(len(some), sum(group.voices or 0 for group in some), max((group.k for group in some), default=1))


def most_voices_first(some: Iterable[ExactGroup], places: Mapping[str, PlaceWords]) -> list[ExactGroup]:
    """The most voices first. By the rounded figure: an order by the exact one would reveal it."""

    def key(group: ExactGroup) -> tuple[object, ...]:
        place = places.get(group.place)
        return (-(group.voices or 0), place.label if place else "", group.domain, group.id)

    return sorted(some, key=key)
