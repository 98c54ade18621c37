"""The tree of places: rows of a file, their paths and labels, folded names. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from feedback_app.base.faults import Fault, Unusable
from feedback_app.base.folding import fold

__all__ = ["Fault", "PlaceRow", "Unusable", "fold", "labels", "paths_and_labels", "rows_with_paths"]

MAX_FILE = 50 * 1024 * 1024
MAX_DEPTH = 12
LONGEST_LABEL = 400
PARTS = frozenset({"parent", "level", "name", "point", "population"})


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place as a file has it, with its path once the tree is known. `parts` are those that the file gives."""

    row: int
    code: str
    parent: str | None
    level: str
    name: str
    lat: float | None
    lng: float | None
    population: int | None
    path: str = ""
    label: str = ""
    parts: frozenset[str] = PARTS

    @property
    def search(self) -> str:
        """The name as it is searched; some scripts grow when they are folded."""
        return fold(self.name)[:LONGEST_LABEL]


def rows_with_paths(rows: Sequence[PlaceRow], existing: Mapping[str, str], names: Mapping[str, str]) -> list[PlaceRow]:
    """The rows with path and label, parents first (see `paths_and_labels`)."""
    return paths_and_labels(rows, existing, names)[0]


def paths_and_labels(
    rows: Sequence[PlaceRow], existing: Mapping[str, str], names: Mapping[str, str]
) -> tuple[list[PlaceRow], dict[str, str]]:
    """The rows with path and label, parents first; and the labels of all places, existing ones too.

    `existing` and `names` give path and name of the places that are there already; parents may be anywhere in the
    file. Raises `Unusable` for a code that is there twice, an unknown parent, a circle, too many levels.
    """
    by_code: dict[str, PlaceRow] = {}
    faults = []
    for row in rows:
        if row.code in by_code:
            faults.append(Fault(row.row, "code", "twice", row.code))
        by_code[row.code] = row
    faults += [
        Fault(row.row, "parent", "unknown-parent", row.parent)
        for row in rows
        if row.parent and row.parent not in by_code and row.parent not in existing
    ]
    if faults:
        raise Unusable(faults)
    paths: dict[str, str] = {}
    for row in rows:
        _climb(row, by_code, existing, paths)
    new_labels = labels({**existing, **paths}, {**names, **{row.code: row.name for row in rows}})
    grown = [replace(row, path=paths[row.code], label=new_labels[row.code]) for row in rows]
    return sorted(grown, key=lambda row: row.path.count("/")), new_labels


def _climb(row: PlaceRow, by_code: Mapping[str, PlaceRow], existing: Mapping[str, str], paths: dict[str, str]) -> None:
    chain: list[PlaceRow] = []
    at: PlaceRow | None = row
    while at is not None and at.code not in paths:
        if at in chain or len(chain) > MAX_DEPTH:
            raise Unusable([Fault(row.row, "parent", "circle" if at in chain else "too-deep", row.code)])
        chain.append(at)
        at = by_code.get(at.parent) if at.parent else None
    for one in reversed(chain):
        above = paths.get(one.parent) or existing.get(one.parent, "/") if one.parent else "/"
        paths[one.code] = f"{above}{one.code}/"
        if len(paths[one.code]) > 400 or paths[one.code].count("/") > MAX_DEPTH + 1:
            raise Unusable([Fault(one.row, "parent", "too-deep", one.code)])


def labels(paths: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """ "Localité, Sous-préfecture", because names repeat; with the département where that repeats as well.

    The country and what is right under it are named alone, and so is what has its parent's name. Places of one name
    under one parent are distinguished by their codes, which are also on the country's own lists.
    """
    narrow = {code: _label(path, names, 1) for code, path in paths.items()}
    repeated = _alike(narrow, paths)
    wide = narrow | {code: _label(paths[code], names, 2) for code in repeated}
    return wide | {code: _with_code(narrow[code], code) for code in _alike(wide, paths)}


def _alike(labels_of: Mapping[str, str], paths: Mapping[str, str]) -> set[str]:
    """The codes whose labels sound alike, on one level of the tree."""
    heard = {code: (fold(label), paths[code].count("/")) for code, label in labels_of.items()}
    often = Counter(heard.values())
    return {code for code, sound in heard.items() if often[sound] > 1}


def _with_code(label: str, code: str) -> str:
    return f"{label[: LONGEST_LABEL - len(code) - 3]} ({code})"


def _label(path: str, names: Mapping[str, str], widen: int) -> str:
    code, *above = reversed(path.strip("/").split("/"))
    wider = (names[one] for one in above[:-1][:widen] if one in names)
    return ", ".join([names[code], *(name for name in wider if name != names[code])])[:LONGEST_LABEL]
