"""The tables of counts that are made of what accepted records say: exact, not to be shown as they are. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from feedback_app.forms.engine.meaning import AROUSAL, CONDITION, EMOTION, PLEASURE, SCORE, SETTING
from feedback_app.insight.accepted.counting import CLASSES, PlaceMonth
from feedback_app.insight.accepted.voices import Speaker
from schemas.vocabulary import vocabulary

SPOKEN_FOR_THEMSELVES = (Speaker.SINGLE, Speaker.GROUP)
"""Each has tables of its own: a group is one voice, and no person's."""
OBSERVED = (SETTING, CONDITION)
"""What observers note of places. What an observer felt is in no table: it is the feeling of one agent."""
SCORES = tuple(str(score) for score in range(1, 6))
SLIDER = tuple(str(one) for one in range(CLASSES))
NO_LISTS: Mapping[str, Sequence[str]] = {}
OTHERS, NO_PROJECT = "*", "-"
"""The rows of projects that too few spoke of, and of what is about none."""


class By(StrEnum):
    """What the rows of a table are."""

    PLACE = "place"
    QUARTER = "quarter"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Crosstab:
    """Exact counts of voices by row and column. Rows of places are paths in the tree, rows of quarters `2026-4`."""

    speaker: str
    axis: str
    by: By
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def name(self) -> str:
        """What it is called among the tables of its programme."""
        return "/".join((self.speaker, self.axis, self.by))


def crosstabs(
    months: Sequence[PlaceMonth], *, k: int, home: str, lists: Mapping[str, Sequence[str]] = NO_LISTS
) -> list[Crosstab]:
    """Every table of a programme of which there are `k` voices. All tables of an axis are of the same voices, so that
    none can be subtracted from another: rows of fewer than `k` are joined, never left out. A place is joined with the
    one above it up to `home`, a project with other projects, a quarter with the next ones. `lists` are the answers of
    what is `OBSERVED`, as the programme's forms have them."""
    asked = [_Axis(who, axis, columns_of(axis)) for who in SPOKEN_FOR_THEMSELVES for axis in _axes(months, who)]
    asked += [_Axis(Speaker.OBSERVATION, axis, tuple(lists[axis])) for axis in OBSERVED if lists.get(axis)]
    made: list[Crosstab] = []
    for one in asked:
        cells = _cells(months, one)
        if sum(cell.voices for cell in cells) >= k:
            made += _tables(one, cells, k=k, home=home)
    return made


@dataclass(frozen=True, slots=True)
class _Axis:
    """Whose answers to what, and what may be answered."""

    speaker: str
    axis: str
    columns: tuple[str, ...]

    def table(self, by: By, rows: Rows) -> Crosstab:
        counts = tuple(tuple(rows[row][code] for code in self.columns) for row in sorted(rows))
        return Crosstab(self.speaker, self.axis, by, tuple(sorted(rows)), self.columns, counts)


def _tables(one: _Axis, cells: Sequence[_Cell], *, k: int, home: str) -> Iterator[Crosstab]:
    yield one.table(By.PLACE, join_places(_by(cells, lambda cell: cell.path), k, home))
    yield one.table(By.QUARTER, _join_quarters(_by(cells, lambda cell: cell.quarter), k))
    yield one.table(By.PROJECT, _join_projects(_by(cells, lambda cell: cell.project or NO_PROJECT), k))


@dataclass(frozen=True, slots=True)
class _Cell:
    path: str
    quarter: str
    project: str
    code: str
    voices: int


Rows = Mapping[str, Counter[str]]


def _axes(months: Iterable[PlaceMonth], speaker: str) -> list[str]:
    """What is asked on an ordered scale or by one list for all: feelings and scores."""
    found = {key.axis for one in months for key in one.counts if key.speaker == speaker}
    return sorted(axis for axis in found if axis in {EMOTION, PLEASURE, AROUSAL} or axis.startswith(f"{SCORE}:"))


def _cells(months: Iterable[PlaceMonth], of: _Axis) -> list[_Cell]:
    return [
        _Cell(one.place_path, quarter(one.month), key.project, key.code, tally.voices)
        for one in months
        for key, tally in one.counts.items()
        if (key.speaker, key.axis) == (of.speaker, of.axis) and key.code in of.columns
    ]


def quarter(month: str) -> str:
    """`2026-4` of `2026-11`."""
    return f"{month[:4]}-{(int(month[5:7]) + 2) // 3}"


def columns_of(axis: str) -> tuple[str, ...]:
    """The codes of an axis, in their order."""
    if axis == EMOTION:
        return tuple(term.code for term in vocabulary("emotions").terms if term.attributes.get("pleasure"))
    return SLIDER if axis in {PLEASURE, AROUSAL} else SCORES


def _by(cells: Iterable[_Cell], row: Callable[[_Cell], str]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for one in cells:
        found.setdefault(row(one), Counter())[one.code] += one.voices
    return found


def join_places(rows: Rows, k: int, home: str) -> dict[str, Counter[str]]:
    """Rows by path, of at least `k` each: a place of fewer is joined with the one above it, up to `home`."""
    joined = {path: Counter(row) for path, row in rows.items()}
    for path in sorted(rows, key=lambda one: -one.count("/")):
        while path in joined and joined[path].total() < k and path != home and path.count("/") > 2:
            small, path = joined.pop(path), path.rstrip("/").rpartition("/")[0] + "/"
            joined.setdefault(path, Counter()).update(small)
    return _fill_up(joined, k, rest=home)


def _fill_up(rows: dict[str, Counter[str]], k: int, *, rest: str) -> dict[str, Counter[str]]:
    """Joins the smallest rows with `rest` until no row is too small."""
    while len(rows) > 1 and (small := [row for row in rows if rows[row].total() < k]):
        others = [row for row in small if row != rest] or [row for row in rows if row != rest]
        taken = min(others, key=lambda row: (rows[row].total(), row))
        rows.setdefault(rest, Counter()).update(rows.pop(taken))
    return rows


def _join_projects(rows: Rows, k: int) -> dict[str, Counter[str]]:
    joined = {row: Counter(counts) for row, counts in rows.items()}
    return _fill_up(joined, k, rest=OTHERS) if any(row.total() < k for row in joined.values()) else joined


def _join_quarters(rows: Rows, k: int) -> dict[str, Counter[str]]:
    """Quarters that are too small go on into the next ones; the last into the one before it."""
    joined: dict[str, Counter[str]] = {}
    start, waiting = "", Counter[str]()
    for one in sorted(rows):
        start = start or one
        waiting.update(rows[one])
        if waiting.total() >= k:
            joined[start if start == one else f"{start}…{one}"] = waiting
            start, waiting = "", Counter()
    if waiting and joined:
        last = max(joined)
        joined[f"{last.partition('…')[0]}…{max(rows)}"] = joined.pop(last) + waiting
    return joined
