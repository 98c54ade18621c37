"""The released tables of feelings and scores worked out a second time: what was shown each Monday is remembered, because
what may be shown depends on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product
from typing import Any

from tests.scenario.ledger import Ask, Row, accepted_records, likely_moment, speaker, voice
from tests.scenario.naive_needs import UNSAID, Programme

EMOTIONS = ("joie", "espoir", "confiance", "calme", "tristesse", "lassitude", "peur", "colere")
OBSERVED = ("setting",)
"""What observers note of places; what they felt themselves is in no table."""
SETTINGS = ("marche", "eau", "ecole", "sante", "champs", "chantier", "route", "mine", "reunion", "village", "autre")
TOTAL = ""
Cells = dict[tuple[str, str], int]
"""Counts by row and column."""


def heard(ask: Ask, programme: Programme) -> list[Row]:
    """One row for each voice and question: who, where, when, about which project, which answer."""
    seen, found = set(), []
    for record in accepted_records(ask, programme.id):
        path = "/".join(["", *programme.shown_way(record["body"]["place"]), ""])
        month, project = likely_moment(record).strftime("%Y-%m"), record["body"]["project"] or ""
        voices = [voice(record), *((one["id"],) for one in record["joined"])]
        for (axis, code), one in product(_answers(record), voices):
            same = (path, month, speaker(record), project, axis, one)
            if same not in seen and (speaker(record) in ("single", "group") or axis in OBSERVED):
                found.append(
                    {
                        "path": path,
                        "month": month,
                        "speaker": speaker(record),
                        "project": project,
                        "axis": axis,
                        "code": code,
                    }
                )
            seen.add(same)
    return found


def _answers(record: Row) -> list[tuple[str, str]]:
    answers, found = record["answers"], []
    if record["body"]["instrument"] == "emotion":
        for question, axis in (("plaisir", "pleasure"), ("activation", "arousal")):
            if answers.get(question) is not None:
                found.append((axis, str(min(int(answers[question] * 5), 4))))
        if answers["emotion"] not in UNSAID:
            found.append(("emotion", answers["emotion"]))
    if record["body"]["instrument"] == "retour":
        scores = ("qualite", "acces", "equite", "respect")
        found += [(f"score:{one}", str(answers[one])) for one in scores if answers.get(one) not in UNSAID]
    if record["body"]["instrument"] == "observation":
        found.append(("setting", answers["cadre"]))
    return found


def columns(axis: str) -> tuple[str, ...]:
    """The answers of a question, in their order."""
    if axis == "emotion":
        return EMOTIONS
    if axis in OBSERVED:
        return SETTINGS
    return ("0", "1", "2", "3", "4") if axis in ("pleasure", "arousal") else ("1", "2", "3", "4", "5")


class Table:
    """Exact counts of a question by place, quarter or project."""

    def __init__(self, rows: Iterable[tuple[str, str]], columns: tuple[str, ...]) -> None:
        self.columns = columns
        self.rows: dict[str, dict[str, int]] = {}
        for row, code in rows:
            line = self.rows.setdefault(row, dict.fromkeys(columns, 0))
            line[code] += 1

    def size(self, row: str) -> int:
        return sum(self.rows[row].values())

    def join(self, row: str, other: str) -> None:
        """Counts a row in another one."""
        line = self.rows.pop(row)
        there = self.rows.setdefault(other, dict.fromkeys(self.columns, 0))
        for code, count in line.items():
            there[code] += count

    def cells(self) -> Cells:
        """With totals."""
        found: Cells = {}
        for row, line in self.rows.items():
            for code, count in line.items():
                for at in product((row, TOTAL), (code, TOTAL)):
                    found[at] = found.get(at, 0) + count
        return found


def tables(ask: Ask, programme: Programme, home: str) -> dict[tuple[str, str, str], Table]:
    """Every table of which there are enough voices, by speaker, question and what its rows are."""
    voices = heard(ask, programme)
    found = {}
    for who, axis in sorted({(one["speaker"], one["axis"]) for one in voices}):
        some = [one for one in voices if (one["speaker"], one["axis"]) == (who, axis)]
        if len(some) >= programme.k:
            for by, (row_of, join) in WAYS.items():
                table = Table(((row_of(one), one["code"]) for one in some), columns(axis))
                join(table, programme.k, home)
                found[who, axis, by] = table
    return found


def _quarter(one: Row) -> str:
    year, month = one["month"].split("-")
    return f"{year}-{(int(month) + 2) // 3}"


def _join_places(table: Table, k: int, home: str) -> None:
    """A place of too few is counted in the one above it, the deepest first."""
    for path in sorted(table.rows, key=lambda one: -one.count("/")):
        while path in table.rows and table.size(path) < k and path != home and path.count("/") > 2:
            above = "/".join(path.split("/")[:-2]) + "/"
            table.join(path, above)
            path = above
    _join_rest(table, k, home)


def _join_rest(table: Table, k: int, rest: str) -> None:
    """The smallest rows join the rest until none is too small."""
    while len(table.rows) > 1 and (small := [row for row in table.rows if table.size(row) < k]):
        others = [row for row in small if row != rest] or [row for row in table.rows if row != rest]
        table.join(min(others, key=lambda row: (table.size(row), row)), rest)


def _join_projects(table: Table, k: int, home: str) -> None:
    _join_rest(table, k, "*")


def _join_quarters(table: Table, k: int, home: str) -> None:
    """Quarters of too few go on into the next ones; what is left over at the end into the one before."""
    rows, table.rows = table.rows, {}
    waiting: list[str] = []
    for one in sorted(rows):
        waiting.append(one)
        if sum(sum(rows[part].values()) for part in waiting) >= k:
            name = one if len(waiting) == 1 else f"{waiting[0]}…{one}"
            table.rows[name] = {code: sum(rows[part][code] for part in waiting) for code in table.columns}
            waiting = []
    if waiting and table.rows:
        last = max(table.rows)
        line = table.rows.pop(last)
        name = f"{last.partition('…')[0]}…{max(rows)}"
        table.rows[name] = {code: line[code] + sum(rows[part][code] for part in waiting) for code in table.columns}


WAYS: dict[str, tuple[Callable[[Row], str], Callable[[Table, int, str], None]]] = {
    "place": (lambda one: one["path"], _join_places),
    "quarter": (_quarter, _join_quarters),
    "project": (lambda one: one["project"] or "-", _join_projects),
}


def hidden_cells(table: Table, k: int, floors: Cells) -> set[tuple[str, str]]:
    """The cells that must not be shown: those of too few, and for each the cheapest three others by which nobody can
    work it out. All of them, where there are none or a total of a column would have to go."""
    cells = table.cells()
    names, codes = [*sorted(table.rows), TOTAL], [*table.columns, TOTAL]
    everything = set(product(names, codes))
    small = [at for at in product(names, codes) if 0 < cells.get(at, 0) < k]
    hidden = set(small)

    def price(at: tuple[str, str]) -> int:
        totals = (at[0] == TOTAL) + (at[1] == TOTAL)
        return 0 if at in hidden else cells[at] * (1, 3, 10)[totals] + 1

    def free(at: tuple[str, str]) -> int:
        return max(cells[at] - floors.get(at, 0), 0)

    for at in sorted(small, key=lambda one: (cells[one], names.index(one[0]), codes.index(one[1]))):
        row, code = at
        ways = []
        for other_row, other_code in product(names, codes):
            corners = [(row, other_code), (other_row, code), (other_row, other_code)]
            if other_row == row or other_code == code or not all(cells.get(one) for one in corners):
                continue
            in_row = (other_code == TOTAL) != (code == TOTAL)
            in_column = (other_row == TOTAL) != (row == TOTAL)
            up: list[int] = [free(at)]
            down: list[int] = []
            for corner, along in zip(corners, (in_row, in_column, in_row == in_column), strict=True):
                (up if along else down).append(free(corner))
            if (min(down) if down else cells[TOTAL, TOTAL]) + min(up) >= k:
                order = names.index(other_row), codes.index(other_code)
                ways.append((sum(price(one) for one in corners), order, corners))
        if not ways:
            return everything
        hidden.update(min(ways)[2])
    return everything if any(row == TOTAL for row, _ in hidden) else hidden


class Memory:
    """What was shown of the tables of a programme, week by week."""

    def __init__(self, programme: Programme, home: str) -> None:
        self._programme, self._home = programme, home
        self.shown: dict[tuple[str, str, str], dict[tuple[str, str], int | None]] = {}
        self._last: dict[tuple[str, str, str], dict[tuple[str, str], tuple[int, bool]]] = {}

    def monday(self, ask: Ask) -> None:
        """Everything that is accepted now is shown, as what was shown before allows."""
        now = tables(ask, self._programme, self._home)
        for name in self.shown.keys() - now.keys():
            self.shown[name] = dict.fromkeys(self.shown[name])
        for name, table in now.items():
            last, cells = self._last.setdefault(name, {}), table.cells()
            hidden = hidden_cells(table, self._programme.k, {at: value for at, (value, _) in last.items()})
            shown: dict[tuple[str, str], int | None] = {}
            for at in product((*table.rows, TOTAL), (*table.columns, TOTAL)):
                shown[at] = None if at in hidden else self._next(last, at, cells.get(at, 0))
            self.shown[name] = shown

    def during_the_week(self, ask: Ask) -> None:
        """What is no longer true is shown no longer; nothing is added. All is shown at once where it is made up."""
        if self._programme.made_up:
            return self.monday(ask)
        now = tables(ask, self._programme, self._home)
        for name, shown in self.shown.items():
            cells = now[name].cells() if name in now else {}
            for at, value in shown.items():
                if value and cells.get(at, 0) < value:
                    shown[at] = self._next(self._last[name], at, cells.get(at, 0))
        return None

    def _next(self, last: dict[tuple[str, str], tuple[int, bool]], at: tuple[str, str], true: int) -> int | None:
        """A figure stays until it has grown by `k`, and steps down by `k`; below `k` nothing is said."""
        k = self._programme.k
        if at not in last:
            if true < k:
                return 0 if true == 0 else None
            last[at] = (true, False)
        else:
            value = last[at][0]
            if true >= value + k:
                last[at] = (true, False)
            elif true >= value:
                last[at] = (value, False)
            else:
                lower = value
                while lower > true:
                    lower -= k
                last[at] = (lower, False) if lower >= k else (value, True)
        value, is_hidden = last[at]
        return None if is_hidden else value

    def rows(self) -> list[dict[str, Any]]:
        """The cells that are shown or hidden, as the dataset lists them: without totals."""
        found = []
        for (who, axis, by), shown in self.shown.items():
            if any(shown.values()):
                found += [
                    {"speaker": who, "axis": axis, "by": by, "row": row, "code": code, "voices": value}
                    for (row, code), value in shown.items()
                    if TOTAL not in (row, code)
                ]
        return found
