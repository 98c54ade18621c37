"""Reads the tables of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

AREAS: Mapping[str, tuple[str, str]] = {
    "all of the programme": ("pilote", "XX"),
    "the region of V1": ("pilote", "R1"),
    "another region": ("pilote", "R2"),
    "another programme": ("ailleurs", "XX"),
}
"""(programme, place) of a role."""


@dataclass(frozen=True, slots=True)
class Table:
    """One file: answers by role, area and request."""

    name: str
    expected: Mapping[tuple[str, str], Mapping[str, str]]

    @property
    def requests(self) -> frozenset[str]:
        """The requests that it has a row for."""
        return frozenset(name for row in self.expected.values() for name in row)


def read_table(path: Path) -> Table:
    """The table in a file."""
    head, *rows = (line.split("|") for line in path.read_text().splitlines() if line and not line.startswith("#"))
    roles = [name.strip() for name in head[1:]]
    expected: dict[tuple[str, str], dict[str, str]] = {(role, area): {} for role in roles for area in AREAS}
    for name, *cells in rows:
        for role, cell in zip(roles, cells, strict=True):
            for area, answer in zip(AREAS, cell.split(), strict=True):
                expected[role, area][name.strip()] = answer
    return Table(path.stem, expected)


def tables() -> list[Table]:
    """All that the files say, as one table: each role signs in once an area."""
    merged: dict[tuple[str, str], dict[str, str]] = {}
    for path in sorted(Path(__file__).parent.glob("*.txt")):
        for who, answers in read_table(path).expected.items():
            merged.setdefault(who, {}).update(answers)
    return [Table("desk", merged)]
